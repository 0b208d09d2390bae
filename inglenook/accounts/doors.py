"""Who may enter a view at all, where that depends on the person alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address, ip_network
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse

View = Callable[..., HttpResponse]


def who_asks(request: Any) -> str:
    """Whom to count for a limit: the person, or the network that a stranger comes from."""
    if request.session.person is not None:
        return f"p{request.session.person.pk}"
    try:
        address = ip_address(get_adapter(request).get_client_ip(request))
    except (PermissionDenied, ValueError):
        return "a"
    # One line has as many addresses of IPv6 as it likes below its first 64 bits.
    bits = 64 if address.version == 6 else 32
    return f"a{ip_network((address, bits), strict=False)}"


def signed_in(view: View) -> View:
    """For whoever has an account; others sign in first and come back."""

    @wraps(view)
    def door(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.session.person is None:
            back = request.get_full_path() if request.method == "GET" else "/"
            return redirect_to_login(back, "/account/login/")
        return view(request, *args, **kwargs)

    return door


def operators(view: View) -> View:
    """For the operator; to all others it doesn't exist."""

    @wraps(view)
    def door(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        person = request.session.person
        if person is None or not person.is_operator:
            raise Http404
        return view(request, *args, **kwargs)

    return door
