"""Templates: every word that people read goes through gettext, in whole sentences.

A word outside of `{% translate %}` and `{% blocktranslate %}` is the same in every language.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from tools.checks import Finding

FILES = ("inglenook/**/templates/**",)

# Samples for whoever works on pages; nobody else sees them.
_SAMPLES = "inglenook/foundation/templates/foundation/components.html"
# Names are the same everywhere.
_NAMES = {"Discord", "Discourse", "Inglenook", "Markdown", "Slack", "Zulip"}
_SILENT = {"script", "style", "code", "kbd"}
_READ = {"alt", "title", "aria-label", "aria-description", "placeholder", "label"}
_COMMENT = re.compile(r"\{#.*?#\}|\{% *comment\b.*?\{% *endcomment *%\}", re.DOTALL)
_TRANSLATED = re.compile(r"\{% *blocktranslate\b.*?\{% *endblocktranslate *%\}", re.DOTALL)
_CLASSES = re.compile(r"\{% *block +\w+_class *%\}.*?\{% *endblock *%\}", re.DOTALL)
_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]{2,}")
_SENTENCE = re.compile(r"""\{% *translate +(?P<quote>["'])(?P<text>.*?)(?P=quote)""", re.DOTALL)


def check(path: str, text: str) -> list[Finding]:
    """The bare words and pieces of sentences in the template `text`, which stands at `path`."""
    if path == _SAMPLES:
        return []
    text = _COMMENT.sub(_blank, text)
    found = [Finding(path, line, sentence) for line, sentence in _pieces(text)]
    reader = _Reader(path)
    for known in (_TRANSLATED, _CLASSES, _TAG):
        text = known.sub(_blank, text)
    reader.feed(text)
    return found + reader.found


def _blank(match: re.Match[str]) -> str:
    """Spaces and line ends in the place of `match`, so that lines keep their numbers."""
    return re.sub(r"[^\n]", " ", match.group())


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Translated strings that are no sentence of their own."""
    for match in _SENTENCE.finditer(text):
        said = match["text"]
        if said != said.strip() or said[:1] in ",;.)":
            line = text.count("\n", 0, match.start()) + 1
            yield line, f"a piece of a sentence: {said!r}; use one {{% blocktranslate %}}"


class _Reader(HTMLParser):
    """Collects the words that no tag translates."""

    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.path = path
        self.silent: list[str] = []
        self.found: list[Finding] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent.append(tag)
        for name, value in attrs:
            if name in _READ or (name, tag) == ("value", "button"):
                self._words(value or "", f"{name}=")

    def handle_endtag(self, tag: str) -> None:
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self._words(data, "")

    def _words(self, text: str, where: str) -> None:
        for match in _WORD.finditer(text):
            if match.group() not in _NAMES:
                line = self.getpos()[0] + text.count("\n", 0, match.start())
                sentence = f"{where}{match.group()}: words go through {{% translate %}}"
                self.found.append(Finding(self.path, line, sentence))
                return
