"""The translations: `compile` makes the .mo files, `collect` brings the .po files up to date.

Compiling needs no GNU gettext, so that a host can run Inglenook with Python and make alone;
collecting does (xgettext and msgmerge read the sources).
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "inglenook"
LANGUAGES = ("de", "es")
# What gettext writes into the head of a catalogue and nobody here keeps up; the date of the
# collecting alone would change every file each time.
_NOISE = re.compile(
    r'^"(?:POT-Creation|PO-Revision|Last-Translator|Language-Team|Report-Msgid)[^\n]*\n'
    r'(?:^"(?![A-Z][\w-]*: )[^\n]*\n)*',
    re.MULTILINE,
)


def rooms(package: Path = PACKAGE) -> list[Path]:
    """The folders that keep a catalogue of their own: each room with templates or code."""
    return sorted(path.parent for path in package.glob("*/__init__.py"))


def catalogues(package: Path = PACKAGE) -> list[Path]:
    """The .po files of all rooms."""
    return sorted(package.glob("*/locale/*/LC_MESSAGES/*.po"))


def compile_catalogues() -> None:
    """Writes each .mo that is older than its .po."""
    for source in catalogues():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        partial = target.with_suffix(f".{os.getpid()}")
        polib.pofile(str(source)).save_as_mofile(str(partial))
        partial.replace(target)


def collect(package: Path = PACKAGE) -> None:
    """Runs makemessages in every room; a room without strings keeps no folder for them."""
    for room in rooms(package):
        folder = room / "locale"
        folder.mkdir(exist_ok=True)
        command = [sys.executable, "-m", "django", "makemessages", "--no-obsolete"]
        command += ["--add-location", "file", "--ignore", "tests/*", "--ignore", "migrations/*"]
        command += [f"--locale={language}" for language in LANGUAGES]
        subprocess.run(command, cwd=room, check=True, stdout=subprocess.DEVNULL)
        if not any(folder.iterdir()):
            folder.rmdir()
    for catalogue in catalogues(package):
        language = catalogue.parent.parent.name
        text = catalogue.read_text(encoding="utf-8")
        catalogue.write_text(tidied(text, language), encoding="utf-8")


def tidied(text: str, language: str) -> str:
    """The text of a .po file with a head that says its language and plurals, and no dates."""
    _comments, _first, rest = text.partition('msgid ""\n')
    head, gap, entries = rest.partition("\n\n")
    head = _NOISE.sub("", f"{head}\n").rstrip("\n")
    for name, value in (("Project-Id-Version", "Inglenook"), ("Language", language)):
        head = re.sub(f'^"{name}:.*$', rf'"{name}: {value}\\n"', head, flags=re.MULTILINE)
    return f'msgid ""\n{head}{gap}{entries}'


def waiting(catalogue: Path) -> list[str]:
    """The strings of a catalogue without a translation, or with one that may be wrong."""
    entries = polib.pofile(str(catalogue))
    return [e.msgid for e in entries if not e.obsolete and (e.fuzzy or not e.translated())]


def main(arguments: list[str]) -> int:
    """Does what the one argument says and returns the exit code."""
    match arguments:
        case ["compile"]:
            compile_catalogues()
        case ["collect"]:
            collect()
            compile_catalogues()
            for catalogue in catalogues():
                if strings := waiting(catalogue):
                    print(f"{catalogue.relative_to(ROOT)}: {len(strings)} to translate")
        case _:
            print("Usage: python -m tools.catalogues compile|collect", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
