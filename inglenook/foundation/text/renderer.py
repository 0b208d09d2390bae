"""From Markdown to the HTML that is kept."""

import re
from collections.abc import Container
from dataclasses import dataclass

import comrak
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .mentions import place, protect
from .plain import plain_of
from .sanitiser import clean
from .shape import shape

#: Raised by one whenever the same Markdown may give other HTML; kept HTML of an older version is
#: rendered again when it is next needed.
RENDERER_VERSION = 1

#: Characters in one text. An importer may pass a higher limit for what was written elsewhere.
MAX_MARKDOWN = 32_000

#: Characters of HTML that one text may become: short Markdown can stand for a huge table.
MAX_HTML = 500_000

_EXTENSIONS = comrak.ExtensionOptions(
    strikethrough=True,
    table=True,
    autolink=True,
    tasklist=True,
    footnotes=True,
    spoiler=True,
    cjk_friendly_emphasis=True,
)
_PARSING = comrak.ParseOptions()
# A line that ends is a line that ends: people who write in a box don't know CommonMark's two
# spaces.
_RENDERING = comrak.RenderOptions(escape=True, hardbreaks=True)

# Controls other than tab and line ends, halves of surrogate pairs (no encoder takes them), and the
# two noncharacters that stand for a mention's brackets on the way.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0\ufdd1]")


class TextTooLong(ValueError):
    """The text is over its limit; the message is a sentence for whoever wrote it."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text made ready: HTML with placeholders, the members it mentions, its words alone."""

    html: str
    mentions: tuple[int, ...]
    plain: str


def render(
    markdown: str, *, mentions: Container[int] | None = None, limit: int = MAX_MARKDOWN
) -> Rendered:
    """Turn Markdown into safe HTML.

    `mentions` holds the ids that may be mentioned (a mapping by id serves as well); an ``@[id]``
    outside it stays as typed. None allows every id. `limit` is in characters.

    Raises TextTooLong where the text, or the HTML made from it, is over its limit.
    """
    if len(markdown) > limit:
        raise TextTooLong(_too_long(len(markdown), limit))
    text = _UNWANTED.sub("", markdown)
    if "@[" in text:
        text = protect(text, mentions)
    raw = comrak.markdown_to_html(text, _EXTENSIONS, _PARSING, _RENDERING)
    if len(raw) > MAX_HTML * 10:
        raise TextTooLong(_too_large())
    html, found = place(_finish(clean(shape(raw))))
    if len(html) > MAX_HTML:
        raise TextTooLong(_too_large())
    return Rendered(html, found, plain_of(html))


def _finish(html: str) -> str:
    """Let the keyboard reach what scrolls sideways. After the sanitiser, so only ours."""
    if "<pre>" in html:
        html = html.replace("<pre>", '<pre tabindex="0">')
    if "<table>" in html:
        html = html.replace("<table>", '<div class="scroll-x" tabindex="0"><table>')
        html = html.replace("</table>", "</table></div>")
    return html


def _too_long(length: int, limit: int) -> str:
    over = length - limit
    return ngettext(
        "This text is %(over)d character too long; at most %(limit)d fit. "
        "You could cut it in two posts.",
        "This text is %(over)d characters too long; at most %(limit)d fit. "
        "You could cut it in two posts.",
        over,
    ) % {"over": over, "limit": limit}


def _too_large() -> str:
    return _(
        "The tables, notes or links in this text make it too large to show. "
        "Fewer of them, or two posts, will do."
    )
