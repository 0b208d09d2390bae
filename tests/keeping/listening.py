"""A browser that listens, and comes back after each break with the last id that it was given."""

from __future__ import annotations

import http.client
import json
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

RETRY = 0.2  # seconds; browsers are told to wait 2


@dataclass
class Told:
    """One event of the stream: what changed, up to which activity."""

    id: int
    name: str
    regions: tuple[str, ...] = ()


class Listener(threading.Thread):
    """Listens to the garage as one member, and keeps what it was told."""

    def __init__(self, port: int, cookie: str) -> None:
        super().__init__(name="listener", daemon=True)
        self.port, self.cookie = port, cookie
        self.told: list[Told] = []
        self.breaks = -1
        self._last = ""
        self._over = threading.Event()
        self.listens = threading.Event()

    def run(self) -> None:
        """Listen until told to stop."""
        while not self._over.is_set():
            self.breaks += 1
            with suppress(OSError, http.client.HTTPException):
                self._listen()
            self.listens.clear()
            self._over.wait(RETRY)

    def stop(self) -> None:
        """Hang up soon."""
        self._over.set()

    def _listen(self) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=40)
        headers = {"Cookie": f"sessionid={self.cookie}"}
        headers |= {"Last-Event-ID": self._last} if self._last else {}
        try:
            line.request("GET", "/live/?community=garage", headers=headers)
            answer = line.getresponse()
            if answer.status == 200:
                self._take(answer)
        finally:
            line.close()

    def _take(self, answer: http.client.HTTPResponse) -> None:
        """Events as HTML's section 9.2.6 reads them: dispatched by an empty line, or not at all."""
        event: dict[str, str] = {}
        while not self._over.is_set() and (raw := answer.readline()):
            words = raw.decode().rstrip("\n")
            if words:
                name, _, value = words.partition(": ")
                event[name] = value
            elif "event" in event:
                self._dispatch(event)
                event = {}

    def _dispatch(self, event: dict[str, str]) -> None:
        data: dict[str, Any] = json.loads(event["data"])
        self._last = event["id"]
        regions = tuple(data.get("regions", ()))
        self.told.append(Told(int(event["id"]), event["event"], regions))
        if event["event"] == "here":
            self.listens.set()
