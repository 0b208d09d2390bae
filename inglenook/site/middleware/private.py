"""No shared cache keeps a page, unless its view says that it is public."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase


class PrivateUnlessPublic:
    """Mark every answer `private, no-store` whose view named no `Cache-Control` of its own.

    A view that says `@cache_control(public=True, ...)` keeps its word; one that merely sets an
    age is made private.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Django's way of chaining middleware."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the header set."""
        response = self.get_response(request)
        said = response.headers.get("Cache-Control", "")
        if not said:
            response.headers["Cache-Control"] = "private, no-store"
        elif "public" not in said and "private" not in said and "no-store" not in said:
            response.headers["Cache-Control"] = f"private, {said}"
        return response
