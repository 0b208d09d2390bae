"""Fetch the typefaces and icons of the house at set-up, each locked by version and hash.

They come from the npm registry that this machine is configured for, through npm itself, so that
no address of a registry stands in this repository. Where no npm is installed, one from the
Python package in npm.txt is put into a throw-away environment. What arrives is unpacked
only after its SHA-512 equals the lock's; nothing of a package is ever run.

Usage: tools/assets.py [--force]
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = Path(__file__).with_name("assets.lock.json")
NPM = Path(__file__).with_name("npm.txt")
VENDOR = ROOT / "inglenook/foundation/static/vendor"
STAMP = VENDOR / ".stamp"

Package = dict[str, Any]

LATIN = (
    "U+0-FF, U+131, U+152-153, U+2BB-2BC, U+2C6, U+2DA, U+2DC, U+2000-206F, U+20AC, U+2122, "
    "U+2191, U+2193, U+2212, U+2215, U+FEFF, U+FFFD"
)
LATIN_EXT = (
    "U+100-130, U+132-151, U+154-2BA, U+2BD-2C5, U+2C7-2CC, U+1E00-1E9F, U+1EF2-1EFF, "
    "U+20A0-20AB, U+20AD-20C0"
)
# family, style, file, range: what tells the browser to load a file only for letters it needs.
FACES = (
    ("Literata", "normal", "literata-latin", LATIN),
    ("Literata", "normal", "literata-latin-ext", LATIN_EXT),
    ("Literata", "italic", "literata-latin-italic", LATIN),
    ("Figtree", "normal", "figtree-latin", LATIN),
    ("Figtree", "normal", "figtree-latin-ext", LATIN_EXT),
)


def main() -> int:
    """Bring `static/vendor/` to the state of the lock; 0 when it is, 1 with a reason when not."""
    wanted = hashlib.sha256(LOCK.read_bytes() + Path(__file__).read_bytes()).hexdigest()
    if "--force" not in sys.argv and STAMP.is_file() and STAMP.read_text() == wanted:
        return 0
    lock = json.loads(LOCK.read_text())
    with tempfile.TemporaryDirectory(prefix="inglenook-assets-") as folder:
        work = Path(folder)
        try:
            npm = find_npm(work)
            for package in lock["packages"]:
                unpack(package, fetch(npm, package, work))
        except (OSError, ValueError, subprocess.CalledProcessError) as problem:
            print(f"Typefaces and icons could not be fetched: {problem}", file=sys.stderr)
            return 1
    (VENDOR / "fonts.css").write_text(font_faces())
    STAMP.write_text(wanted)
    return 0


def find_npm(work: Path) -> list[str]:
    """The npm on PATH, or one from a wheel in an environment that is thrown away with `work`."""
    installed = shutil.which("npm")
    if installed:
        return [installed]
    environment = work / "node"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    pip = [str(environment / "bin/python"), "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, "--require-hashes", "--requirement", str(NPM)], check=True)
    return [str(environment / "bin/npm")]


def fetch(npm: list[str], package: Package, work: Path) -> Path:
    """Download one package. Raises ValueError when its content isn't what the lock says."""
    name = f"{package['name']}@{package['version']}"
    command = [*npm, "pack", "--silent", "--ignore-scripts", "--pack-destination", str(work), name]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=work)
    archive = work / done.stdout.split()[-1]
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != package["integrity"]:
        raise ValueError(f"{name} is not the file that the lock describes")
    return archive


def unpack(package: Package, archive: Path) -> None:
    """Copy the named files, and draw the icons into one sprite."""
    with tarfile.open(archive) as packed:
        for source, target in package["files"].items():
            place = VENDOR / target
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(read(packed, source))
        if package.get("icons"):
            symbols = [symbol(i, read(packed, f"icons/{i}.svg")) for i in package["icons"]]
            (VENDOR / "icons.svg").write_text(sprite(symbols), encoding="utf-8")


def read(packed: tarfile.TarFile, name: str) -> bytes:
    """The bytes of one regular file of an npm archive. Raises ValueError where there is none."""
    try:
        member = packed.extractfile(f"package/{name}")
    except KeyError:
        member = None
    if member is None:
        raise ValueError(f"{packed.name!r} has no {name}")
    return member.read()


def symbol(name: str, svg: bytes) -> str:
    """The drawing of one icon as a `<symbol>`; stroke and size are left to the style sheet."""
    drawing = re.search(r"<svg[^>]*>(.*)</svg>", svg.decode(), re.DOTALL)
    if drawing is None:
        raise ValueError(f"the icon {name} is not a drawing")
    lines = "".join(line.strip() for line in drawing[1].splitlines())
    return f'<symbol id="i-{name}" viewBox="0 0 24 24">{lines}</symbol>'


def sprite(symbols: list[str]) -> str:
    """One file with all symbols, with the notice that their licence asks for."""
    notice = "<!-- Icons from Lucide, ISC licence, parts MIT (Feather): LICENSE-Lucide.txt -->"
    body = "\n".join(symbols)
    return f'{notice}\n<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n'


def font_faces() -> str:
    """The rules that name the fetched files; the style sheet takes them in when they exist."""
    rules = [
        f"@font-face {{ font-family: {family}; font-style: {style}; font-weight: 400 700; "
        f"font-display: swap; src: url(fonts/{name}.woff2) format('woff2'); "
        f"unicode-range: {letters}; }}"
        for family, style, name, letters in FACES
    ]
    return "@layer base {\n" + "\n".join(rules) + "\n}\n"


if __name__ == "__main__":
    sys.exit(main())
