"""Real processes for tests: a house of its own on a free port, and what became of its children."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

WAIT = 40.0


def environ_of(home: Path, **more: str) -> dict[str, str]:
    """An environment without the tests' own engines."""
    kept = {k: v for k, v in os.environ.items() if not k.endswith("_URL")}
    return {**kept, "INGLENOOK_HOME": str(home), **more}


def run(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run `inglenook WORDS` to its end."""
    return subprocess.run(
        [sys.executable, "-m", "inglenook", *words],
        env=environ_of(home, **more),
        capture_output=True,
        text=True,
        timeout=WAIT,
        check=False,
    )


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(true: Callable[[], object], seconds: float = WAIT) -> bool:
    """Wait until `true()` is; say whether it came to that."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def answers(port: int) -> bool:
    """Whether something listens on the port."""
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def children_of(pid: int) -> set[int]:
    """All processes below `pid`."""
    found: set[int] = set()
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found |= {int(child)} | children_of(int(child))
    return found


def alive(pid: int) -> bool:
    """Whether the process runs (a zombie does not)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


@contextmanager
def up(home: Path, *words: str, **more: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Run `inglenook up`; yields it and its port once pages are answered."""
    port = int(more.setdefault("PORT", str(free_port())))
    log = (home.parent / f"{home.name}.log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-m", "inglenook", "up", *words],
        env=environ_of(home, **more),
        stdout=log,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        started = until(lambda: answers(port) or process.poll() is not None)
        assert started and process.poll() is None, Path(log.name).read_text()
        yield process, port
    finally:
        process.terminate()
        process.wait(WAIT)
        log.close()
