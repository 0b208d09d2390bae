"""Where an address answers another method, a person reads so and is shown no empty page."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.template.loader import render_to_string


class WrongWay:
    """Fill the empty body of a 405; its `Allow` stays as the view's decorator wrote it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Django's way of chaining middleware."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        response = self.get_response(request)
        if response.status_code == 405 and isinstance(response, HttpResponse):
            response.content = response.content or render_to_string("405.html").encode()
        return response
