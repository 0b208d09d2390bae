"""Two texts side by side: what came and what went."""

import difflib
import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_PARTS = re.compile(r"\s+|\w+|[^\w\s]")


def marked(old: str, new: str) -> SafeString:
    """`new` as text, with what came in `<ins>` and what went in `<del>`."""
    a, b = _PARTS.findall(old), _PARTS.findall(new)
    parts: list[str] = []
    for kind, a0, a1, b0, b1 in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        gone_words, come = escape("".join(a[a0:a1])), escape("".join(b[b0:b1]))
        if kind == "equal":
            parts.append(come)
            continue
        if gone_words:
            parts.append(f"<del>{gone_words}</del>")
        if come:
            parts.append(f"<ins>{come}</ins>")
    lines = "".join(parts).replace("\n", "<br>")
    return mark_safe(f"<p>{lines}</p>")
