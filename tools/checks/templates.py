"""Templates: nothing inline, nothing from outside, nothing unescaped.

The content security policy of the house forbids inline script and style, so a browser would drop
them in silence; here they have a name and a line. Mail is the exception for style, since mail
programs know no other.
"""

import re
from html.parser import HTMLParser
from pathlib import PurePosixPath

from tools.checks import Finding

FILES = ("inglenook/**/templates/**",)

_COMMENT = re.compile(r"\{#.*?#\}|\{% *comment\b.*?\{% *endcomment *%\}", re.DOTALL)
_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_UNESCAPED = re.compile(r"\{\{[^}]*\|\s*safe(seq)?\b|\{%\s*autoescape\s+off\b")
_ADDRESS = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
_LOADED = {"src", "srcset", "poster", "data", "action", "formaction"}
_DATA_BLOCKS = {"application/json", "application/ld+json"}


def check(path: str, text: str) -> list[Finding]:
    """What breaks a rule in the template `text`, which stands at `path`."""
    text = _COMMENT.sub(_blank, text)
    found = []
    if path.endswith(".html"):
        for match in _UNESCAPED.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            sentence = "output is not escaped; give the template safe HTML from foundation/text"
            found.append(Finding(path, line, sentence))
        reader = _Reader(path)
        reader.feed(_TAG.sub(_blank, text))
        found += reader.found
    return found


def _blank(match: re.Match[str]) -> str:
    """Spaces and line ends in the place of `match`, so that lines keep their numbers."""
    return "x" + re.sub(r"[^\n]", " ", match.group())[1:]


class _Reader(HTMLParser):
    """Collects what breaks a rule in the tags of a page."""

    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.path = path
        self.mail = bool({"mail", "email"} & set(PurePosixPath(path).parts))
        self.found: list[Finding] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "style" and not self.mail:
            self._find("inline <style>: write a CSS file")
        data = attributes.get("type") in _DATA_BLOCKS
        if tag == "script" and "src" not in attributes and not data:
            self._find("inline <script>: write a file and load it with src")
        if tag == "img" and "alt" not in attributes:
            self._find('<img> without alt: name what it shows, or give alt=""')
        for name, value in attrs:
            self._attribute(tag, name, value or "")

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name == "style" and not self.mail:
            self._find("style attribute: use a class or a data attribute")
        if re.fullmatch(r"on[a-z]+", name) or name.startswith(("hx-on", "data-hx-on")):
            self._find(f"{name} attribute: a custom element listens instead")
        if value.lstrip().lower().startswith("javascript:"):
            self._find(f"{name} with javascript: is never run")
        loads = name in _LOADED or (tag == "link" and name == "href")
        if loads and not self.mail and _ADDRESS.match(value):
            self._find(f"{name} loads from another house: {value}")

    def _find(self, sentence: str) -> None:
        self.found.append(Finding(self.path, self.getpos()[0], sentence))
