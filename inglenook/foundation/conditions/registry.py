"""What is looked at: each room declares its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .found import Found


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is looked at.

    `look` is quick (a second at most), changes nothing, and may raise: that is then what is wrong.
    `order` is its place on the page, the smallest first. Where several machines share the work,
    `each_machine` is looked at on each of them. `by_worker` can be seen by the worker alone, so
    the page tells what that kept.
    """

    name: str
    title: Any
    look: Callable[[], Found]
    order: int = 50
    each_machine: bool = False
    by_worker: bool = False


_checks: dict[str, Check] = {}


def declare(*found: Check) -> None:
    """Make checks known; each room calls it in its `declares.py`."""
    for check in found:
        _checks[check.name] = check


def checks() -> list[Check]:
    """All checks, in the order of the page."""
    return sorted(_checks.values(), key=lambda check: (check.order, check.name))
