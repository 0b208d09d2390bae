"""Where the database stays locked, the answer is 503 with what was typed, not an error."""

import logging
import sys
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csp import get_nonce
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.views import defaults

from inglenook.foundation.kept import kept_fields
from inglenook.foundation.shell import Shell

log = logging.getLogger(__name__)


class BusyInsteadOfError:
    """Turn "database is locked" into a page that offers to send the same again.

    SQLite has waited five seconds by then. A form's fields stand in the page, hidden, so that
    nothing that was written is lost; secrets and files must be given again.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Django's way of chaining middleware."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, reason: Exception) -> HttpResponse | None:
        """Called by Django with what a view has raised."""
        return _busy(request, reason)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """Answer what was raised outside a view, such as by a session that could not be kept.

    Named as `handler500`: Django calls it while it handles the exception.
    """
    return _busy(request, sys.exception()) or defaults.server_error(request)


def _busy(request: HttpRequest, reason: BaseException | None) -> HttpResponse | None:
    if not isinstance(reason, OperationalError) or not _temporary(reason):
        return None
    log.warning("The database was too busy for %s %s", request.method, request.path)
    return HttpResponse(busy_page(request), status=503, headers={"Retry-After": "3"})


def busy_page(request: HttpRequest) -> str:
    """Render the page without asking the database anything."""
    context = {
        "shell": Shell(),
        "csp_nonce": get_nonce(request),
        "csrf_token": get_token(request),
        "fields": kept_fields(request),
        "action": request.get_full_path() if request.method == "POST" else "",
    }
    return render_to_string("site/busy.html", context)


def _temporary(reason: OperationalError) -> bool:
    """Say whether it is worth trying again (SQLite: locked; PostgreSQL: 55P03, 40P01)."""
    state = getattr(reason.__cause__, "sqlstate", None)
    return "locked" in str(reason) or state in ("55P03", "40P01", "57014")
