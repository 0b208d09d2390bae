"""Builds dist/inglenook-*.whl with the translations and typefaces in it, and its locks beside it.

    make wheel

A wheel is what goes to a machine without a checkout: `pip install --require-hashes` takes what the
lock names, then the wheel itself. One without translations or typefaces would work and speak
English in the faces of the system, so this refuses to build it.
"""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from tools import catalogues

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("runtime.txt", "s3.txt")
TYPEFACES = "inglenook/foundation/static/vendor/.stamp"


def build(source: Path, into: Path) -> Path:
    """Builds the wheel of the checkout `source`; returns its path.

    Nothing is fetched: the build backend is the one in this environment.

    Raises:
        subprocess.CalledProcessError: where the backend fails; it has said why.
    """
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"]
    command += ["--no-deps", "--no-build-isolation", "--wheel-dir", str(into), str(source)]
    subprocess.run(command, check=True)
    return max(into.glob("inglenook-*.whl"), key=lambda path: path.stat().st_mtime_ns)


def lacking(wheel: Path) -> list[str]:
    """What the wheel should hold and doesn't: a compiled catalogue, the typefaces."""
    held = set(zipfile.ZipFile(wheel).namelist())
    sources = [str(path.relative_to(ROOT)) for path in catalogues.catalogues()]
    wanted = [source.removesuffix(".po") + ".mo" for source in sources]
    return [name for name in (*wanted, TYPEFACES) if name not in held]


def main() -> int:
    """Builds into dist/; returns 1 where something is lacking, which is told."""
    into = ROOT / "dist"
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir()
    wheel = build(ROOT, into)
    if missing := lacking(wheel):
        wheel.unlink()
        print("No wheel was made, since it would lack:", *missing, sep="\n  ", file=sys.stderr)
        print("`make setup` makes these; it tells what keeps it from it.", file=sys.stderr)
        return 1
    for lock in LOCKS:
        shutil.copy(ROOT / "requirements" / lock, into / f"requirements-{lock}")
    print(*sorted(path.relative_to(ROOT) for path in into.iterdir()), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
