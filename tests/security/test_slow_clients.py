"""Three hundred who never read and three hundred who never finish asking cost little and hold up
nobody.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import cycle, islice
from pathlib import Path

import pytest

from inglenook.live.tests.browser import Page
from inglenook.site.tests import processes
from inglenook.site.tests.processes import children_of, environ_of, until

pytestmark = pytest.mark.sqlite_only

MANY = 300
MOST = 50 * 1024
"""KiB that they may cost together."""


class House:
    """One that runs, with people who are signed in."""

    def __init__(self, home: Path, pid: int, port: int) -> None:
        stage = [sys.executable, "-m", "inglenook.live.tests.stage"]
        told = subprocess.run(stage, env=environ_of(home), capture_output=True, check=True)
        self.cookies: dict[str, str] = json.loads(told.stdout)["cookies"]
        self.pid, self.port = pid, port

    def memory(self) -> int:
        """KiB of all its processes, what they share counted once."""
        return sum(_pss(pid) for pid in {self.pid, *children_of(self.pid)})

    def ask(self, lines: str) -> socket.socket:
        """A line to the house on which something was said, with little room for the answer."""
        line = socket.create_connection(("127.0.0.1", self.port), processes.WAIT)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        line.sendall(lines.replace("HOST", f"127.0.0.1:{self.port}").encode())
        return line

    def answers(self) -> bool:
        """Whether somebody signed in gets a page."""
        try:
            return Page(self.port, self.cookies["mia"]).ask("GET", "/garage/")[0] == 200
        except OSError:
            return False


def _pss(pid: int) -> int:
    try:
        found = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(found.split("\nPss:")[1].split()[0])


@pytest.fixture(scope="module", name="house")
def _house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home = tmp_path_factory.mktemp("slow") / "home"
    with processes.up(home, WORKERS="2") as (process, port):
        yield House(home, process.pid, port)


READER = "GET /live/?community=garage HTTP/1.1\r\nHost: HOST\r\nCookie: sessionid={}\r\n\r\n"
HALF = "POST /account/login/ HTTP/1.1\r\nHost: HOST\r\nContent-Length: 900\r\nX-{}: "


@pytest.mark.parametrize("asked", [READER, HALF], ids=["never read", "never finish"])
def test_slow_clients_cost_little_and_hold_up_nobody(house: House, asked: str) -> None:
    with ExitStack() as stack:
        for cookie in house.cookies.values():
            stack.enter_context(house.ask(READER.format(cookie)))
            assert house.answers()
        before = house.memory()
        for cookie in islice(cycle(house.cookies.values()), MANY):
            stack.enter_context(house.ask(asked.format(cookie)))
        assert until(house.answers)
        assert all(house.answers() for _time in range(10))
        assert house.memory() - before <= MOST
    assert until(house.answers)
