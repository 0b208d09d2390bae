"""Starts the children, brings back those that die, and stops all of them in order."""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

log = logging.getLogger(__name__)

# Seconds until a child that died is started again: doubled each time, from the first to the
# last, and back to the first after it has lived for a while.
FIRST_WAIT, LAST_WAIT, LIVED = 0.25, 30.0, 60.0
# Seconds that a child has to end by itself. A job that takes longer is taken up again later.
GRACE = 8.0


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
        self.process = subprocess.Popen(
            [sys.executable, "-m", self.module, str(os.getpid())],
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            # Threads of one process share what they have freed, unless the host says otherwise.
            env={"MALLOC_ARENA_MAX": "2", **os.environ},
        )

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
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        for child in self.children:
            child.start()

    @property
    def stopping(self) -> bool:
        """Whether somebody has asked for the end."""
        return self._stopping

    def watch(self) -> None:
        """Look after the children until the end is asked for, then stop them in order."""
        while not self._stopping:
            for child in self.children:
                child.look()
            time.sleep(0.2)
        for child in self.children:
            child.stop()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True
