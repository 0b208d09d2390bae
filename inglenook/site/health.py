"""What machines ask: whether this worker answers, and whether the house is well."""

from __future__ import annotations

from django.db import Error as AnyDatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from inglenook.foundation import conditions
from inglenook.foundation.conditions import State


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that this worker answers; it asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Name each part and its state, and nothing else; 503 where one is wrong.

    Looked at anew every few seconds, however often it is asked.
    """
    try:
        parts = conditions.states()
    except AnyDatabaseError:
        parts = {"database": State.WRONG}
    wrong = State.WRONG in parts.values()
    body = {"ok": not wrong, "parts": parts}
    return JsonResponse(body, status=503 if wrong else 200)
