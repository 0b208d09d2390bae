"""Rows of imports: how far each is, and what each thing of a source became here."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inglenook.foundation.guarded import house_manager


class Import(models.Model):
    """One archive on its way in. A worker killed in the middle goes on from `chapter`."""

    class State(models.TextChoices):
        READING = "reading", _("Being read")
        SURVEYED = "surveyed", _("Read; nothing has come yet")
        REFUSED = "refused", _("Can't be read")
        RUNNING = "running", _("Coming in")
        DONE = "done", _("Here")
        UNDOING = "undoing", _("Being put back")
        UNDONE = "undone", _("Put back")

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    made_by = models.ForeignKey(
        "communities.Membership", models.SET_NULL, null=True, related_name="+"
    )
    source = models.CharField(max_length=20, default="slack")
    file_name = models.CharField(max_length=200)
    path = models.CharField(max_length=500)
    is_ours = models.BooleanField(default=True)
    """Whether the file is our copy, to be erased with the import."""
    fingerprint = models.CharField(max_length=64, db_index=True)
    direct_messages = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    problem = models.CharField(max_length=500, blank=True)
    survey = models.JSONField(null=True)
    tally = models.JSONField(null=True)
    chapter = models.CharField(max_length=300, blank=True)
    """The last chapter that is in."""
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    """Messages read so far, and in all."""
    there = models.PositiveIntegerField(default=0)
    """Posts of the archive that an earlier import had brought."""
    spaces = models.JSONField(default=dict)
    """The archive's spaces by the id of the thread that their flat talk went into; for each that
    this import made, what it looked like then (see `newcomers.look_of`)."""
    kept = models.JSONField(default=list)
    """After an undo: what stayed, and why."""
    made_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = house_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community"],
                condition=Q(state__in=("running", "undoing")),
                name="one_import_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"


class Arrival(models.Model):
    """What a thing of the source became: by it an import is idempotent, and can be undone.

    What stays after an undo keeps its arrival, also when the import itself is forgotten: so it
    never comes twice.
    """

    class Kind(models.TextChoices):
        PERSON = "person"
        SPACE = "space"
        THREAD = "thread"
        POST = "post"

    community = models.ForeignKey(
        "communities.Community", models.CASCADE, related_name="+", db_index=False
    )
    brought_by = models.ForeignKey(
        Import, models.SET_NULL, null=True, related_name="arrivals", db_index=False
    )
    source = models.CharField(max_length=20)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    source_id = models.CharField(max_length=200)
    object_id = models.BigIntegerField()

    objects = house_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "source", "kind", "source_id"], name="arrives_once"
            )
        ]
        indexes = [models.Index(fields=["brought_by", "kind"], name="arrivals_of_import")]

    def __str__(self) -> str:
        return f"{self.kind} {self.source_id}"
