"""Where nothing can be kept for a while, the answer is 503 with what was typed, not an error."""

import logging
import sys
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csp import get_nonce
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.template.loader import render_to_string
from django.views import defaults

from inglenook.foundation.kept import kept_fields
from inglenook.foundation.shell import Shell
from inglenook.foundation.trouble import Trouble, note_refusal, trouble_of

log = logging.getLogger(__name__)


class BusyInsteadOfError:
    """Turn a locked or lost database, or a full disk, into a page that keeps what was typed.

    SQLite has waited five seconds for a lock by then, and so has PostgreSQL. A form's fields stand
    in the page, hidden but for the longest, so that nothing that was written is lost; secrets and
    files must be given again.
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
    trouble = trouble_of(reason)
    if trouble is None:
        return None
    log.warning("Not now (%s): %s %s", trouble, request.method, request.path)
    note_refusal(trouble)
    return HttpResponse(busy_page(request, trouble), status=503, headers={"Retry-After": "3"})


def busy_page(request: HttpRequest, trouble: Trouble) -> str:
    """Render the page without asking the database anything."""
    if "CSRF_COOKIE" not in request.META:
        # Raised before the token was looked at: the page must carry the one that the browser has.
        CsrfViewMiddleware(lambda _: HttpResponse()).process_request(request)
    fields = kept_fields(request)
    longest = max(fields, key=lambda field: len(field[1]), default=("", ""))[0]
    context = {
        "shell": Shell(),
        "csp_nonce": get_nonce(request),
        "csrf_token": get_token(request),
        "sentence": trouble.sentence,
        "fields": [(name, value, name == longest) for name, value in fields],
        "action": request.get_full_path() if request.method == "POST" else "",
    }
    return render_to_string("site/busy.html", context)
