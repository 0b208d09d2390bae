"""The application by itself: slow readers, a database that is away, odd requests."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.db import OperationalError, connections

from inglenook.live import asgi, events, hub, step, subscriber
from inglenook.live.asgi import Live
from inglenook.live.queries.access import Claim
from inglenook.live.subscriber import Subscriber
from inglenook.search.tests.cast import House, cookie_of, house

pytestmark = pytest.mark.django_db(transaction=True)

CLAIM = Claim("hash", 1, 1, 1, 1, 1)


@pytest.fixture(name="live")
def _live() -> Iterator[Live]:
    live = Live()
    yield live
    live.close()


@pytest.fixture(name="garage")
def _garage(transactional_db: None) -> House:
    return house()


def scope(cookie: str = "", **more: Any) -> dict[str, Any]:
    headers = [(b"host", b"127.0.0.1"), *more.pop("headers", [])]
    if cookie:
        headers.append((b"cookie", f"sessionid={cookie}".encode()))
    asked: dict[str, Any] = {
        "type": "http",
        "method": "GET",
        "path": "/live/",
        "query_string": b"community=garage",
        "headers": headers,
    }
    return asked | more


class Reader:
    """Somebody who asks and, unless `deaf`, reads."""

    def __init__(self, live: Live, asked: dict[str, Any]) -> None:
        self.status = 0
        self.bytes = b""
        self.deaf = False
        self.hung_up = asyncio.Event()
        self.task = asyncio.create_task(live(asked, self.receive, self.send))

    async def receive(self) -> dict[str, Any]:
        await self.hung_up.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        if self.deaf:
            await asyncio.sleep(3600)
        self.status = message.get("status", self.status)
        self.bytes += message.get("body", b"")

    async def until(self, true: Callable[[], object], seconds: float = 5) -> bool:
        """Wait for it; whether it came."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not true():  # noqa: ASYNC110 - what it waits for has no event
                    await asyncio.sleep(0.02)
        return bool(true())


async def elsewhere(deed: Callable[..., object], *arguments: object) -> None:
    """Do it in a thread, whose connection ends with it."""

    def work() -> None:
        try:
            deed(*arguments)
        finally:
            connections.close_all()

    await asyncio.to_thread(work)


def run(work: Callable[[], Awaitable[None]]) -> None:
    """Run it on a loop of its own."""

    async def bounded() -> None:
        async with asyncio.timeout(30):
            await work()

    asyncio.run(bounded())


def refused(live: Live, asked: dict[str, Any]) -> int:
    """The status of a request that gets no stream."""
    found: list[int] = []

    async def work() -> None:
        reader = Reader(live, asked)
        await reader.task
        found.append(reader.status)

    run(work)
    return found[0]


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"method": "POST"}, 405),
        ({"path": "/live/more/"}, 404),
        ({"query_string": b""}, 404),
        ({"query_string": b"community=%00%ff&last=x"}, 404),
        ({"headers": [(b"host", b"evil.example")]}, 403),
        ({"headers": [(b"origin", b"http://evil.example")]}, 403),
        ({"headers": [(b"origin", b"https://127.0.0.1.evil.example")]}, 403),
    ],
)
def test_odd_requests_are_refused(live: Live, garage: House, more: Any, status: int) -> None:
    assert refused(live, scope(cookie_of(garage.member("mia").person), **more)) == status


def test_listener_is_told_and_forgotten(live: Live, garage: House) -> None:
    cookie = cookie_of(garage.member("mia").person)
    workshop = garage.space("Workshop")

    async def work() -> None:
        reader = Reader(live, scope(cookie))
        assert await reader.until(lambda: b"event: here" in reader.bytes)
        reader.bytes = b""
        await elsewhere(garage.thread, workshop, "Lead", "A canary.", "mo")
        assert await reader.until(lambda: f'"space:{workshop.pk}"'.encode() in reader.bytes, 2)
        assert len(live.hub) == 1
        reader.hung_up.set()
        await reader.task
        assert len(live.hub) == 0

    run(work)


def test_last_id_may_stand_in_the_address(live: Live, garage: House) -> None:
    cookie = cookie_of(garage.member("mia").person)

    async def work() -> None:
        asked = scope(cookie, query_string=b"community=garage&last=999999")
        reader = Reader(live, asked)
        assert await reader.until(lambda: b"event: reload" in reader.bytes)
        reader.hung_up.set()
        await reader.task

    run(work)


def test_deaf_reader_is_let_go(live: Live, garage: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "PATIENCE", 0.5)
    cookie = cookie_of(garage.member("mia").person)

    async def work() -> None:
        reader = Reader(live, scope(cookie))
        assert await reader.until(lambda: b"event: here" in reader.bytes)
        reader.deaf = True
        await elsewhere(garage.space, "Workshop")
        await asyncio.wait_for(reader.task, 5)
        assert len(live.hub) == 0

    run(work)


def test_streams_end_where_access_cannot_be_checked(
    live: Live, garage: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "UNCHECKED", 1.0)
    cookie = cookie_of(garage.member("mia").person)

    def away(*args: object, **kwargs: object) -> None:
        raise OperationalError("the database is away")

    async def work() -> None:
        reader = Reader(live, scope(cookie))
        assert await reader.until(lambda: b"event: here" in reader.bytes)
        monkeypatch.setattr(step, "look", away)
        await asyncio.wait_for(reader.task, 5)
        assert len(live.hub) == 0

    run(work)


def test_the_next_stream_works_after_the_last_one_left(live: Live, garage: House) -> None:
    cookie = cookie_of(garage.member("mia").person)

    async def work() -> None:
        for _turn in range(3):
            reader = Reader(live, scope(cookie))
            assert await reader.until(lambda r=reader: b"event: here" in r.bytes)  # type: ignore[misc]
            reader.hung_up.set()
            await reader.task

    run(work)


def test_too_much_waiting_ends_a_stream() -> None:
    async def work() -> None:
        listener = Subscriber(1, CLAIM)
        for n in range(subscriber.MOST_WAITING):
            listener.push(events.here(n))
        assert not listener.ended
        listener.push(events.here(0))
        assert listener.ended
        assert await listener.words() is None

    run(work)


def test_heartbeat_keeps_the_line_and_old_streams_begin_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(subscriber, "HEARTBEAT_EVERY", 0.01)

    async def work() -> None:
        assert await Subscriber(1, CLAIM).words() == events.HEARTBEAT
        monkeypatch.setattr(subscriber, "LIFETIME", -1.0)
        assert await Subscriber(2, CLAIM).words() is None

    run(work)
