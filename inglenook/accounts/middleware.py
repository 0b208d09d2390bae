"""Django's sessions, on pages that may not write."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpResponse

from inglenook.accounts.devices import recognise
from inglenook.foundation.readonly import writes


class Sessions(SessionMiddleware):
    """Tells a session which device it is of, and keeps GET from writing it.

    allauth drops a code that has run out when its page is asked for. Where the request may not
    write, what was only dropped is left for the next one that may: until then it is found and
    ignored again. Something *added* on GET is a mistake of ours and fails loudly.
    """

    def process_request(self, request: Any) -> None:
        super().process_request(request)
        request.session.device = recognise(request.headers.get("User-Agent", ""))

    def process_response(self, request: Any, response: HttpResponse) -> HttpResponse:
        session = getattr(request, "session", None)
        if session is not None and request.method not in ("GET", "HEAD", "OPTIONS"):
            if session.is_stale():
                # Written again, so that it lasts as long as it is used and says when that was.
                session.modified = True
        elif session is not None and session.modified and not writes(request):
            session.modified = not session.only_forgets()
        answer: HttpResponse = super().process_response(request, response)
        return answer
