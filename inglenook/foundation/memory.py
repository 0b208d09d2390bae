"""What a process keeps in memory for the next page: bounded, and never older than its key says.

Nothing here runs out by time. Whoever keeps a value puts everything that it was made of into its
key, or beside it as a version that the database is asked for on each request.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

_all: list[Kept[Any, Any]] = []
_others: list[Callable[[], None]] = []


class Kept[K: Hashable, V]:
    """Values by key, up to `most` in what they `cost` together; then the older half goes."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.cost = 0
        self._values: dict[K, V] = {}
        self._costs: dict[K, int] = {}
        _all.append(self)

    def get(self, key: K) -> V | None:
        return self._values.get(key)

    def put(self, key: K, value: V, cost: int) -> None:
        """Keep `value`; of two threads that make the same one, either is right."""
        self.cost += cost - self._costs.pop(key, 0)
        self._values[key] = value
        self._costs[key] = cost
        if self.cost > self.most:
            self._shrink()

    def grow(self, key: K, cost: int) -> None:
        """A value that is kept has become larger."""
        if key in self._costs:
            self.cost += cost
            self._costs[key] += cost
            if self.cost > self.most:
                self._shrink()

    def _shrink(self) -> None:
        for key in list(self._values)[: len(self._values) // 2 + 1]:
            self._values.pop(key, None)
            self._costs.pop(key, None)
        self.cost = sum(self._costs.copy().values())

    def clear(self) -> None:
        self._values.clear()
        self._costs.clear()
        self.cost = 0


def also_forget(forget: Callable[[], None]) -> None:
    """Name what else `forget_all` calls."""
    _others.append(forget)


def forget_all() -> None:
    """Begin as a new process would; for tests, whose rows come again under the same numbers."""
    for kept in _all:
        kept.clear()
    for forget in _others:
        forget()
