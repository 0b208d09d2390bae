"""The page of results, and the few lines while somebody types."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from inglenook.conversations.queries.spaces import of_request
from inglenook.foundation.limits import Limit, rated
from inglenook.search import queries
from inglenook.search.pages import BEST, NEWEST, Asked, quick_hits, search_page

MOST_PAGES = 15
SEARCHES = Limit("search", 300, 60)
LONGEST = 200
"""Letters of a query that the page takes."""


def readers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For whoever may read anything here; to others there is nothing to search."""

    @wraps(view)
    def door(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (request.viewer.is_inside or request.viewer.audience_ids):
            raise Http404
        return view(request, *args, **kwargs)

    return door


@rated(SEARCHES, also_get=True)
@require_safe
@readers
def search(request: Any) -> HttpResponse:
    """What fits the query, of what this viewer may see."""
    asked = _asked(request.GET)
    page = search_page(request.viewer, request.community.slug, of_request(request), asked)
    return render(request, "search/results.html", {"page": page})


@rated(SEARCHES, also_get=True)
@require_safe
@readers
def quick(request: Any) -> HttpResponse:
    """Five places for the words so far, as JSON."""
    text = _text(request.GET)
    hits = quick_hits(request.viewer, request.community.slug, of_request(request), text)
    return JsonResponse({"hits": hits})


def _text(given: Any) -> str:
    return str(given.get("q", ""))[:LONGEST].replace("\x00", "").strip("\r\n")


def _asked(given: Any) -> Asked:
    """Nonsense in an address asks for nothing."""
    page = queries.key_of(given.get("page", "")) or 1
    kind = given.get("kind", "")
    return Asked(
        text=_text(given),
        sort=BEST if given.get("sort") == BEST else NEWEST,
        kind=kind if kind in ("board", "chat") else "",
        before=queries.key_of(given.get("before", "")),
        page=min(max(page, 1), MOST_PAGES),
    )
