"""Text that people write: Markdown in, safe HTML out.

What is stored, and why:

* The Markdown as typed, except that a mention is stored as ``@[42]``, where 42 is the id of a
  membership. Names change and may not be shown to everybody, so no name is ever stored.
* The sanitised HTML with the renderer's version. It holds placeholders where a name belongs
  (``<a class="mention" href="m:42">@</a>``); :func:`fill` puts in the names that the reader may
  see, each time a page is rendered.

Raw HTML is shown as text. Pictures become links, so that no page asks a third party for anything.
A hidden passage is written ``||like this||``.
"""

from .differences import marked
from .mentions import Names, fill, fill_plain, mentioned, without_mentions
from .plain import excerpt, plain_of, quote
from .renderer import (
    MAX_HTML,
    MAX_MARKDOWN,
    RENDERER_VERSION,
    Rendered,
    TextTooLong,
    render,
)
from .typed import editable, stored_mentions, typed_mentions, without_unknown_mentions

__all__ = [
    "MAX_HTML",
    "MAX_MARKDOWN",
    "RENDERER_VERSION",
    "Names",
    "Rendered",
    "TextTooLong",
    "editable",
    "excerpt",
    "fill",
    "fill_plain",
    "marked",
    "mentioned",
    "plain_of",
    "quote",
    "render",
    "stored_mentions",
    "typed_mentions",
    "without_mentions",
    "without_unknown_mentions",
]
