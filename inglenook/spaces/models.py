"""Rows of spaces. A space owns its audience; what is said in it lives in `conversations`."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inglenook.foundation.epoch import ShownRow, ShownRows
from inglenook.foundation.guarded import GuardedQuerySet, house_manager
from inglenook.foundation.predicate import Guard, Hop


class SpaceQuerySet(ShownRows, GuardedQuerySet):  # type: ignore[override]
    """Spaces stand at the side of every page."""


class Space(ShownRow):
    """A board of threads, or a chat that owns one stream."""

    class Kind(models.TextChoices):
        BOARD = "board", _("Board: threads one below another")
        CHAT = "chat", _("Chat: one flowing talk with branches")

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="spaces")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=60)
    purpose = models.CharField(max_length=200, blank=True)
    icon = models.CharField(max_length=30, default="messages-square")
    kind = models.CharField(max_length=5, choices=Kind.choices, default=Kind.BOARD)
    audience = models.OneToOneField("foundation.Audience", models.PROTECT, related_name="space")
    asks_welcome = models.BooleanField(default=False)
    """Whether a list space shows its name to members, so that they may ask to be let in."""
    position = models.PositiveIntegerField(default=0)
    last_key = models.BigIntegerField(default=0)
    """The newest published post, for the calm dot."""
    imported = models.BooleanField(default=False)
    """Came from elsewhere: opens to the world only after a host looked at a sample of it."""
    archived_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    quiet: ClassVar[frozenset[str]] = frozenset({"last_key"})

    objects = SpaceQuerySet.as_manager()
    guard = Guard("audience_id", (Hop(),))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "slug"], name="space_slug_once")
        ]
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.slug

    def activity_audience(self) -> int:
        return self.audience_id

    def activity_place(self) -> None:
        return None


class FormerSpaceSlug(models.Model):
    """An address that a space had once and that still leads there."""

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, models.CASCADE, related_name="former_slugs")
    slug = models.SlugField(max_length=60)

    objects = house_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "slug"], name="former_space_slug_once")
        ]

    def __str__(self) -> str:
        return self.slug


class SpaceRequest(models.Model):
    """A member asks to be let into a list space."""

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, models.CASCADE, related_name="+")
    membership = models.ForeignKey("communities.Membership", models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = house_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "membership"], name="one_space_request")
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} asks for {self.space_id}"


class SpaceMark(models.Model):
    """How far a member has looked at a space, for its calm dot."""

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    membership = models.ForeignKey("communities.Membership", models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, models.CASCADE, related_name="+")
    key = models.BigIntegerField()

    objects = house_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["membership", "space"], name="one_mark_a_space")
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} saw {self.space_id}"
