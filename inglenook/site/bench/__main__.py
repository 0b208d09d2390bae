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
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from inglenook.site.bench import serving
from inglenook.site.bench.shape import Shape, add_arguments, shape_of
from inglenook.site.problems import MendableError

LONGEST = 900.0  # seconds for making the rows


def main() -> int:
    """Return the exit code: 2 where something hinders it."""
    parser = argparse.ArgumentParser(prog="make bench", description="Measure the hot pages.")
    add_arguments(parser)
    parser.add_argument("--folder", type=Path, help="where rows are kept")
    parser.add_argument("--large", action="store_true", help="10,000 threads and 1,000,000 posts")
    parser.add_argument("--archive", type=Path, help="a Slack export to import, not a made-up one")
    arguments = parser.parse_args()
    shape = shape_of(arguments)
    if arguments.large:
        shape = replace(shape, threads=10_000, posts=1_000_000)
    os.umask(0o077)
    folder = arguments.folder or Path("var-bench-large" if arguments.large else "var-bench")
    run = folder.absolute() / f"run-{os.getpid()}"
    try:
        kept = _rows(folder.absolute(), shape)
        shutil.copytree(kept, run)
        _measure(run, shape, arguments.archive)
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
    from inglenook.site.bench import machine, report, targets

    print("\n".join(machine.describe()))
    print(f"4 KB written and synced {machine.fsyncs(home):,.0f} times a second", flush=True)
    figures, queries, memory, start = _serve(home, shape, report)
    searches = json.loads(_module("searching", home, str(shape.searches)))
    print("\n".join(report.searched(searches)), flush=True)
    words = ["--archive", str(archive.absolute())] if archive else []
    brought = json.loads(_module("importing", home, str(shape.imported), *words))
    print(report.imported(brought), end="\n\n")
    found = targets.Measured(shape, figures, queries, searches, brought, memory, start)
    print("\n".join(targets.table(found)))


def _serve(home: Path, shape: Shape, report: Any) -> tuple[Any, dict[str, int], float, float]:
    """The pages, once the static files lie ready, as at any start but the first of a release."""
    from django.db import connections

    from inglenook.site.bench.measuring import measure
    from inglenook.site.bench.pages import cases, queries_of, sign_in
    from inglenook.site.bench.tags import with_tags
    from inglenook.site.server import static
    from inglenook.site.server.prepare import migrate

    migrate()
    static.collect()
    _person, cookie = sign_in()
    asked = cases(cookie)
    queries = {case.name: queries_of(case, cookie) for case in asked if case.path}
    connections.close_all()
    starts = [_start(home, shape) for _ in range(shape.rounds)]
    start = median(starts)
    print(f"from `inglenook up` to the first answer: {start:.2f} s", flush=True)
    with serving.up(home, shape.workers) as server:
        time.sleep(1.0)
        rest = server.memory()
        figures = measure(server, with_tags(server.port, asked), shape)
        memory = server.memory()
        print("\n".join(report.table(figures, queries)))
        print(
            f"memory of {len(server.processes())} processes (PSS): {rest:.0f} MB at rest, "
            f"{memory:.0f} MB after"
        )
    return figures, queries, memory, start


def _start(home: Path, shape: Shape) -> float:
    with serving.up(home, shape.workers) as server:
        return server.seconds


if __name__ == "__main__":
    sys.exit(main())
