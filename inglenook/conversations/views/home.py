"""A member's home; strangers at the same address see the community's landing page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from inglenook.communities.doors import inside
from inglenook.communities.views.landing import landing
from inglenook.conversations.queries import spaces
from inglenook.conversations.queries.home import home_page


@require_safe
def home(request: Any) -> HttpResponse:
    """Home for whoever is in, the landing page for all others."""
    if not request.viewer.is_inside:
        return landing(request)
    return render(request, "conversations/home.html", {"page": _page(request)})


@require_safe
@inside
def fresh(request: Any) -> HttpResponse:
    """The live region of the home."""
    return render(request, "conversations/home.html", {"page": _page(request)})


def _page(request: Any) -> Any:
    return home_page(
        request.viewer,
        request.community.slug,
        request.membership,
        spaces.of_request(request),
        request.community.purpose,
    )
