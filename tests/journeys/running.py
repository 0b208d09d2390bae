"""A house of its own for a journey: `inglenook up` on a free port, ended with the test."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
import zlib
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.error import URLError

import psycopg
import redis

from tools.services import end_with_parent, free_port

START_SECONDS = 60
STOP_SECONDS = 20
COMMAND = str(Path(sys.executable).with_name("inglenook"))


class RunningHouse:
    """One `inglenook up` with its own data folder, and on PostgreSQL its own database."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {
            "INGLENOOK_HOME": str(home),
            "PORT": str(self.port),
            "PYTHONUNBUFFERED": "1",
        }
        self.environment |= _own_engines(home.name)
        self.output: list[str] = []
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Starts the house and waits until it answers; raises RuntimeError with what it said."""
        self.process = subprocess.Popen(
            [COMMAND, "up"],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=end_with_parent,
        )
        threading.Thread(target=self._listen, args=(self.process,), daemon=True).start()
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("inglenook up did not start:\n" + "".join(self.output))
            time.sleep(0.05)

    def stop(self, with_signal: signal.Signals = signal.SIGTERM) -> None:
        """Ends the house as an operator would, or as `with_signal` does."""
        if self.process is None:
            return
        self.process.send_signal(with_signal)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        finally:
            self.process = None

    def said(self, pattern: str) -> str:
        """What the first group of `pattern` matches in the output; waits up to ten seconds."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            if match := re.search(pattern, "".join(self.output)):
                return match.group(1)
            time.sleep(0.05)
        raise AssertionError(f"{pattern!r} is not in the output:\n{''.join(self.output)}")

    @property
    def setup_link(self) -> str:
        """The one-time link that the first `up` prints."""
        return self.said(r"(https?://\S+/setup/\S+)")

    def command(self, *arguments: str) -> str:
        """What `inglenook ARGUMENTS` prints; raises subprocess.CalledProcessError if it fails."""
        done = subprocess.run(
            [COMMAND, *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
        return done.stdout

    def json(self, *arguments: str) -> Any:
        """What `inglenook ARGUMENTS --json` prints, read."""
        return json.loads(self.command(*arguments, "--json"))

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.output.append(line)

    def web_workers(self) -> set[int]:
        """The processes that answer pages: children of the one that listens."""
        assert self.process is not None
        web = [pid for pid in _children(self.process.pid) if "server.web" in _command(pid)]
        return {worker for pid in web for worker in _children(pid)}

    def answers(self) -> bool:
        """Whether pages are served now."""
        try:
            with closing(urllib.request.urlopen(f"{self.url}/healthz", timeout=2)) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False


def _children(pid: int) -> list[int]:
    """The living children of a process."""
    threads = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for thread in threads for child in thread.read_text().split()]


def _command(pid: int) -> str:
    """How a process was called."""
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()


def _own_engines(name: str) -> dict[str, str]:
    """A fresh database and an emptied Valkey for one house, where the tests run on these."""
    database, valkey = os.environ.get("DATABASE_URL"), os.environ.get("VALKEY_URL")
    if not database or not valkey:
        return {}
    server = database.rsplit("/", 1)[0]
    # Another process of this run may have a house of the same name.
    name = f"journey_{os.getpid()}_" + re.sub(r"\W", "_", name).lower()
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    # Far from the numbers that conftest.py gives to test processes.
    valkey = f"{valkey.rsplit('/', 1)[0]}/{32 + zlib.crc32(name.encode()) % 32}"
    redis.Redis.from_url(valkey).flushdb()
    return {"DATABASE_URL": f"{server}/{name}", "VALKEY_URL": valkey}
