"""How text is cut into words and folded, before it is written and before it is asked for."""

import re
import unicodedata

#: Longer words are cut here: PostgreSQL takes 2,046 bytes, and nobody types more.
LONGEST = 64

# Accents; the points of Hebrew and Arabic, which most people leave out.
MARKS = "\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
# Scripts written without spaces, in which each letter is a word of its own.
ALONE = "\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

_MARKS = re.compile(f"[{MARKS}]+")
_WORD = re.compile(f"[{ALONE}]|[^\\W_{ALONE}]+")
# Letters with a stroke, which Unicode doesn't take apart.
_STROKES = str.maketrans(
    {"\u0142": "l", "\u00f8": "o", "\u0111": "d", "\u0131": "i", "\u00e6": "ae", "\u0153": "oe"}
)


def fold(text: str) -> str:
    """Lower case without accents; full-width letters and ligatures become plain ones.

    Its length may differ from that of `text`.
    """
    if text.isascii():
        return text.lower()
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", text).casefold())
    # Case folding takes some letters apart that marks were on: once more, then put Korean and
    # Japanese syllables together again.
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", bare)).translate(_STROKES)
    return unicodedata.normalize("NFC", bare)


def words(text: str) -> list[str]:
    """The folded words of `text`, in order."""
    return [word[:LONGEST] for word in _WORD.findall(fold(text))]
