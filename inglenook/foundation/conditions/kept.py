"""The rows that remember since when, the worker's look and the page's."""

from __future__ import annotations

import logging
import socket
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from inglenook.foundation.guarded import house_manager

from .found import Found, State, told, wrong
from .registry import Check, checks

EVERY = 60.0
"""Seconds between two looks of the worker."""
FRESH = timedelta(minutes=5)
"""How old what another machine said of itself may be."""
KEPT_FOR = timedelta(days=1)
"""After so long, a machine that says nothing more is forgotten."""
PAGES_LOOK_EVERY = 15.0
"""Seconds for which one look serves all pages of a process."""
log = logging.getLogger(__name__)


class Condition(models.Model):
    """What one thing was like at the last look, and since when it has been so."""

    name = models.CharField(max_length=40)
    machine = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=5)
    sentence = models.CharField(max_length=400)
    cure = models.CharField(max_length=400, blank=True)
    values = models.JSONField(default=dict)
    since = models.DateTimeField(default=timezone.now)
    looked_at = models.DateTimeField(default=timezone.now)

    objects = house_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "machine"], name="one_condition_a_machine")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"


@dataclass(frozen=True, slots=True)
class Line:
    """One condition as the operator reads it."""

    name: str
    title: str
    state: State
    sentence: str
    cure: str
    since: datetime


type Rows = dict[tuple[str, str], Condition]
_first_seen: dict[tuple[str, State], datetime] = {}
"""Since when, for what could not be written down yet."""
_latest: tuple[float, list[Line]] = (float("-inf"), [])


def look_round() -> list[Found]:
    """Look at everything and keep what was found; the worker's, once a minute.

    Raises:
        django.db.Error: where it can't be kept; "since" is remembered until it can.
    """
    found = [(check, _looked(check)) for check in checks()]
    for check, seen in found:
        _remember(check.name, seen.state)
    now = timezone.now()
    with transaction.atomic():
        rows = _rows()
        for check, seen in found:
            _keep(rows.get((check.name, _machine(check))), check, seen, now)
        Condition.objects.filter(looked_at__lt=now - KEPT_FOR).delete()
    return [seen for _check, seen in found]


def lines() -> list[Line]:
    """Everything as it is now, in the order of the page, in the reader's language."""
    rows, now = _rows(), timezone.now()
    told_lines = []
    for check in checks():
        row = rows.pop((check.name, _machine(check)), None)
        if not check.by_worker:
            told_lines.append(_line(check, _looked(check), row))
        elif row is not None:
            told_lines.append(_line(check, _found(row), row))
        others = [r for (name, _m), r in rows.items() if name == check.name]
        told_lines += [_elsewhere(check, r) for r in others if now - r.looked_at < FRESH]
    return told_lines


def troubles() -> list[Line]:
    """What is wrong now, looked at no more than every few seconds however many pages ask."""
    return [line for line in _lately() if line.state == State.WRONG]


def states() -> dict[str, State]:
    """The state of each part by its name, looked at as seldom; the worst of several machines."""
    found: dict[str, State] = {}
    for line in _lately():
        found[line.name] = State.WRONG if found.get(line.name) == State.WRONG else line.state
    return found


def _lately() -> list[Line]:
    global _latest
    at, found = _latest
    if time.monotonic() - at > PAGES_LOOK_EVERY:
        found = lines()
        _latest = (time.monotonic(), found)
    return found


def since_of(name: str, state: State) -> datetime | None:
    """Since when the thing has been in this state, by the last look of the worker; else None."""
    row = Condition.objects.filter(name=name, state=state).order_by("since").first()
    return row.since if row is not None else None


def forget_looks() -> None:
    """Have the next page look again."""
    global _latest
    _latest = (float("-inf"), [])
    _first_seen.clear()


def _looked(check: Check) -> Found:
    try:
        return check.look()
    except Exception as reason:
        log.warning("The check %s failed: %s", check.name, type(reason).__name__)
        return wrong(
            gettext_noop("It can’t be looked at (%(kind)s)."),
            gettext_noop("The log says more."),
            kind=type(reason).__name__,
        )


def _keep(row: Condition | None, check: Check, seen: Found, now: datetime) -> None:
    if row is None:
        row = Condition(name=check.name, machine=_machine(check))
    if row.pk is None or row.state != seen.state:
        row.since = _first_seen[check.name, seen.state]
    row.state, row.sentence, row.cure = seen.state, seen.sentence, seen.cure
    row.values, row.since, row.looked_at = dict(seen.values), seen.since or row.since, now
    row.save()


def _remember(name: str, state: State) -> datetime:
    """Since when this process has seen the thing so; another state is forgotten."""
    for other in State:
        if other != state:
            _first_seen.pop((name, other), None)
    return _first_seen.setdefault((name, state), timezone.now())


def _line(check: Check, seen: Found, row: Condition | None) -> Line:
    kept = row.since if row is not None and row.state == seen.state else None
    since = seen.since or kept or _remember(check.name, seen.state)
    sentence, cure = told(seen.sentence, seen.values), told(seen.cure, seen.values)
    return Line(check.name, str(check.title), seen.state, sentence, cure, since)


def _elsewhere(check: Check, row: Condition) -> Line:
    line = _line(check, _found(row), row)
    return replace(line, title=f"{line.title} ({row.machine})")


def _found(row: Condition) -> Found:
    return Found(State(row.state), row.sentence, row.values, row.cure, row.since)


def _rows() -> Rows:
    return {(row.name, row.machine): row for row in Condition.objects.all()}


def _machine(check: Check) -> str:
    return socket.gethostname()[:80] if check.each_machine else ""
