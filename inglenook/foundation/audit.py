"""What operators, hosts and moderators did with power: appended, never changed.

A room declares its deeds and how the things that they were done to are called. The page of hosts
names a thing only where its reader may see it, and leaves out what was done to what they may not.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone

from inglenook.foundation.guarded import HouseQuerySet
from inglenook.foundation.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that can be noted. `sentence` takes `%(who)s` and `%(what)s`.

    `about` is the kind of thing that a subject names ("space"), "" where the subject is no thing
    but a name, or nothing.
    """

    name: str
    sentence: Any
    about: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """What something is called, and where it stands."""

    name: str
    url: str = ""


type Naming = Callable[[Viewer, str, Collection[int]], Mapping[int, Thing]]
"""Names those of the ids that the viewer may see; the text is the community's slug."""

#: Kinds of things whose absence is no secret.
PEOPLE = ("person", "member")
_deeds: dict[str, Deed] = {}
_namings: dict[str, Naming] = {}


class _Appended(HouseQuerySet):
    """Rows that are written once."""

    def update(self, **changes: Any) -> NoReturn:
        raise RuntimeError("the audit is appended to, never changed")

    def delete(self) -> NoReturn:
        raise RuntimeError("the audit is appended to, never erased")


class AuditEntry(models.Model):
    """One grave or private deed: who, what, to what, when; no contents."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    community = models.ForeignKey(
        "communities.Community", models.SET_NULL, null=True, related_name="+"
    )
    deed = models.CharField(max_length=60)
    subject = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = _Appended.as_manager()

    def __str__(self) -> str:
        return f"{self.deed} {self.subject}"

    def save(self, *args: Any, **more: Any) -> None:
        if self.pk is not None:
            raise RuntimeError("the audit is appended to, never changed")
        super().save(*args, **more)

    def delete(self, *args: Any, **more: Any) -> NoReturn:
        raise RuntimeError("the audit is appended to, never erased")


def declare(*deeds: Deed) -> None:
    """Make deeds known; each room calls it in its `declares.py`."""
    for deed in deeds:
        _deeds[deed.name] = deed


def declare_things(about: str, naming: Naming) -> None:
    """Say how the things of a kind are called."""
    _namings[about] = naming


def deeds() -> dict[str, Deed]:
    """All deeds by name."""
    return dict(_deeds)


def deed_of(name: str) -> Deed:
    """The deed of an entry; one that no release of today knows is told by its name."""
    return _deeds.get(name) or Deed(name, "%(who)s: " + name.replace("%", ""))


def things(
    viewer: Viewer, slug: str, entries: Iterable[AuditEntry]
) -> dict[tuple[str, int], Thing]:
    """By kind and id, the things of these entries that the viewer may see."""
    wanted: dict[str, set[int]] = {}
    for entry in entries:
        about = deed_of(entry.deed).about
        if about in _namings and entry.subject.isdecimal():
            wanted.setdefault(about, set()).add(int(entry.subject))
    return {
        (about, key): thing
        for about, keys in wanted.items()
        for key, thing in _namings[about](viewer, slug, keys).items()
    }


def note(
    person_id: int | None, deed: str, subject: str = "", community_id: int | None = None
) -> None:
    """Append an entry; `subject` names the thing by its id or file name, never by its contents."""
    AuditEntry.objects.create(
        person_id=person_id, community_id=community_id, deed=deed, subject=subject[:200]
    )


def note_of(viewer: Viewer, deed: str, subject: object = "") -> None:
    """Append what a member did in their community."""
    note(viewer.person_id, deed, str(subject), viewer.community_id)
