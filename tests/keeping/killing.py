"""Ends processes of a house as a power cut would, and has it stand again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from inglenook.site.tests.processes import alive, children_of, until
from tests.journeys.running import COMMAND, RunningHouse
from tools.services import end_with_parent

type Kind = Callable[[RunningHouse, random.Random], set[int]]
"""Which processes are killed at once."""
STANDS = 90.0  # seconds for a house to stand again; its supervisor may wait 30 of them


def one_worker(house: RunningHouse, dice: random.Random) -> set[int]:
    """One of the processes that answer pages."""
    return {dice.choice(sorted(workers(house, dice)))}


def workers(house: RunningHouse, _dice: random.Random) -> set[int]:
    """All that answer pages."""
    web = _below(house, "server.web")
    return {pid for pid in web if _parent(pid) in web}


def web(house: RunningHouse, dice: random.Random) -> set[int]:
    """The web server; its workers go with it."""
    return _below(house, "server.web") - workers(house, dice)


def jobs(house: RunningHouse, _dice: random.Random) -> set[int]:
    """The process that does the jobs."""
    return _below(house, "server.worker")


def supervisor(house: RunningHouse, _dice: random.Random) -> set[int]:
    """The parent of all; they go with it."""
    assert house.process is not None
    return {house.process.pid}


def everything(house: RunningHouse, _dice: random.Random) -> set[int]:
    """All at once."""
    assert house.process is not None
    return {house.process.pid} | children_of(house.process.pid)


KINDS: tuple[Kind, ...] = (
    one_worker,
    workers,
    web,
    jobs,
    supervisor,
    everything,
)


def kill(house: RunningHouse, victims: set[int]) -> None:
    """`kill -9`, and nothing else; returns once they are gone, and with a parent its children."""
    assert house.process is not None
    doomed = set(victims)
    if house.process.pid in victims:
        doomed |= children_of(house.process.pid)
    for pid in victims:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    if house.process.pid in victims:
        house.process.wait()
        house.process = None
    assert until(lambda: not any(map(alive, doomed)))


def stands_again(house: RunningHouse, dice: random.Random, *, stumbles: bool) -> None:
    """Wait for the supervisor to bring back what died, or start the house where that died too.

    Args:
        stumbles: the start is killed as well, somewhere on its way, before one goes through.
    """
    if house.process is None:
        if stumbles:
            _start_and_kill(house, dice.uniform(0.0, 3.0))
        house.start()
    assert until(lambda: _is_whole(house), STANDS), "".join(house.output[-50:])


def _start_and_kill(house: RunningHouse, after: float) -> None:
    process = subprocess.Popen(
        [COMMAND, "up"],
        env=house.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=end_with_parent,
    )
    time.sleep(after)
    below = children_of(process.pid)
    process.kill()
    process.wait()
    assert until(lambda: not any(map(alive, below)))


def _is_whole(house: RunningHouse) -> bool:
    two = len(workers(house, random.Random())) == 2
    return two and bool(_below(house, "server.worker")) and house.answers()


def _below(house: RunningHouse, part: str) -> set[int]:
    """The living processes of this house whose command names `part`."""
    assert house.process is not None
    found = set()
    for pid in children_of(house.process.pid):
        try:
            command = Path(f"/proc/{pid}/cmdline").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if part in command and alive(pid):
            found.add(pid)
    return found


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0
