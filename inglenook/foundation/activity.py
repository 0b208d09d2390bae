"""One log of what happened, written in the transaction of each change.

An activity holds actor, verb, object, audience, time and numbers; never text or names. Live
pages, notices, mail and search read it, each with a cursor of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from inglenook.foundation import bulk
from inglenook.foundation.guarded import house_manager

KEPT_FOR = timedelta(days=90)
_RECORD_LOCK = 0x1A61E
"""The advisory lock under which ids are given on PostgreSQL, so that they commit in order."""


@dataclass(frozen=True, slots=True)
class Verb:
    """Something that can happen. `sentence` is for people and takes `actor` and `object`."""

    name: str
    sentence: Any
    about: str  # the kind of object, "app_label.model"


_verbs: dict[str, Verb] = {}


def declare(*verbs: Verb) -> None:
    """Make verbs known; each room calls it in its `declares.py`."""
    for verb in verbs:
        _verbs[verb.name] = verb


def declared_verbs() -> dict[str, Verb]:
    """All verbs by name."""
    return dict(_verbs)


class Activity(models.Model):
    """One thing that happened. A reader is in its audience *and* able to see the object now."""

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    actor = models.ForeignKey(
        "communities.Membership", models.SET_NULL, null=True, related_name="+"
    )
    verb = models.CharField(max_length=40)
    about = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    place_id = models.BigIntegerField(null=True)
    """The thread in which it happened, where it did: what an open page is about."""
    audience = models.ForeignKey(
        "foundation.Audience", models.SET_NULL, null=True, related_name="+"
    )
    numbers = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    objects = house_manager()

    class Meta:
        indexes = [
            models.Index(fields=["community", "id"], name="activity_by_community"),
            models.Index(fields=["at"], name="activity_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.about} {self.object_id}"


class Cursor(models.Model):
    """How far a reader of the log has got; moved in the transaction of its effect."""

    consumer = models.CharField(max_length=60, primary_key=True)
    position = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField(auto_now=True)

    objects = house_manager()

    def __str__(self) -> str:
        return f"{self.consumer} at {self.position}"


class UndeclaredVerb(RuntimeError):
    """A programming error: an action recorded a verb that no room declares."""


def record(actor: int | None, verb: Verb, subject: Any, **numbers: int) -> None:
    """Write down what happened; the last statement of the action's transaction.

    The audience is the object's own, never the caller's. `actor` is the id of a membership,
    or None for what the house itself did.

    Raises:
        UndeclaredVerb: when no room declares the verb, or it is about another kind of object.
        RuntimeError: outside a transaction.
    """
    about = subject._meta.label_lower
    if _verbs.get(verb.name) is not verb or verb.about != about:
        raise UndeclaredVerb(f"{verb.name} about {about}")
    if not connection.in_atomic_block:
        raise RuntimeError("record() belongs in the transaction of the change")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_RECORD_LOCK])
    row = (
        subject.community_id, actor, verb.name, about, subject.pk, subject.activity_place(),
        subject.activity_audience(), numbers,
    )  # fmt: skip
    bulk.insert(Activity, _COLUMNS, [row])


_COLUMNS = (
    "community", "actor", "verb", "about", "object_id", "place_id", "audience", "numbers",
)  # fmt: skip


def consume(consumer: str, effect: Callable[[list[Activity]], None], batch: int = 200) -> int:
    """Hand the next activities to `effect` and move the cursor, in one transaction.

    Returns:
        How many there were; 0 means that the consumer has caught up.
    """
    with transaction.atomic():
        Cursor.objects.get_or_create(consumer=consumer)
        cursor = Cursor.objects.select_for_update().get(consumer=consumer)
        news = list(Activity.objects.filter(pk__gt=cursor.position).order_by("pk")[:batch])
        if news:
            effect(news)
            cursor.position = news[-1].pk
            cursor.save()
        return len(news)


def prune() -> int:
    """Forget what is older than 90 days and past every cursor; returns how many rows went."""
    slowest = Cursor.objects.aggregate(p=models.Min("position"))["p"]
    old = Activity.objects.filter(at__lt=timezone.now() - KEPT_FOR)
    if slowest is not None:
        old = old.filter(pk__lte=slowest)
    return old.delete()[0]
