"""Asks for pages as fast as they come, in a process of its own.

Reads one JSON order a line from standard input and answers each with one line. It imports nothing
of the house, so that it stays small and quick: `{"port", "connections", "seconds", "requests"}`,
where each request is the whole text of an HTTP/1.1 request, and `########` in it is replaced by a
number of eight figures that never comes twice.
"""

from __future__ import annotations

import json
import random
import select
import socket
import sys
import time
from dataclasses import dataclass, field
from itertools import count
from typing import Any

UNIQUE = b"########"
PATIENCE = 20.0
_numbers = count(random.SystemRandom().randrange(10_000_000, 80_000_000))


@dataclass
class Line:
    """One kept connection, with at most one request under way."""

    socket: socket.socket
    at: int
    sent: float = 0.0
    got: bytearray = field(default_factory=bytearray)
    needs: int = 0

    def ask(self, requests: list[bytes]) -> None:
        """Send the next request."""
        text = requests[self.at % len(requests)]
        self.at += 1
        if UNIQUE in text:
            text = text.replace(UNIQUE, b"%08d" % (next(_numbers) % 100_000_000))
        self.got.clear()
        self.needs = 0
        self.sent = time.perf_counter()
        self.socket.sendall(text)

    def read(self) -> bool:
        """Take what has come; say whether the answer is whole."""
        piece = self.socket.recv(1 << 18)
        if not piece:
            raise ConnectionError("the server closed the connection")
        self.got += piece
        if not self.needs:
            end = self.got.find(b"\r\n\r\n")
            if end < 0:
                return False
            self.needs = end + 4 + self._length(end)
        return len(self.got) >= self.needs

    def _length(self, end: int) -> int:
        head = bytes(self.got[:end]).lower()
        at = head.find(b"content-length:")
        if at < 0:
            return 0
        return int(head[at + 15 :].split(b"\r\n", 1)[0])

    @property
    def status(self) -> str:
        """The three figures after the version."""
        return self.got[9:12].decode()


def carry_out(order: dict[str, Any]) -> dict[str, Any]:
    """Ask for `seconds`, and return counts by status, bytes of a page, and times in seconds."""
    requests = [request.encode() for request in order["requests"]]
    lines = {}
    poll = select.epoll()
    for number in range(order["connections"]):
        made = socket.create_connection(("127.0.0.1", order["port"]), PATIENCE)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        spread = number * len(requests) // order["connections"]
        lines[made.fileno()] = Line(made, order.get("first", 0) + spread)
        poll.register(made.fileno(), select.EPOLLIN)
    try:
        return _ask(poll, lines, requests, order["seconds"])
    finally:
        poll.close()
        for line in lines.values():
            line.socket.close()


def _ask(
    poll: select.epoll, lines: dict[int, Line], requests: list[bytes], seconds: float
) -> dict[str, Any]:
    times: list[float] = []
    statuses: dict[str, int] = {}
    size = 0
    began = time.perf_counter()
    for line in lines.values():
        line.ask(requests)
    while (now := time.perf_counter()) - began < seconds:
        for number, _event in poll.poll(PATIENCE):
            line = lines[number]
            if not line.read():
                continue
            times.append(time.perf_counter() - line.sent)
            statuses[line.status] = statuses.get(line.status, 0) + 1
            size += len(line.got)
            line.ask(requests)
    _drain(poll, lines)
    return {"seconds": now - began, "statuses": statuses, "bytes": size, "times": sorted(times)}


def _drain(poll: select.epoll, lines: dict[int, Line]) -> None:
    """Wait for the answers under way, so that the next measure finds a server at rest."""
    waiting = set(lines)
    while waiting:
        for number, _event in poll.poll(PATIENCE) or ():
            if lines[number].read():
                waiting.discard(number)


def main() -> None:
    """Carry out orders until there are no more."""
    for line in sys.stdin:
        print(json.dumps(carry_out(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
