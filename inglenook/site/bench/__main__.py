"""`make bench`: measure the hot pages on this machine and print the figures.

Run as `python -m inglenook.site.bench`. Every number of `shape.py` is an option, such as
`make bench ARGS="--rounds 5 --seconds 3"`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from inglenook.site.bench import serving
from inglenook.site.bench.shape import Shape, add_arguments, shape_of
from inglenook.site.problems import MendableError

LONGEST = 900.0  # seconds for making the rows


def main() -> int:
    """Return the exit code: 2 where something hinders it."""
    parser = argparse.ArgumentParser(prog="make bench", description="Measure the hot pages.")
    add_arguments(parser)
    parser.add_argument(
        "--folder", type=Path, default=Path("var-bench"), help="where rows are kept"
    )
    parser.add_argument("--archive", type=Path, help="a Slack export to import, not a made-up one")
    arguments = parser.parse_args()
    os.umask(0o077)
    run = arguments.folder.absolute() / f"run-{os.getpid()}"
    try:
        kept = _rows(arguments.folder.absolute(), shape_of(arguments))
        shutil.copytree(kept, run)
        _measure(run, shape_of(arguments), arguments.archive)
    except MendableError as problem:
        print(f"make bench: {problem}", file=sys.stderr)
        return 2
    finally:
        shutil.rmtree(run, ignore_errors=True)
    return 0


def _rows(folder: Path, shape: Shape) -> Path:
    """The data folder with the community, made where there is none of this shape."""
    kept = folder / shape.key()
    if (kept / "complete").exists():
        return kept
    shutil.rmtree(kept, ignore_errors=True)
    print(f"Making {shape.posts:,} posts, once: they are kept in {kept}.", flush=True)
    began = time.perf_counter()
    _module("filling", kept, *_options(shape))
    (kept / "complete").touch()
    print(f"Made in {time.perf_counter() - began:.0f} s.")
    return kept


def _options(shape: Shape) -> list[str]:
    names = ("threads", "posts", "spaces", "members", "talks")
    return [word for name in names for word in (f"--{name}", str(getattr(shape, name)))]


def _module(name: str, home: Path, *words: str) -> str:
    """Run a part of the bench in a process of its own, and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", f"inglenook.site.bench.{name}", *words],
        env=serving.environ(home),
        stdout=subprocess.PIPE,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    if done.returncode:
        raise MendableError(f"The part “{name}” ended with {done.returncode}; see above.")
    return done.stdout


def _measure(home: Path, shape: Shape, archive: Path | None) -> None:
    os.environ.update(serving.environ(home))
    for name in [name for name in os.environ if name.endswith("_URL")]:
        del os.environ[name]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inglenook.site.settings")
    import django

    django.setup()
    from inglenook.site.bench import machine, report

    print("\n".join(machine.describe()))
    print(f"4 KB written and synced {machine.fsyncs(home):,.0f} times a second", flush=True)
    _serve(home, shape, report)
    words = ["--archive", str(archive.absolute())] if archive else []
    found = json.loads(_module("importing", home, str(shape.imported), *words))
    print(report.imported(found))


def _serve(home: Path, shape: Shape, report: Any) -> None:
    """The pages, once the static files lie ready, as at any start but the first of a release."""
    from django.db import connections

    from inglenook.site.bench.measuring import measure
    from inglenook.site.bench.pages import cases, queries_of, sign_in
    from inglenook.site.server import static
    from inglenook.site.server.prepare import migrate

    migrate()
    static.collect()
    _person, cookie = sign_in()
    asked = cases(cookie)
    queries = {case.name: queries_of(case, cookie) for case in asked if case.path}
    connections.close_all()
    with serving.up(home, shape.workers) as server:
        print(f"from `inglenook up` to the first answer: {server.seconds:.2f} s", flush=True)
        time.sleep(1.0)
        rest = server.memory()
        figures = measure(server, asked, shape)
        print("\n".join(report.table(figures, queries)))
        print(
            f"memory of {len(server.processes())} processes (PSS): {rest:.0f} MB at rest, "
            f"{server.memory():.0f} MB after"
        )


if __name__ == "__main__":
    sys.exit(main())
