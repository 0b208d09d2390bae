"""Counts what comes to each door, by person and by network, and says when to come again."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address, ip_network
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from inglenook.foundation.kept import kept_fields
from inglenook.foundation.limits import Limit, TooOften, rate_of, spend, spend_of_crowd


def network_of(request: HttpRequest) -> str:
    """The network that a request comes from, as far as the proxies that are named can be trusted.

    One line has as many addresses of IPv6 as it likes below its first 64 bits.
    """
    try:
        address = ip_address(get_adapter(request).get_client_ip(request))
    except (PermissionDenied, ValueError):
        return ""
    bits = 64 if address.version == 6 else 32
    return str(ip_network((address, bits), strict=False))


def count(request: Any, limit: Limit) -> None:
    """Count a request for the person and for their network; of strangers, for the network alone.

    Raises:
        TooOften: when either is over the limit.
    """
    person, network = request.session.person, network_of(request)
    if person is None:
        spend(limit, f"a{network}")
    else:
        spend(limit, f"p{person.pk}")
        spend_of_crowd(limit, network)


class RatedDoors:
    """Before a view runs, its rate is counted; what is over it is answered with 429."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Django's way of chaining middleware."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        return self.get_response(request)

    def process_view(
        self, request: Any, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Called by Django before the view."""
        limit = rate_of(view, request.method)
        if limit is None:
            return None
        try:
            count(request, limit)
        except TooOften as tired:
            return too_often(request, tired)
        return None

    def process_exception(self, request: Any, error: Exception) -> HttpResponseBase | None:
        """Called by Django with what a view has raised, which may count more than its door does."""
        return too_often(request, error) if isinstance(error, TooOften) else None


def too_often(request: Any, tired: TooOften) -> HttpResponse:
    """The page for whoever has to wait, with what they typed, to be sent again."""
    context = {
        "sentence": tired.sentence,
        "fields": kept_fields(request),
        "action": request.get_full_path() if request.method == "POST" else "",
    }
    answer = render(request, "too_often.html", context, status=429)
    answer.headers["Retry-After"] = str(tired.seconds)
    return answer
