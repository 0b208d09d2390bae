"""Pages that are the same for every stranger are kept as they were sent, and sent again.

A view that shows nothing of whoever asks *offers* its answer, with a question to the database that
says whether it still holds: whether a stranger may see the page, and whether anything on it has
changed. That question is asked each time. The headers are those of the first answer, all of them;
there is no nonce and no token in such a page.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase

from inglenook.foundation.memory import Kept

MOST = 2_000_000
"""Bytes of kept answers, in one process."""
# A token against forgery alone says nothing of a person, and such a page holds no form.
_UNKNOWN = re.compile(r"(csrftoken=\w*)?\Z", re.ASCII)


class Answer:
    """What was sent once, and whether it may be sent again."""

    __slots__ = ("body", "headers", "holds", "tag")

    def __init__(self, response: HttpResponse, holds: Callable[[], bool]) -> None:
        self.body = response.content
        self.headers = dict(response.items())
        self.tag = self.headers["ETag"]
        self.holds = holds

    def to(self, request: HttpRequest) -> HttpResponse:
        """The answer; 304 for whoever has it already (RFC 9110, 13.1.2: compared weakly)."""
        asked = request.META.get("HTTP_IF_NONE_MATCH", "")
        if not asked or self.tag.removeprefix("W/") not in asked:
            return HttpResponse(self.body, headers=self.headers)
        response = HttpResponseNotModified()
        for name, value in self.headers.items():
            if name not in ("Content-Encoding", "Content-Length", "Content-Type"):
                response.headers[name] = value
        return response


_kept: Kept[tuple[str, ...], Answer] = Kept(MOST)


def is_stranger(request: HttpRequest) -> bool:
    """Whether the request says nothing of whoever sends it."""
    return _UNKNOWN.match(request.META.get("HTTP_COOKIE", "")) is not None


def offer(request: HttpRequest, response: Any, holds: Callable[[], bool]) -> None:
    """Let a page be kept for strangers while `holds` answers yes; it asks one question."""
    if request.method in ("GET", "HEAD") and response.status_code == 200 and is_stranger(request):
        tag = hashlib.blake2b(response.content, digest_size=12).hexdigest()
        response.headers["ETag"] = f'W/"{tag}"'
        response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
        response.holds = holds


class SentAgain:
    """Stands before all other middleware, and answers strangers from what is kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") or not is_stranger(request):
            return self.get_response(request)
        meta = request.META
        key = (
            request.scheme or "",
            request.path_info,
            meta.get("QUERY_STRING", ""),
            meta.get("HTTP_ACCEPT_ENCODING", ""),
        )
        answer = _kept.get(key)
        if answer is not None:
            # Raises for a name that isn't ours, as it does for every other page.
            request.get_host()
            if answer.holds():
                return answer.to(request)
        response: Any = self.get_response(request)
        holds = getattr(response, "holds", None)
        if holds is None or response.cookies:
            return response  # type: ignore[no-any-return]
        answer = Answer(response, holds)
        _kept.put(key, answer, len(answer.body) + 2_000)
        return answer.to(request)
