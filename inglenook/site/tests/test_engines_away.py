"""PostgreSQL or Valkey away for a while: said in plain words, nothing lost, back by itself."""

import http.client
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from inglenook.site.tests import processes
from inglenook.site.tests.guests import Guest, again, host_of
from inglenook.site.tests.lines import Line
from inglenook.site.tests.processes import until

pytestmark = pytest.mark.postgres_only
NAME = "bending"


@dataclass
class House:
    """A running house whose engines are at the other end of lines."""

    host: Guest
    thread: str
    port: int
    database: Line
    valkey: Line

    def reads(self) -> set[int]:
        return {self.host.get(path)[0] for path in (self.thread, "/garage/", "/")}

    def state(self) -> str:
        return self.host.get("/operator/state/")[1].partition("What is well")[0]

    def hears(self) -> int:
        """What a browser gets that opens the stream."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        line.request("GET", "/live/?community=garage", headers={"Cookie": self.host.cookies()})
        status = line.getresponse().status
        line.close()
        return status


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    server = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)".encode())
        connection.execute(f"CREATE DATABASE {NAME}".encode())
    database, valkey = line_to(f"{server}/{NAME}"), line_to(os.environ["VALKEY_URL"])
    engines = {"DATABASE_URL": database[1], "VALKEY_URL": valkey[1]}
    home: Path = tmp_path_factory.mktemp("away") / "home"
    try:
        with processes.up(home, WORKERS="1", **engines) as (_process, port):
            host, thread = host_of(home, port, **engines)
            yield House(host, thread, port, database[0], valkey[0])
    finally:
        database[0].close()
        valkey[0].close()


def line_to(url: str) -> tuple[Line, str]:
    """A line to the server of this URL, and the URL by which it is reached over the line."""
    parts = urlsplit(url)
    line = Line(parts.hostname or "127.0.0.1", parts.port or 0)
    return line, url.replace(f":{parts.port}/", f":{line.port}/")


@pytest.mark.parametrize("away", ["cut", "hang"])
def test_without_valkey_everything_goes_on_and_limits_hold(house: House, away: str) -> None:
    getattr(house.valkey, away)()
    try:
        assert house.reads() == {200}
        assert house.host.post(f"{house.thread}reply/", of=house.thread, text=away)[0] == 200
        assert house.hears() == 200
        assert until(lambda: "Valkey can’t be reached" in house.state())
        stranger = Guest(house.port)
        form = stranger.form("/account/login/") | {"login": "hedda@example.org"}
        wrong = [stranger.send("/account/login/", form, password=f"no{n}")[0] for n in range(12)]
        assert 429 in wrong, wrong
    finally:
        house.valkey.mend()
    assert until(lambda: "Valkey can’t be reached" not in house.state())


def test_without_postgresql_pages_say_so_and_come_back_by_themselves(house: House) -> None:
    form = house.host.form(house.thread)
    house.database.cut()
    try:
        status, page = house.host.get(house.thread)
        assert status == 503 and "can’t reach its database" in page
        status, page = house.host.send(f"{house.thread}reply/", form, text="what I wanted to say")
        assert status == 503 and "can’t reach its database" in page
        assert "what I wanted to say" in page
        assert house.reads() == {503}
        assert Guest(house.port).get("/healthz")[0] == 200
        assert until(lambda: house.hears() == 503)
    finally:
        house.database.mend()
    assert until(lambda: house.reads() == {200})
    assert house.hears() == 200
    action = re.search(r'<form method="post" action="([^"]+)"', page)
    assert action and house.host.send(action[1], again(page))[0] == 200
    assert "what I wanted to say" in house.host.get(house.thread)[1]
    assert until(lambda: "Jobs have not run" not in house.state())
    assert "could not be reached" in house.state()
