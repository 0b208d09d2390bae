"""The two files that every page loads: `house.css` and `house.js`.

Their sources are small, one block or one element a file. A browser that had to follow fifty
imports would show a bare page first, and a build step would ask every host for another tool, so
they are put together here: in memory for whoever develops, once by `collectstatic` for everybody
else. A room adds its own by placing `static/<room>/css/*.css` (layer `modules`, which only
arranges) and `static/<room>/js/*.js` in its folder.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, overload

from django.apps import apps
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

LAYERS = ("reset", "tokens", "base", "components", "layout", "modules", "utilities")
NAMES = ("house.css", "house.js")

STATIC = Path(__file__).resolve().parent / "static"
FONTS = STATIC / "vendor/fonts.css"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def styles() -> list[Path]:
    """The sources of `house.css` in their order; the fetched typefaces only when they are there."""
    found = [path for layer in LAYERS for path in sorted((STATIC / "css" / layer).glob("*.css"))]
    found += [path for folder in _rooms() for path in sorted((folder / "css").glob("*.css"))]
    return [FONTS, *found] if FONTS.is_file() else found


def scripts() -> list[Path]:
    """The sources of `house.js`: custom elements, one a file, in the order of the alphabet."""
    found = sorted((STATIC / "js").glob("*.js"))
    return found + [path for folder in _rooms() for path in sorted((folder / "js").glob("*.js"))]


def stylesheet() -> str:
    """The text of `house.css`, without comments and indentation."""
    order = f"@layer {', '.join(LAYERS)};\n"
    return order + "".join(_lean(path.read_text(), path) for path in styles())


def script() -> str:
    """The text of `house.js`: each source in a block of its own, so that names don't meet."""
    return "".join(f"{{\n{path.read_text().strip()}\n}}\n" for path in scripts())


def build(target: Path) -> list[Path]:
    """Write both files into the folder `target` (made if missing) and return their paths."""
    target.mkdir(parents=True, exist_ok=True)
    made = []
    for name, text in zip(NAMES, (stylesheet(), script()), strict=True):
        place = target / name
        # Left alone when nothing changed, so that conditional requests still get their 304.
        if not place.is_file() or place.read_text() != text:
            place.write_text(text)
        made.append(place)
    return made


class HouseFinder(BaseFinder):
    """Offers both files to Django's staticfiles, made anew whenever somebody asks for them."""

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return []

    @overload
    def find(self, path: str, find_all: Literal[False] = False) -> str | None: ...

    @overload
    def find(self, path: str, find_all: Literal[True]) -> list[str]: ...

    def find(self, path: str, find_all: bool = False) -> str | list[str] | None:
        if path not in NAMES:
            return [] if find_all else None
        build(_folder())
        found = str(_folder() / path)
        return [found] if find_all else found

    def list(self, ignore_patterns: object) -> Iterator[tuple[str, FileSystemStorage]]:
        build(_folder())
        storage = FileSystemStorage(location=_folder())
        for name in NAMES:
            yield name, storage


@cache
def _folder() -> Path:
    """A folder for the made files, new in each process: nothing stale is ever served."""
    return Path(tempfile.mkdtemp(prefix="inglenook-static-"))


def _rooms() -> Iterator[Path]:
    for config in apps.get_app_configs():
        folder = Path(config.path) / "static" / config.label
        # Other people's packages have folders of this shape too, and aren't ours to serve.
        if Path(config.path).parent == STATIC.parent.parent and config.path != str(STATIC.parent):
            yield folder


def _lean(css: str, path: Path) -> str:
    """Drop comments and indentation, and turn addresses relative to `path` into such from above."""
    lines = (line.strip() for line in COMMENT.sub("", css).splitlines())
    text = "\n".join(line for line in lines if line) + "\n"
    if path == FONTS:
        text = text.replace("url(fonts/", "url(vendor/fonts/")
    return text
