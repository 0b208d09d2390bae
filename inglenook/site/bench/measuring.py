"""Rounds of measures, one case after the other in each, so that a busy moment hits all alike."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from inglenook.site.bench.pages import Case
from inglenook.site.bench.serving import Server
from inglenook.site.bench.shape import Shape
from inglenook.site.problems import MendableError


@dataclass
class Figures:
    """What the rounds of one case gave, each as a list with one value a round."""

    rates: list[float] = field(default_factory=list)
    """Requests a second with all connections, or one by one."""
    cpu: list[float] = field(default_factory=list)
    """Milliseconds of the server's processors for one request."""
    p50: list[float] = field(default_factory=list)
    p95: list[float] = field(default_factory=list)
    """Milliseconds until the answer, with one connection."""
    busy50: list[float] = field(default_factory=list)
    busy99: list[float] = field(default_factory=list)
    """The same with all connections."""
    size: list[float] = field(default_factory=list)
    """Bytes of an answer as sent, head included."""


@contextmanager
def _client() -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-S", "-m", "inglenook.site.bench.client"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(10)


def measure(server: Server, cases: list[Case], shape: Shape) -> dict[str, Figures]:
    """Every case in every round; the first, short one only warms up.

    Raises:
        MendableError: when the server answers otherwise than the case expects.
    """
    figures = {case.name: Figures() for case in cases}
    with _client() as client:
        for case in cases:
            _ask(client, server, case, shape.connections, min(shape.seconds, 0.5))
        for number in range(shape.rounds):
            for case in cases:
                _round(client, server, case, shape, figures[case.name], number)
    return figures


def _round(
    client: Any, server: Server, case: Case, shape: Shape, found: Figures, number: int
) -> None:
    began = server.cpu()
    lines = 1 if case.in_turn else shape.connections
    many = _ask(client, server, case, lines, shape.seconds, number)
    used = server.cpu() - began
    done = max(len(many["times"]), 1)
    found.rates.append(done / many["seconds"])
    found.cpu.append(used * 1000 / done)
    found.size.append(many["bytes"] / done)
    found.busy50.append(_share(many["times"], 0.50))
    found.busy99.append(_share(many["times"], 0.99))
    alone = many if lines == 1 else _ask(client, server, case, 1, shape.seconds / 3, number)
    found.p50.append(_share(alone["times"], 0.50))
    found.p95.append(_share(alone["times"], 0.95))


def _ask(
    client: Any, server: Server, case: Case, lines: int, seconds: float, number: int = 0
) -> dict[str, Any]:
    order = {
        "port": server.port, "connections": lines, "seconds": seconds,
        "requests": case.requests, "first": number * 7,
    }  # fmt: skip
    client.stdin.write(json.dumps(order) + "\n")
    client.stdin.flush()
    answer: dict[str, Any] = json.loads(client.stdout.readline() or "{}")
    if set(answer.get("statuses", ())) - {case.status}:
        raise MendableError(f"{case.name} was answered with {answer['statuses']}.")
    if not answer:
        raise MendableError(f"{case.name}: the client stopped.")
    return answer


def _share(times: list[float], share: float) -> float:
    return times[min(int(len(times) * share), len(times) - 1)] * 1000 if times else 0.0


def middle(values: list[float]) -> float:
    """The median; 0 where nothing was measured."""
    return median(values) if values else 0.0
