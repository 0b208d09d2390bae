"""The bridge: what it lets through to Django, what it refuses, and which lane it takes."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.test import override_settings
from django.urls import path
from django.utils import translation

from inglenook.site.server import bodies, bridge
from inglenook.site.server.bridge import Bridge
from inglenook.site.server.routes import route_name

urlpatterns = [path("listed", lambda request: HttpResponse(), name="listed")]
pytestmark = pytest.mark.urls(__name__)


class Asked:
    """A stand-in for Django's handler that keeps what it was asked."""

    def __init__(self, answer: Callable[[dict[str, Any]], Any] | None = None) -> None:
        self.environ: dict[str, Any] = {}
        self.body = b""
        self.thread = ""
        self._answer = answer or (lambda environ: HttpResponse("ok"))

    def __call__(self, environ: dict[str, Any], start: Any) -> Any:
        self.environ, self.thread = environ, threading.current_thread().name
        self.body = environ["wsgi.input"].read()
        response = self._answer(environ)
        start(f"{response.status_code} OK", list(response.items()))
        return response


def scope_of(method: str = "GET", path: str = "/", *headers: tuple[str, str]) -> dict[str, Any]:
    return {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"q=1",
        "http_version": "1.1",
        "scheme": "http",
        "client": ("10.1.2.3", 999),
        "server": ("127.0.0.1", 8000),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers],
    }


async def ask(
    served: Bridge, scope: dict[str, Any], *pieces: bytes, hangs: bool = False
) -> tuple[int, dict[str, str], bytes]:
    """Ask, and return the status, the headers and the body; 0 where nothing was answered."""
    coming = [
        {"type": "http.request", "body": piece, "more_body": hangs or left > 0}
        for left, piece in zip(range(len(pieces) - 1, -1, -1), pieces, strict=True)
    ]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if coming:
            return coming.pop(0)
        if hangs:
            await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await served(scope, receive, send)
    if not sent:
        return 0, {}, b""
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(message["body"] for message in sent[1:])


@pytest.fixture
def served(tmp_path: Path) -> Callable[..., Bridge]:
    route_name.cache_clear()
    return lambda wsgi, proxies=0: Bridge(wsgi, tmp_path, proxies)


def test_django_gets_the_request_as_it_came(served: Callable[..., Bridge]) -> None:
    asked = Asked()
    headers = (("Content-Type", "text/x"), ("Cookie", "a=1"), ("Cookie", "b=2"), ("X-A", "1"))
    scope = scope_of("POST", "/größe/", *headers, ("Content-Length", "4"))
    status, _, body = asyncio.run(ask(served(asked), scope, b"ab", b"cd"))
    assert (status, body, asked.body) == (200, b"ok", b"abcd")
    wanted = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/größe/".encode().decode("latin-1"),
        "QUERY_STRING": "q=1",
        "REMOTE_ADDR": "10.1.2.3",
        "CONTENT_TYPE": "text/x",
        "CONTENT_LENGTH": "4",
        "HTTP_COOKIE": "a=1; b=2",
        "HTTP_X_A": "1",
    }
    assert {key: asked.environ[key] for key in wanted} == wanted


def test_nobody_smuggles_a_header_in(served: Callable[..., Bridge]) -> None:
    forged = (
        ("X_Forwarded_For", "1.1.1.1"),
        ("X-Forwarded-For", "2.2.2.2"),
        ("X-Forwarded-Proto", "https"),
        ("Forwarded", "for=3.3.3.3"),
        ("Proxy", "http://evil"),
        ("Remote_Addr", "4.4.4.4"),
        ("Content_Length", "0"),
    )
    asked = Asked()
    asyncio.run(ask(served(asked), scope_of("GET", "/", *forged)))
    assert not [key for key in asked.environ if "FORWARDED" in key or "PROXY" in key]
    assert asked.environ["REMOTE_ADDR"] == "10.1.2.3"
    asyncio.run(ask(served(asked, 1), scope_of("GET", "/", *forged)))
    assert asked.environ["HTTP_X_FORWARDED_FOR"] == "2.2.2.2"
    assert asked.environ["HTTP_X_FORWARDED_PROTO"] == "https"


@pytest.mark.parametrize(("method", "lane"), [("GET", "read"), ("HEAD", "read"), ("POST", "write")])
def test_each_kind_of_request_has_its_lane(
    served: Callable[..., Bridge], method: str, lane: str
) -> None:
    asked = Asked()
    asyncio.run(ask(served(asked), scope_of(method)))
    assert asked.thread.startswith(lane)


@override_settings(WRITES_ON_GET=("listed",))
def test_a_listed_route_takes_the_write_lane(served: Callable[..., Bridge]) -> None:
    asked = Asked()
    asyncio.run(ask(served(asked), scope_of("GET", "/listed")))
    assert asked.thread.startswith("write")


def test_a_write_that_waits_holds_up_no_read(served: Callable[..., Bridge]) -> None:
    free = threading.Event()

    def answer(environ: dict[str, Any]) -> HttpResponse:
        if environ["REQUEST_METHOD"] == "POST":
            free.wait(10)
        return HttpResponse("ok")

    async def both(house: Bridge) -> float:
        write = asyncio.create_task(ask(house, scope_of("POST")))
        await asyncio.sleep(0.05)
        began = time.monotonic()
        await ask(house, scope_of("GET"))
        waited = time.monotonic() - began
        free.set()
        await write
        return waited

    assert asyncio.run(both(served(Asked(answer)))) < 1


def test_a_line_too_long_is_told_to_come_again(
    served: Callable[..., Bridge], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bridge, "LONGEST_LINE", 2)
    free = threading.Event()

    scope = scope_of("POST", "/", ("Accept-Language", "de-AT,de;q=0.9"))

    async def crowd(house: Bridge) -> list[tuple[int, dict[str, str], bytes]]:
        asking = [asyncio.create_task(ask(house, scope)) for _ in range(4)]
        await asyncio.sleep(0.1)
        free.set()
        return sorted([await task for task in asking], key=lambda answer: answer[0])

    house = served(Asked(lambda environ: free.wait(10) and HttpResponse("ok")))
    answers = asyncio.run(crowd(house))
    assert [status for status, _, _ in answers] == [200, 200, 503, 503]
    with translation.override("de"):
        assert answers[-1][2].decode() == f"{bridge.BUSY}\n" != "ok\n"
    assert "The house" not in answers[-1][2].decode()


class TestBodies:
    """What a request may bring."""

    big = b"x" * 1024 * 1024
    kind = ("Content-Type", "application/octet-stream")

    def test_one_that_says_it_is_too_large_is_refused_unread(
        self, served: Callable[..., Bridge]
    ) -> None:
        asked = Asked()
        scope = scope_of("POST", "/", ("Content-Length", "3000000"))
        status, headers, body = asyncio.run(ask(served(asked), scope, self.big))
        assert status == 413 and headers["connection"] == "close"
        assert b"at most 2 MB" in body and not asked.environ

    def test_one_in_pieces_is_counted(self, served: Callable[..., Bridge]) -> None:
        asked = Asked()
        scope = scope_of("POST", "/", ("Transfer-Encoding", "chunked"))
        assert asyncio.run(ask(served(asked), scope, *[self.big] * 3))[0] == 413
        assert not asked.environ
        assert asyncio.run(ask(served(asked), scope, *[self.big] * 2))[0] == 200
        assert asked.environ["CONTENT_LENGTH"] == str(2 * 1024**2)

    @override_settings(LARGE_BODIES={"listed": 8 * 1024**2})
    def test_an_upload_is_for_who_has_a_session_and_lies_on_the_disk(
        self, served: Callable[..., Bridge]
    ) -> None:
        asked = Asked()
        chunked = ("Transfer-Encoding", "chunked")
        stranger = scope_of("POST", "/listed", chunked)
        assert asyncio.run(ask(served(asked), stranger, *[self.big] * 5))[0] == 413
        member = scope_of("POST", "/listed", chunked, ("Cookie", "sessionid=1"))
        assert asyncio.run(ask(served(asked), member, *[self.big] * 5))[0] == 200
        assert len(asked.body) == 5 * 1024**2
        assert asyncio.run(ask(served(asked), member, *[self.big] * 9))[0] == 413

    def test_patience_ends(
        self, served: Callable[..., Bridge], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(bodies, "PATIENCE", 0.05)
        scope = scope_of("POST", "/", ("Content-Length", "10"))
        assert asyncio.run(ask(served(Asked()), scope, b"abc", hangs=True))[0] == 408

    def test_who_hangs_up_is_not_answered(self, served: Callable[..., Bridge]) -> None:
        asked = Asked()
        scope = scope_of("POST", "/", ("Content-Length", "10"))
        assert asyncio.run(ask(served(asked), scope))[0] == 0
        assert not asked.environ


def test_a_file_is_streamed_and_closed(served: Callable[..., Bridge], tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"z" * 300_000)
    file = (tmp_path / "large").open("rb")
    house = served(Asked(lambda environ: FileResponse(file)))
    status, headers, body = asyncio.run(ask(house, scope_of()))
    assert (status, headers["content-length"], len(body)) == (200, "300000", 300_000)
    assert file.closed


def test_a_stream_is_read_beside_the_lanes(served: Callable[..., Bridge]) -> None:
    threads = set()

    def pieces() -> Iterator[bytes]:
        for _ in range(3):
            threads.add(threading.current_thread().name)
            yield b"piece "

    house = served(Asked(lambda environ: StreamingHttpResponse(pieces())))
    assert asyncio.run(ask(house, scope_of()))[2] == b"piece " * 3
    assert not any(name.startswith(("read", "write")) for name in threads)


def test_lifespan_is_answered(served: Callable[..., Bridge]) -> None:
    async def live(house: Bridge) -> list[str]:
        coming = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
        sent: list[str] = []

        async def receive() -> dict[str, Any]:
            return coming.pop(0)

        async def send(message: dict[str, Any]) -> None:
            sent.append(message["type"])

        await house({"type": "lifespan"}, receive, send)
        return sent

    wanted = ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert asyncio.run(live(served(Asked()))) == wanted


def test_the_limit_of_the_bridge_is_the_limit_of_django() -> None:
    assert settings.BODY_LIMIT == settings.DATA_UPLOAD_MAX_MEMORY_SIZE
