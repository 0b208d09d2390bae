"""Which backups stay: the last of each of seven days and of four weeks, and some of the others."""

from __future__ import annotations

from collections.abc import Iterable

from inglenook.site.backup.places import ASKED, NIGHTLY, UPGRADE, Named, Place, told_by

DAYS = 7
"""Days of which the newest nightly backup stays."""
WEEKS = 4
"""Weeks of which the newest nightly backup stays."""
NEWEST = {ASKED: 5, UPGRADE: 3}
"""How many of the backups stay that somebody asked for, and that an upgrade made."""


def kept(names: Iterable[str]) -> set[str]:
    """Those of `names` that stay."""
    found = sorted(filter(None, map(told_by, names)), key=lambda n: n.made_at, reverse=True)
    nightly = [named for named in found if named.kind == NIGHTLY]
    stay = _newest_of_each(nightly, "%Y-%m-%d", DAYS) | _newest_of_each(nightly, "%G-%V", WEEKS)
    for kind, most in NEWEST.items():
        stay |= {named.name for named in [n for n in found if n.kind == kind][:most]}
    return stay


def rotate(place: Place, always: str = "") -> list[str]:
    """Erase what does not stay, and return its names; `always` (the newest proven one) stays."""
    names = place.names()
    gone = sorted(set(names) - kept(names) - {always})
    for name in gone:
        place.remove(name)
    return gone


def _newest_of_each(newest_first: list[Named], span: str, most: int) -> set[str]:
    found: dict[str, str] = {}
    for named in newest_first:
        found.setdefault(named.made_at.strftime(span), named.name)
    return set(list(found.values())[:most])
