"""Parts of a page that are ready as bytes: the rest is rendered, and they are put in last.

So the longest part of a page (what people said) is neither escaped, joined nor encoded again for
each reader.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html

# Nobody outside knows it, so nobody's words can be taken for the place of a part.
_TOKEN = secrets.token_hex(12)


class Pieces:
    """HTML made ahead. In a template it prints the place that it is put into afterwards."""

    __slots__ = ("mark", "parts")

    def __init__(self, name: str, parts: Sequence[bytes]) -> None:
        """`name` tells several of one page apart."""
        self.mark = format_html("<!--{}{}-->", _TOKEN, name)
        self.parts = parts

    def __str__(self) -> str:
        return self.mark

    def __bool__(self) -> bool:
        return bool(self.parts)


def render_round(
    request: HttpRequest, template: str, page: object, *all_pieces: Pieces, status: int = 200
) -> HttpResponse:
    """Render a page whose template prints each of `all_pieces` at most once, in this order."""
    rest = render_to_string(template, {"page": page}, request).encode()
    parts: list[bytes] = []
    for pieces in all_pieces:
        before, mark, after = rest.partition(pieces.mark.encode())
        if mark:
            parts += (before, *pieces.parts)
            rest = after
    return HttpResponse(b"".join((*parts, rest)), status=status)
