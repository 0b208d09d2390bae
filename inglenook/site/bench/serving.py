"""The real server on a free port of this machine, and what its processes use."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from inglenook.site.problems import MendableError

START = 60.0
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A running `inglenook up`."""

    process: subprocess.Popen[bytes]
    port: int
    seconds: float
    """From its start to its first answer."""

    def processes(self) -> list[int]:
        """Its own and all below it."""
        return [self.process.pid, *_below(self.process.pid)]

    def cpu(self) -> float:
        """Seconds of processor that its processes have used so far."""
        return sum(_cpu_of(pid) for pid in self.processes())

    def memory(self) -> float:
        """Megabytes of all its processes, shared ones counted once (PSS)."""
        return sum(_pss_of(pid) for pid in self.processes()) / 1024


def environ(home: Path, **more: str) -> dict[str, str]:
    """The environment of a house on SQLite in this folder, whatever the caller's own is."""
    kept = {k: v for k, v in os.environ.items() if not k.endswith("_URL")}
    return {**kept, "INGLENOOK_HOME": str(home), "PYTHONUNBUFFERED": "1", **more}


@contextmanager
def up(home: Path, workers: int) -> Iterator[Server]:
    """Serve a data folder.

    Raises:
        MendableError: when the server doesn't answer within a minute.
    """
    port = _free_port()
    log = home / "bench.log"
    began = time.perf_counter()
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "inglenook", "up"],
            env=environ(home, PORT=str(port), BIND="127.0.0.1", WORKERS=str(workers)),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        while not _answers(port):
            if process.poll() is not None or time.perf_counter() - began > START:
                raise MendableError(f"The server did not start; {log} says why.")
            time.sleep(0.01)
        yield Server(process, port, time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 5) as line:
            line.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            return line.recv(64).startswith(b"HTTP/1.1 200")
    except OSError:
        return False


def _below(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield int(child)
            yield from _below(int(child))


def _cpu_of(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _pss_of(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((float(line.split()[1]) for line in lines if line.startswith("Pss:")), 0.0)
