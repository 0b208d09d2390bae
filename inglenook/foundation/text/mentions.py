"""Mentions: ``@Name`` as typed, ``@[42]`` as stored, a placeholder in HTML, a name on the page.

Between the parser and the sanitiser a mention's brackets are two noncharacters of Unicode
(U+FDD0, U+FDD1), which no text may hold: so Markdown can't read them as a link, and nobody can
forge a placeholder.
"""

import re
from collections.abc import Container, Mapping

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

#: Per membership id: the name to show and the address of the member's page.
type Names = Mapping[int, tuple[str, str]]

STORED = re.compile(r"@\[(\d{1,18})\]")
# Not after a backslash (escaped) nor inside an address.
PROTECTED = re.compile(r"(?<![\\/=&?])@\[(\d{1,18})\]")
_TOKEN = re.compile(r'<(/?)(a|code)\b(?:"[^"]*"|[^">])*>|<(?:"[^"]*"|[^">])*>|\ufdd0(\d+)\ufdd1')
_IN_ADDRESS = re.compile(r"%EF%B7%90(\d+)%EF%B7%91")
_PLACE = re.compile(r'<a class="mention" href="m:(\d+)">@</a>|<b class="mention">m:(\d+)</b>')
_SPOILER = '<span class="spoiler">'


def protect(markdown: str, allowed: Container[int] | None) -> str:
    """Bring each ``@[id]`` of an allowed id past the parser."""

    def change(found: re.Match[str]) -> str:
        if allowed is not None and int(found[1]) not in allowed:
            return found[0]
        return f"\ufdd0{found[1]}\ufdd1"

    return PROTECTED.sub(change, markdown)


def place(html: str) -> tuple[str, tuple[int, ...]]:
    """Put placeholders where protected mentions stand, and say whom they mean, each once.

    Code and addresses get back what was typed. Inside a link the placeholder is no link.
    """
    if "\ufdd0" not in html and "%EF%B7%90" not in html:
        return html, ()
    found: dict[int, None] = {}
    inside: list[str] = []

    def change(token: re.Match[str]) -> str:
        if token[3] is None:
            _follow(inside, token[1], token[2])
            return _restore(token[0])
        if "code" in inside:
            return f"@[{token[3]}]"
        found[int(token[3])] = None
        if "a" in inside:
            return f'<b class="mention">m:{token[3]}</b>'
        return f'<a class="mention" href="m:{token[3]}">@</a>'

    return _TOKEN.sub(change, html), tuple(found)


def _follow(inside: list[str], closing: str | None, tag: str | None) -> None:
    if tag is None:
        return
    if not closing:
        inside.append(tag)
    elif tag in inside:
        inside.remove(tag)


def _restore(tag: str) -> str:
    if "%EF%B7%90" in tag:
        tag = _IN_ADDRESS.sub(r"@%5B\1%5D", tag)
    return re.sub("\ufdd0(\\d+)\ufdd1", r"@[\1]", tag) if "\ufdd0" in tag else tag


def fill(html: str, names: Names) -> SafeString:
    """Make kept HTML ready for one reader's page, in the language that is active.

    Placeholders become the names in `names`; a member who isn't there (gone, or not for this
    reader's eyes) becomes "somebody". Hidden passages get the box that shows them.
    """
    if 'class="mention"' in html:
        html = _PLACE.sub(lambda found: _named(found, names), html)
    if _SPOILER in html:
        html = _with_boxes(html)
    # Sanitised when it was rendered; names and labels are escaped here.
    return mark_safe(html)


def _named(found: re.Match[str], names: Names) -> str:
    known = names.get(int(found[1] or found[2]))
    if known is None:
        return "@" + escape(_("somebody"))
    name, address = known
    if found[2]:
        return f"<bdi>@{escape(name)}</bdi>"
    return f'<a class="mention" href="{escape(address)}"><bdi>@{escape(name)}</bdi></a>'


def _with_boxes(html: str) -> str:
    """A hidden passage is a labelled check box: it opens by keyboard and without JavaScript.

    The only spans in kept HTML are hidden passages, so that each closing tag is one of theirs.
    """
    label = escape(_("Show the hidden text"))
    opening = f'<label class="spoiler"><input type="checkbox" aria-label="{label}"><span>'
    return html.replace(_SPOILER, opening).replace("</span>", "</span></label>")


def fill_plain(plain: str, names: Names) -> str:
    """Put names into plain text made by `plain_of`; not escaped."""

    def named(found: re.Match[str]) -> str:
        known = names.get(int(found[1]))
        return "@" + (known[0] if known else _("somebody"))

    return STORED.sub(named, plain) if "@[" in plain else plain


def without_mentions(plain: str) -> str:
    """Plain text for the search index: a mention is not one of the text's words."""
    return STORED.sub("", plain) if "@[" in plain else plain


def mentioned(html: str) -> tuple[int, ...]:
    """The ids whose names kept HTML has places for, in order, each once."""
    if 'class="mention"' not in html:
        return ()
    return tuple(dict.fromkeys(int(a or b) for a, b in _PLACE.findall(html)))
