"""The ASGI application: pages go to Django in one of two lanes, streams stay on the loop."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from inglenook.site.server.bodies import (
    IN_MEMORY,
    PATIENCE,
    BodyError,
    GoneError,
    Receive,
    read_body,
)
from inglenook.site.server.environ import Scope, wsgi_environ
from inglenook.site.server.lanes import Lane, LaneFullError
from inglenook.site.server.log import LONG, answered
from inglenook.site.server.routes import body_limit, reads, route_name
from inglenook.site.server.static import StaticFiles

type Send = Callable[[dict[str, Any]], Awaitable[None]]
type Headers = list[tuple[bytes, bytes]]
type Application = Callable[[Scope, Receive, Send], Awaitable[None]]

# Beyond this many, a request would wait longer than a person does.
LONGEST_LINE = 128
_LIVE = "inglenook.live.asgi"
BUSY = _("The house is very busy. Please load the page again in a moment.")
log = logging.getLogger(__name__)


@dataclass
class Answer:
    """What Django answered: whole, or in pieces that are still to be read."""

    status: int
    headers: Headers
    whole: bytes
    pieces: Iterator[bytes] | None
    close: Callable[[], None]


class Bridge:
    """Serve `wsgi` (Django's handler), the static files, and the live streams."""

    def __init__(self, wsgi: Any, folder: Path, proxies: int) -> None:
        """`folder` takes large bodies; `proxies` is how many stand in front."""
        self._wsgi = wsgi
        self._folder = folder
        self._proxies = proxies
        self._read = Lane("read", LONGEST_LINE)
        self._write = Lane("write", LONGEST_LINE)
        self._large = asyncio.Semaphore(2)
        self._static = StaticFiles()
        self._live: Application | None = None
        if find_spec("inglenook.live") and find_spec(_LIVE):
            self._live = import_module(_LIVE).application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, as ASGI 3 asks for."""
        if scope["type"] == "lifespan":
            await self._lifespan(scope, receive, send)
        elif scope["type"] != "http":
            await send({"type": "websocket.close"})
        elif self._live and scope["path"].startswith("/live/"):
            await self._live(scope, receive, send)
        else:
            try:
                await self._page(scope, receive, send)
            except BodyError as refusal:
                await _say(scope, send, refusal.status, refusal)
            except LaneFullError:
                await _say(scope, send, 503, BUSY)
            except GoneError:
                pass

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        method, path = scope["method"], scope["path"]
        if path.startswith("/static/") and method in ("GET", "HEAD"):
            found = self._static.find(scope)
            if found:
                status, headers, pieces = found
                await self._send(send, Answer(status, headers, b"", pieces, lambda: None))
                return
        lane = self._read if reads(method, path) else self._write
        body, length = await self._body(scope, receive, body_limit(method, path))
        environ = wsgi_environ(scope, body, length, self._proxies)
        began = time.monotonic()
        answer = await lane.run(lambda: self._ask(environ, body))
        took = time.monotonic() - began
        if answer.status >= 500 or took > LONG:
            number = answered(method, route_name(path), answer.status, took)
            answer.headers.append((b"x-request-id", number.encode()))
        await self._send(send, answer)

    async def _body(self, scope: Scope, receive: Receive, limit: int) -> tuple[IO[bytes], int]:
        """Read the body; a large one for somebody who may be signed in, and two at a time."""
        cookie = any(name == b"cookie" for name, _ in scope["headers"])
        if limit <= IN_MEMORY or not cookie:
            return await read_body(scope, receive, min(limit, IN_MEMORY), self._folder)
        try:
            await asyncio.wait_for(self._large.acquire(), PATIENCE)
        except TimeoutError:
            raise LaneFullError from None
        try:
            return await read_body(scope, receive, limit, self._folder)
        finally:
            self._large.release()

    def _ask(self, environ: dict[str, Any], body: IO[bytes]) -> Answer:
        """Ask Django, in the lane's thread."""
        said: list[Any] = []
        response = self._wsgi(environ, lambda status, headers: said.extend((status, headers)))
        body.close()
        headers = [(n.lower().encode("latin-1"), v.encode("latin-1")) for n, v in said[1]]
        status = int(said[0][:3])
        if response.streaming:
            return Answer(status, headers, b"", iter(response), response.close)
        whole = b"".join(response)
        response.close()
        return Answer(status, headers, whole, None, lambda: None)

    async def _send(self, send: Send, answer: Answer) -> None:
        start = {"type": "http.response.start", "status": answer.status, "headers": answer.headers}
        await send(start)
        if answer.pieces is None:
            await send({"type": "http.response.body", "body": answer.whole})
            return
        # A reader may be slow, so pieces are read beside the lanes, never in one.
        try:
            while (piece := await asyncio.to_thread(next, answer.pieces, None)) is not None:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            await asyncio.to_thread(answer.close)

    async def _lifespan(self, scope: Scope, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                self._read.close()
                self._write.close()
                await send({"type": "lifespan.shutdown.complete"})
                return
            await send({"type": "lifespan.startup.complete"})


def _wished(scope: Scope) -> str:
    """The language that the browser asks for."""
    request = HttpRequest()
    for name, value in scope["headers"]:
        if name == b"accept-language":
            request.META["HTTP_ACCEPT_LANGUAGE"] = value.decode("latin-1")
    return translation.get_language_from_request(request)


async def _say(scope: Scope, send: Send, status: int, sentence: object) -> None:
    """Answer with one plain sentence, for what never reached Django."""
    with translation.override(_wished(scope)):
        body = f"{sentence}\n".encode()
    headers: Headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"cache-control", b"private, no-store"),
        (b"connection", b"close"),
    ]
    if status == 503:
        headers.append((b"retry-after", b"3"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
