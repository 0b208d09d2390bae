"""What no browser sends is refused at the door, before a view or a database stumbles over it."""

from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase


class NoNulls:
    """Answer 400 where a path or a form holds U+0000, which PostgreSQL can't keep in text.

    Whatever is typed is a valid query: there it is left out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Django's way of chaining middleware."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        """Called by Django before the view; the check of forgery has read the form by then."""
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = QueryDict(request.META["QUERY_STRING"].replace("%00", ""))
        if any("\0" in text for text in _texts(request)):
            raise BadRequest("a null character")


def _texts(request: HttpRequest) -> Iterator[str]:
    yield request.path_info
    for name, values in request.POST.lists():
        yield name
        yield from (str(value) for value in values)
