"""Starts the children, brings back those that die, and stops all of them in order.

It lives as long as the house and needs the standard library alone: `up`, which has loaded Django to
prepare the house, *becomes* it by exec, and with that gives back the memory.
"""

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType
from typing import IO, NoReturn

from inglenook.site.server.log import LineFormatter

log = logging.getLogger("inglenook.site.server.supervisor")

# Seconds until a child that died is started again: doubled each time, from the first to the
# last, and back to the first after it has lived for a while.
FIRST_WAIT, LAST_WAIT, LIVED = 0.25, 30.0, 60.0
# Seconds that a child has to end by itself. A job that takes longer is taken up again later.
GRACE = 8.0
_ENDS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Child:
    """One process of the tree, by the name of its module."""

    def __init__(self, module: str) -> None:
        """`module` is run with this process's pid as its argument."""
        self.module = module
        self.process: subprocess.Popen[bytes] | None = None
        self._wait = FIRST_WAIT
        self._again_at = 0.0
        self._started_at = 0.0

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches the supervisor alone."""
        self._started_at = time.monotonic()
        self.process = _run(self.module)

    def look(self) -> None:
        """Start it again where it has died and its wait is over."""
        now = time.monotonic()
        if self.process is None:
            if now >= self._again_at:
                self.start()
        elif (code := self.process.poll()) is not None:
            if now - self._started_at > LIVED:
                self._wait = FIRST_WAIT
            log.error("%s ended with %s; it starts again in %s s", self.module, code, self._wait)
            self.process, self._again_at = None, now + self._wait
            self._wait = min(self._wait * 2, LAST_WAIT)

    def stop(self) -> None:
        """Ask it to end, and end it where it doesn't."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Supervisor:
    """The parent of the tree."""

    def __init__(self, modules: Sequence[str]) -> None:
        """`modules` in the order in which they start and stop: pages first."""
        self.children = [Child(module) for module in modules]
        self._stopping = False

    def start(self) -> None:
        """Start every child, and heed SIGTERM and SIGINT from now on."""
        for number in _ENDS:
            signal.signal(number, self._stop)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDS)
        for child in self.children:
            child.start()

    def watch(self, door: tuple[str, int] | None = None) -> None:
        """Look after the children until the end is asked for, then stop them in order.

        `door` is where pages are answered; once they are, the house says so.
        """
        greeting = None
        while not self._stopping:
            for child in self.children:
                child.look()
            if door is None:
                time.sleep(0.2)
            elif _answers(door):
                greeting, door = _run("inglenook.site.server.greeting"), None
            else:
                time.sleep(0.02)
            if greeting is not None and greeting.poll() is not None:
                greeting = None
        for child in self.children:
            child.stop()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True


def _run(module: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", module, str(os.getpid())],
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        # Threads of one process share what they have freed, unless the host says otherwise.
        env={"MALLOC_ARENA_MAX": "2", **os.environ},
    )


def _answers(door: tuple[str, int]) -> bool:
    try:
        socket.create_connection(door, 1).close()
    except OSError:
        return False
    return True


def become(modules: Sequence[str], held: IO[str], door: tuple[str, int] | None) -> NoReturn:
    """Let this process be the supervisor of `modules` from now on; its pid stays.

    `held` is the lock of the data folder: it goes along, and on to no child.
    """
    os.set_inheritable(held.fileno(), True)
    # Whoever asks for the end in between is heard as soon as there is somebody who listens.
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
    sys.stdout.flush()
    sys.stderr.flush()
    words = json.dumps([held.fileno(), modules, door])
    os.execv(sys.executable, [sys.executable, "-m", "inglenook.site.server.supervisor", words])  # noqa: S606


def main() -> None:
    """Go on as what `become` asked for."""
    lock, modules, door = json.loads(sys.argv[1])
    os.set_inheritable(lock, False)
    handler = logging.StreamHandler()
    handler.setFormatter(LineFormatter())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    supervisor = Supervisor(modules)
    supervisor.start()
    supervisor.watch(tuple(door) if door else None)


if __name__ == "__main__":
    main()
