"""The audit as people read it: who did what, to what, when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from inglenook.foundation import audit, moments
from inglenook.foundation.audit import AuditEntry, Thing
from inglenook.foundation.viewer import Viewer

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class DeedLine:
    """One deed: a sentence, when, and where its thing stands ("" where it stands nowhere)."""

    sentence: str
    when: str
    iso: str
    url: str


@dataclass(frozen=True, slots=True)
class Deeds:
    """A page of deeds, the newest first; `older` is the number of the last one, 0 at the end."""

    lines: tuple[DeedLine, ...]
    older: int


type Names = Callable[[Iterable[int]], Mapping[int, str]]
"""How people are called, by their ids, to whoever reads."""


def deeds(community_id: int | None, slug: str, viewer: Viewer, names: Names, before: int) -> Deeds:
    """What was done in a community, or to the house itself where that is None.

    What was done to a thing that the viewer may not see is left out.
    """
    rows = AuditEntry.objects.filter(community=community_id)
    rows = rows.filter(pk__lt=before) if before else rows
    entries: list[AuditEntry] = list(rows.order_by("-pk")[:A_PAGE])
    found = audit.things(viewer, slug, entries)
    known = names({entry.person_id for entry in entries if entry.person_id})
    lines = tuple(_lines(entries, found, known))
    return Deeds(lines, entries[-1].pk if len(entries) == A_PAGE else 0)


def _lines(
    entries: Iterable[AuditEntry],
    found: Mapping[tuple[str, int], Thing],
    names: Mapping[int, str],
) -> Iterator[DeedLine]:
    for entry in entries:
        deed, thing = audit.deed_of(entry.deed), Thing(entry.subject)
        if deed.about:
            key = int(entry.subject) if entry.subject.isdecimal() else 0
            unseen = Thing(_("somebody who is gone")) if deed.about in audit.PEOPLE else None
            seen = found.get((deed.about, key), unseen)
            if seen is None:
                continue
            thing = seen
        sentence = str(deed.sentence) % {"who": _who(entry, names), "what": thing.name}
        yield DeedLine(sentence, moments.when(entry.at), entry.at.isoformat(), thing.url)


def _who(entry: AuditEntry, names: Mapping[int, str]) -> str:
    if entry.person_id is None:
        return _("The house itself, or somebody who is gone,")
    return names.get(entry.person_id) or _("Somebody")
