"""A house in trouble: reading goes on, what is written is taken later or given back, and told."""

import http.client
import json
import os
import re
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pysqlite3 as sqlite
import pytest

from inglenook.site.tests import faults, processes
from inglenook.site.tests.guests import Guest, again, host_of
from inglenook.site.tests.processes import alive, children_of, until

pytestmark = pytest.mark.sqlite_only
WRITERS = 50


class House:
    """A running house with a host and a thread."""

    def __init__(self, home: Path, pid: int, port: int) -> None:
        self.home, self.pid, self.port = home, pid, port
        self.host, self.thread = host_of(home, port)
        self.form = self.host.form(self.thread)

    @property
    def database(self) -> Path:
        return self.home / "inglenook.sqlite3"

    def reply(self, words: str) -> tuple[int, str]:
        return self.host.send(f"{self.thread}reply/", self.form, text=words)

    def reads(self) -> list[int]:
        """The status of each page, and of what a page is made of."""
        page = self.host.get(self.thread)[1]
        style = re.search(r'href="(/static/house[^"]+)"', page)
        paths = (self.thread, "/garage/", "/", style[1] if style else "/no-style-in-the-page")
        return [self.host.get(path)[0] for path in paths]

    def texts(self) -> list[str]:
        with closing(sqlite.connect(str(self.database), timeout=20)) as connection:
            return [
                text for (text,) in connection.execute("SELECT markdown FROM conversations_post")
            ]

    def state(self) -> str:
        return self.host.get("/operator/state/")[1].partition("What is well")[0]

    def part(self, name: str) -> list[int]:
        """The processes of this part of the house, the oldest first."""
        found = {pid: Path(f"/proc/{pid}/cmdline").read_text() for pid in children_of(self.pid)}
        return sorted(pid for pid, command in found.items() if name in command and alive(pid))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home = tmp_path_factory.mktemp("bending") / "home"
    with processes.up(home) as (process, port):
        yield House(home, process.pid, port)


def test_locked_database_keeps_fifty_texts_and_no_page_waits(house: House) -> None:
    answers: dict[str, tuple[int, str]] = {}

    def write(number: int) -> None:
        answers[f"text {number} of many"] = house.reply(f"text {number} of many")

    with ThreadPoolExecutor(WRITERS) as crowd, faults.held(house.database):
        since = time.monotonic()
        for number in range(WRITERS):
            crowd.submit(write, number)
        assert until(lambda: any(status == 503 for status, _ in answers.values()))
        for _ in range(5):
            assert set(house.reads()) == {200}
        assert not any(status == 200 for status, _ in answers.values())
        assert "was locked for too long" in house.state()
        # The lock is a long one: those who wait in line meet it too.
        until(lambda: time.monotonic() - since > 8)
    assert len(answers) == WRITERS
    statuses = {status for status, _ in answers.values()}
    assert {200, 503} == statuses, statuses
    for words, (status, page) in answers.items():
        if status == 503:
            assert "The house is very busy" in page and words in page
            action = re.search(r'<form method="post" action="([^"]+)"', page)
            assert action and house.host.send(action[1], again(page))[0] == 200
    # Every text is there, each once.
    assert sorted(set(answers) & set(house.texts())) == sorted(answers)
    assert len(house.texts()) == WRITERS + 1


def test_worker_that_is_gone_is_told_and_started_again(house: House) -> None:
    worker = house.part("server.worker")[0]
    os.kill(worker, signal.SIGSTOP)
    try:
        # It lives and does nothing, which no supervisor sees.
        with faults.held(house.database) as other:
            other.execute("UPDATE foundation_condition SET looked_at = datetime('now', '-1 hour')")
            other.execute("COMMIT")
            other.execute("BEGIN")
        assert until(lambda: "Jobs have not run since" in house.state())
        assert set(house.reads()) == {200}
        assert house.reply("while no job runs")[0] == 200
    finally:
        os.kill(worker, signal.SIGKILL)
    assert until(lambda: house.part("server.worker") not in ([], [worker]))
    assert until(lambda: "Jobs have not run since" not in house.state())


def test_machines_are_told_of_each_part_and_of_nothing_else(house: House) -> None:
    stranger = Guest(house.port)
    told = json.loads(stranger.get("/readyz")[1])
    assert {"database", "disk", "worker", "letters"} <= set(told["parts"])
    assert set(told) == {"ok", "parts"}
    assert set(told["parts"].values()) <= {"fine", "note", "wrong"}
    assert stranger.get("/healthz") == (200, "ok\n")


def test_log_holds_nothing_that_anybody_typed(house: House) -> None:
    canary, stranger = "canaryword", Guest(house.port)
    login = stranger.form("/account/login/")
    typed = {"login": f"{canary}@example.org", "password": f"{canary}-password"}
    stranger.send("/account/login/", login, **typed)
    stranger.send("/account/login/code/", login, email=f"{canary}@example.org")
    for path in ("/setup/{}/", "/enter/{}/", "/garage/join/{}/", "/garage/search/?q={}"):
        assert house.host.get(path.format(canary))[0] in (200, 302, 404, 410, 422)
    # What is refused and what fails is what logs are written for.
    with faults.held(house.database):
        assert house.reply(f"{canary} in a post")[0] == 503
    lines = (house.home.parent / "home.log").read_text().splitlines()
    told = [json.loads(line) for line in lines if line.startswith("{")]
    failed = [line for line in told if line.get("route") == "conversations:reply"]
    assert failed and {"request", "method", "status", "ms"} <= set(failed[-1]), told[-3:]
    secrets = (canary, "hedda@example.org", *house.host.cookies().split("; "))
    assert not [word for word in secrets if word in "\n".join(lines)]


def test_full_disk_keeps_texts_and_catches_up_by_itself(tmp_path: Path) -> None:
    home = tmp_path / "small"
    with faults.small_disk(home, 64), processes.up(home, WORKERS="1") as (process, port):
        house = House(home, process.pid, port)
        with faults.filled(home):
            words, page = fill_up(house)
            assert "The disk of this server is full" in page and words in page
            assert set(house.reads()) == {200}
            assert "The disk is nearly full" in house.state()
            assert Guest(port).get("/")[0] == 200
            assert announced(port, "/garage/import/", 9_000_000) == 507
        assert house.host.send(f"{house.thread}reply/", again(page))[0] == 200
        assert words in house.host.get(house.thread)[1]
        assert until(lambda: "Jobs have not run" not in house.state())


def announced(port: int, path: str, size: int) -> int:
    """The answer to whoever says how much they are about to upload."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.putrequest("POST", path)
    line.putheader("Cookie", "sessionid=anything")
    line.putheader("Content-Length", str(size))
    line.endheaders()
    status = line.getresponse().status
    line.close()
    return status


def fill_up(house: House) -> tuple[str, str]:
    """Write until nothing fits any more, which an empty place in a file can put off for a while."""
    for number in range(300):
        words = f"wish number {number}"
        status, page = house.reply(f"{words} {'long ' * 3000}")
        if status == 503:
            return words, page
        assert status == 200, page
    raise AssertionError("the disk never filled up")
