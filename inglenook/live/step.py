"""One look at the log, in the thread that may ask the database: who is told what, who must go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from inglenook.foundation.activity import Activity
from inglenook.live import events
from inglenook.live.queries import news
from inglenook.live.queries.access import Claim, still_held
from inglenook.live.queries.news import Change


@dataclass(frozen=True, slots=True)
class Joining:
    """A listener who has just come, and the last activity that their page knows of."""

    claim: Claim
    since: int | None


@dataclass(slots=True)
class Step:
    """What one look came to. Listeners are named by their numbers."""

    position: int
    more: bool = False
    checked: bool = False
    words: dict[int, bytes] = field(default_factory=dict)
    ended: set[int] = field(default_factory=set)


def look(
    position: int | None,
    claims: Mapping[int, Claim],
    joining: Mapping[int, Joining],
    *,
    check: bool,
) -> Step:
    """Read on from `position`, or begin at the end of the log.

    Claims are checked where anything is to be delivered, where somebody joins, and on `check`.
    """
    fresh = news.news(position) if position is not None else []
    start = news.newest_id() if position is None else position
    done = Step(fresh[-1].pk if fresh else start, more=len(fresh) == news.BATCH)
    communities = {claim.community_id for claim in claims.values()}
    fresh = [activity for activity in fresh if activity.community_id in communities]
    if fresh or joining or check:
        everybody = dict(claims) | {number: new.claim for number, new in joining.items()}
        held = still_held(set(everybody.values()))
        done.checked = True
        done.ended = {number for number, claim in everybody.items() if claim not in held}
    if fresh:
        _deliver(done, fresh, {n: c for n, c in claims.items() if n not in done.ended})
    for number, new in joining.items():
        if number not in done.ended:
            done.words[number] = _greeting(new, done.position)
    return done


def _deliver(done: Step, fresh: Iterable[Activity], claims: Mapping[int, Claim]) -> None:
    listeners: dict[int, set[int]] = {}
    for claim in claims.values():
        listeners.setdefault(claim.community_id, set()).add(claim.membership_id)
    changes = news.changes(fresh, listeners)
    for number, claim in claims.items():
        mine = [change for change in changes if claim.membership_id in change.members]
        if mine:
            done.words[number] = events.changed(max(c.id for c in mine), _regions(mine))


def _regions(changes: Iterable[Change]) -> list[str]:
    """All parts that these changes touch, each once."""
    return list(dict.fromkeys(region for change in changes for region in change.regions))


def _greeting(new: Joining, position: int) -> bytes:
    """What somebody who joins has missed, and from where they listen."""
    claim = new.claim
    missed = news.missed(claim.community_id, new.since, position)
    if missed is None:
        return events.reload(position)
    changes = news.changes(missed, {claim.community_id: {claim.membership_id}})
    words = events.changed(position, _regions(changes)) if changes else b""
    return words + events.here(position)
