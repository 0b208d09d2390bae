"""`inglenook up` with real processes: it serves, it refuses, and nothing outlives it."""

import http.client
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from inglenook.site.tests import processes
from inglenook.site.tests.processes import alive, children_of, until

pytestmark = pytest.mark.sqlite_only


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("up") / "home"


@pytest.fixture(scope="module")
def house(home: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    with processes.up(home) as running:
        yield running


def get(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Ask the house that runs; headers by name with `_` for `-`."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    line.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    answer = line.getresponse()
    found = {name.lower(): value for name, value in answer.getheaders()}
    body = answer.read()
    line.close()
    return answer.status, found, body


class TestRunning:
    """One house for all of these."""

    def test_it_answers_and_says_where_it_is(
        self, home: Path, house: tuple[subprocess.Popen[str], int]
    ) -> None:
        port = house[1]
        assert get(port, "/healthz")[0] == 200
        log = home.parent / "home.log"
        assert until(lambda: f"Inglenook is at http://127.0.0.1:{port}/\n" in log.read_text(), 10)

    def test_what_it_made_is_its_owners_alone(
        self, home: Path, house: tuple[subprocess.Popen[str], int]
    ) -> None:
        assert home.stat().st_mode & 0o077 == 0
        open_to_others = [
            path.name
            for path in home.iterdir()
            if path.stat().st_mode & 0o077 and path.name != "static"
        ]
        assert "inglenook.sqlite3" in {path.name for path in home.iterdir()} and not open_to_others

    def test_static_files_are_kept_for_good_and_packed(
        self, home: Path, house: tuple[subprocess.Popen[str], int]
    ) -> None:
        names = json.loads((home / "static" / "staticfiles.json").read_text())["paths"]
        path = f"/static/{names['house.css']}"
        status, headers, body = get(house[1], path, Accept_Encoding="br")
        assert status == 200 and "immutable" in headers["cache-control"]
        assert (
            headers["content-encoding"] == "br" and headers["x-content-type-options"] == "nosniff"
        )
        assert len(get(house[1], path)[2]) > len(body)
        tag = headers.get("etag", "")
        fresh = {"If_None_Match": tag} if tag else {"If_Modified_Since": headers["last-modified"]}
        assert get(house[1], path, **fresh)[0] == 304
        for hidden in ("/static/.collected", "/static/../secret_key", "/static/%2e%2e/secret_key"):
            assert get(house[1], hidden)[0] in (400, 404)

    def test_a_second_one_on_the_same_folder_is_refused(
        self, home: Path, house: tuple[subprocess.Popen[str], int]
    ) -> None:
        done = processes.run(home, "up", PORT=str(processes.free_port()))
        assert done.returncode == 2
        assert f"already runs on {home} (process {house[0].pid})" in done.stderr
        assert "Traceback" not in done.stderr

    def test_a_taken_port_is_told(
        self, tmp_path: Path, house: tuple[subprocess.Popen[str], int]
    ) -> None:
        done = processes.run(tmp_path / "other", "up", PORT=str(house[1]))
        assert done.returncode == 2
        assert f"Port {house[1]} on 127.0.0.1 cannot be used" in done.stderr

    def test_a_slow_sender_holds_up_nobody(self, house: tuple[subprocess.Popen[str], int]) -> None:
        slow = [socket.create_connection(("127.0.0.1", house[1])) for _ in range(50)]
        for line in slow:
            line.sendall(
                b"POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\nx"
            )
        began = time.monotonic()
        assert get(house[1], "/healthz")[0] == 200
        assert time.monotonic() - began < 2
        for line in slow:
            line.close()

    @pytest.mark.parametrize("part", ["server.worker", "server.web"])
    def test_a_child_that_dies_is_started_again(
        self, house: tuple[subprocess.Popen[str], int], part: str
    ) -> None:
        def find() -> list[int]:
            commands = {
                pid: Path(f"/proc/{pid}/cmdline").read_text()
                for pid in children_of(house[0].pid)
                if alive(pid)
            }
            # Of the web server and its workers, the oldest is the one that the house started.
            return sorted(pid for pid, command in commands.items() if part in command)

        old = find()[0]
        below = children_of(old)
        os.kill(old, signal.SIGKILL)
        assert until(lambda: not alive(old) and not any(map(alive, below)), 10)
        assert until(lambda: bool(find()) and find()[0] != old, 20)
        assert until(lambda: processes.answers(house[1]), 20)
        assert get(house[1], "/healthz")[0] == 200


def test_every_child_dies_with_a_killed_parent(tmp_path: Path) -> None:
    with processes.up(tmp_path / "home") as (process, port):
        assert until(lambda: len(children_of(process.pid)) >= 4)
        below = children_of(process.pid)
        process.kill()
        process.wait()
        assert until(lambda: not any(map(alive, below)), 3), below
        assert not processes.answers(port)
    with processes.up(tmp_path / "home", PORT=str(port)) as (_, again):
        assert get(again, "/healthz")[0] == 200


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_all_in_order(tmp_path: Path, number: signal.Signals) -> None:
    with processes.up(tmp_path / "home") as (process, port):
        assert until(lambda: len(children_of(process.pid)) >= 4)
        below = children_of(process.pid)
        process.send_signal(number)
        assert process.wait(20) == 0
        assert not any(map(alive, below)) and not processes.answers(port)


def test_each_part_can_run_by_itself(tmp_path: Path) -> None:
    with processes.up(tmp_path / "home", "--only", "web", WORKERS="1") as (process, port):
        assert get(port, "/healthz")[0] == 200
        commands = [Path(f"/proc/{p}/cmdline").read_text() for p in children_of(process.pid)]
        assert not any("server.worker" in command for command in commands)
