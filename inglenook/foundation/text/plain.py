"""The words of a text without its form: for excerpts, letters, search and quotes."""

import re
from html import unescape

_HIDDEN = re.compile(r'<span class="spoiler">.*?</span>', re.DOTALL)
_MENTION = re.compile(r'<a class="mention" href="m:(\d+)">@</a>|<b class="mention">m:(\d+)</b>')
_TAG = re.compile(r'<(?:"[^"]*"|[^">])*>')
_FOOT_NUMBER = re.compile(r"<sup>\d+</sup>")
_LINES = re.compile(r"\n{2,}")
_SPACE = re.compile(r"\s+")
_PUNCTUATION = re.compile(r"([\\`*_{}\[\]<>()#+!|~])")
_MENTION_TOKEN = re.compile(r"@\[\d+\]\Z")

#: What stands in plain text for a passage that its writer hid: it must not leak into a search
#: result or a letter.
HIDDEN = "\u2592\u2592\u2592"


def plain_of(html: str) -> str:
    """The words of kept HTML, blocks on lines of their own; a mention stands as ``@[42]``."""
    if 'class="spoiler"' in html:
        html = _HIDDEN.sub(HIDDEN, html)
    if 'class="mention"' in html:
        html = _MENTION.sub(lambda found: f"@[{found[1] or found[2]}]", html)
    if "<sup>" in html:
        html = _FOOT_NUMBER.sub("", html)
    html = _LINES.sub("\n", _TAG.sub("", html))
    return unescape(html).strip() if "&" in html else html.strip()


def excerpt(plain: str, length: int = 160) -> str:
    """The beginning of plain text on one line, at most `length` characters, cut between words.

    Fill names in first (`fill_plain`), so that no half of a mention is left over.
    """
    line = _SPACE.sub(" ", plain[: length * 4]).strip()
    if len(line) <= length and len(plain) <= length * 4:
        return line
    cut = line[: length - 1]
    at_word = cut.rfind(" ")
    if at_word > length // 2:
        cut = cut[:at_word]
    return cut.rstrip(" ,;:.-") + "\u2026"


def quote(markdown: str, author: str) -> str:
    """Markdown that quotes `markdown` under its author's name, ready to be answered below.

    `author` is a name, or a mention as stored (``@[42]``). What the quoted text itself quoted is
    left out.
    """
    who = author if _MENTION_TOKEN.match(author) else _PUNCTUATION.sub(r"\\\1", author)
    lines = [line for line in markdown.splitlines() if not line.lstrip().startswith(">")]
    quoted = "\n".join(f"> {line}".rstrip() for line in "\n".join(lines).strip().splitlines())
    return f"> **{who}:**\n{quoted}\n\n"
