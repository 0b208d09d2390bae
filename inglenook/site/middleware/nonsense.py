"""What no browser sends is refused at the door, before a view or a database stumbles over it."""

from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class NoNulls:
    """Answer 400 where an address or a form holds U+0000: PostgreSQL can't keep it in text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Django's way of chaining middleware."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        """Called by Django before the view; the check of forgery has read the form by then."""
        if any("\0" in text for text in _texts(request)):
            raise BadRequest("a null character")


def _texts(request: HttpRequest) -> Iterator[str]:
    yield request.path_info
    for fields in (request.GET, request.POST):
        for name, values in fields.lists():
            yield name
            yield from (str(value) for value in values)
