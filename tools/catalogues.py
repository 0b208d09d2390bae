"""The translations: `compile` makes the .mo files, `collect` brings the .po files up to date.

Compiling needs no GNU gettext, so that a host can run Inglenook with Python and make alone;
collecting does (xgettext and msgmerge read the sources).
"""

import os
import subprocess
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "inglenook"
LANGUAGES = ("de", "es")


def rooms() -> list[Path]:
    """The folders that keep a catalogue of their own: each room with templates or code."""
    return sorted(path.parent for path in PACKAGE.glob("*/__init__.py"))


def compile_catalogues() -> None:
    """Writes each .mo that is older than its .po."""
    for source in PACKAGE.glob("**/locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        partial = target.with_suffix(f".{os.getpid()}")
        polib.pofile(str(source)).save_as_mofile(str(partial))
        partial.replace(target)


def collect() -> None:
    """Runs makemessages in every room and says what waits for a translation."""
    for room in rooms():
        made = not (room / "locale").exists()
        (room / "locale").mkdir(exist_ok=True)
        command = [sys.executable, "-m", "django", "makemessages", "--no-obsolete"]
        command += ["--add-location", "file", "--ignore", "tests/*", "--ignore", "migrations/*"]
        command += [f"--locale={language}" for language in LANGUAGES]
        subprocess.run(command, cwd=room, check=True, stdout=subprocess.DEVNULL)
        if made and not any((room / "locale").rglob("*.po")):
            (room / "locale").rmdir()
    compile_catalogues()
    for source in sorted(PACKAGE.glob("**/locale/*/LC_MESSAGES/*.po")):
        waiting = [e for e in polib.pofile(str(source)) if not e.obsolete and not e.translated()]
        if waiting:
            print(f"{source.relative_to(ROOT)}: {len(waiting)} to translate")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["compile"]:
            compile_catalogues()
        case ["collect"]:
            collect()
        case _:
            sys.exit("Usage: python -m tools.catalogues compile|collect")
