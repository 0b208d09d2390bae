"""`/live/`: the server-sent stream of a community, for those inside it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.db import Error as AnyDatabaseError
from django.http.cookie import parse_cookie
from django.http.request import split_domain_port, validate_host

from inglenook.live import events
from inglenook.live.ending import when_told_to_end
from inglenook.live.hub import Hub, TooManyError
from inglenook.live.lane import Lane, LaneFullError
from inglenook.live.queries.access import claim_of
from inglenook.live.subscriber import Subscriber

type Scope = dict[str, Any]
type Receive = Callable[[], Awaitable[dict[str, Any]]]
type Send = Callable[[dict[str, Any]], Awaitable[None]]

_SLUG = re.compile(r"[-\w]{1,60}", re.ASCII)
PATIENCE = 30.0
"""Seconds that a reader may take for what was sent."""
STREAM = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"private, no-store, no-transform"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
]


class Live:
    """The ASGI application; one a worker."""

    def __init__(self) -> None:
        """The hub begins with the first stream, on the loop that serves it."""
        self._lane = Lane()
        self._hub: Hub | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, as ASGI 3 asks for."""
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        if scope["path"] != "/live/":
            await _refuse(send, 404, "There is nothing here.")
        elif scope["method"] != "GET":
            await _refuse(send, 405, "A stream is read.", (b"allow", b"GET"))
        elif not _from_here(headers):
            await _refuse(send, 403, "Only pages of this house may listen.")
        else:
            await self._answer(scope, headers, receive, send)

    async def _answer(
        self, scope: Scope, headers: dict[bytes, str], receive: Receive, send: Send
    ) -> None:
        asked = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=10)
        slug = asked.get("community", [""])[0]
        slug = slug if _SLUG.fullmatch(slug) else ""
        cookie = parse_cookie(headers.get(b"cookie", "")).get(settings.SESSION_COOKIE_NAME, "")
        since = _number(headers.get(b"last-event-id") or asked.get("last", [""])[0])
        try:
            wanted = bool(cookie and slug)
            claim = await self._lane.run(lambda: claim_of(cookie, slug)) if wanted else None
            if claim is None:
                await _refuse(send, 404, "There is nothing here.")
                return
            listener = self.hub.join(claim, since)
        except TooManyError:
            await _refuse(send, 429, "Too many streams are open.", (b"retry-after", b"30"))
        except (LaneFullError, AnyDatabaseError):
            await _refuse(send, 503, "Please try again in a moment.", (b"retry-after", b"3"))
        else:
            await self._stream(listener, receive, send)

    @property
    def hub(self) -> Hub:
        """The listeners of this worker."""
        if self._hub is None:
            self._hub = Hub(self._lane)
            when_told_to_end(self._hub.close)
        return self._hub

    async def _stream(self, listener: Subscriber, receive: Receive, send: Send) -> None:
        ear = asyncio.create_task(_until_hung_up(listener, receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": STREAM})
            words: bytes | None = events.BEGIN
            while words is not None:
                piece = {"type": "http.response.body", "body": words, "more_body": True}
                await asyncio.wait_for(send(piece), PATIENCE)
                words = await listener.words()
            await asyncio.wait_for(send({"type": "http.response.body", "body": b""}), PATIENCE)
        except (TimeoutError, OSError, RuntimeError):
            # Whoever reads too slowly, or no longer, comes again and is told what was missed.
            pass
        finally:
            ear.cancel()
            self.hub.leave(listener)

    def close(self) -> None:
        """Let go of the database."""
        self._lane.close()


async def _until_hung_up(listener: Subscriber, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.end()


def _from_here(headers: dict[bytes, str]) -> bool:
    """Whether the request names this house, and comes from a page of it where the browser says."""
    host = headers.get(b"host", "")
    domain, _port = split_domain_port(host)
    if not domain or not validate_host(domain, settings.ALLOWED_HOSTS):
        return False
    if headers.get(b"sec-fetch-site", "same-origin") != "same-origin":
        return False
    origin = headers.get(b"origin")
    return origin is None or urlsplit(origin).netloc.lower() == host.lower()


def _number(typed: str) -> int | None:
    if typed.isascii() and typed.isdecimal() and len(typed) < 19:
        return int(typed)
    return None


async def _refuse(send: Send, status: int, sentence: str, *more: tuple[bytes, bytes]) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"cache-control", b"private, no-store"),
        (b"x-content-type-options", b"nosniff"),
        *more,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{sentence}\n".encode()})


application = Live()
