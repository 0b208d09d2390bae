"""Who may enter a view at all, where that depends on the person alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse

View = Callable[..., HttpResponse]


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
