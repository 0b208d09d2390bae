"""Rows of communities and of the people in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inglenook.foundation import names, viewer
from inglenook.foundation.epoch import ShownRow, ShownRows
from inglenook.foundation.guarded import HouseQuerySet, house_manager
from inglenook.foundation.keys import new_key


class CommunityQuerySet(HouseQuerySet):
    """Whatever changes in a community gives it a new version."""

    def update(self, **columns: Any) -> int:
        return super().update(**{"version": new_key(), **columns})


class Community(models.Model):
    """A small group around one interest, passion or goal."""

    class ReadableBy(models.TextChoices):
        MEMBERS = "members", _("Members only")
        WORLD = "world", _("Everyone, also without an account")

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    purpose = models.CharField(max_length=200)
    welcome = models.TextField(blank=True)
    seed = models.CharField(max_length=7, default="#a4552f")
    readable_by = models.CharField(
        max_length=8, choices=ReadableBy.choices, default=ReadableBy.MEMBERS
    )
    listed = models.BooleanField(default=False)
    findable = models.BooleanField(default=False)
    asks_welcome = models.BooleanField(default=True)
    language = models.CharField(max_length=10, default="en")
    time_zone = models.CharField(max_length=60, default="UTC")
    privacy_text = models.TextField(blank=True)
    legal_text = models.TextField(blank=True)
    contact_text = models.TextField(blank=True)
    members_audience = models.ForeignKey(
        "foundation.Audience", models.SET_NULL, null=True, related_name="+"
    )
    look_version = models.PositiveIntegerField(default=1)
    version = models.BigIntegerField(default=new_key)
    """New with whatever stands on many of its pages; see `foundation.epoch`."""
    founded_at = models.DateTimeField(default=timezone.now)

    objects = CommunityQuerySet.as_manager()

    def __str__(self) -> str:
        return self.slug

    def save(self, *, update_fields: Iterable[str] | None = None, **how: Any) -> None:
        self.version = new_key()
        fields = None if update_fields is None else {*update_fields, "version"}
        super().save(update_fields=fields, **how)

    @property
    def community_id(self) -> int:
        return self.pk

    def activity_audience(self) -> int | None:
        return self.members_audience_id

    def activity_place(self) -> None:
        return None


class FormerSlug(models.Model):
    """An address that a community had once and that still leads there."""

    slug = models.SlugField(max_length=40, unique=True)
    community = models.ForeignKey(Community, models.CASCADE, related_name="former_slugs")

    objects = house_manager()

    def __str__(self) -> str:
        return self.slug


class MembershipQuerySet(ShownRows, HouseQuerySet):  # type: ignore[override]
    """Questions about people in a community that several rooms ask."""

    def here(self) -> MembershipQuerySet:
        """Those who are in: active, and imported people who have not come yet."""
        return self.filter(state__in=(Membership.State.ACTIVE, Membership.State.IMPORTED))

    def owner_of(self, membership_id: int) -> Any:
        """The id of the membership whose words those of `membership_id` are."""
        face = Membership.objects.filter(pk=membership_id)
        return self.filter(
            Q(pk__in=face.filter(byline_of__isnull=True).values("pk"))
            | Q(pk__in=face.filter(byline_of__isnull=False).values("byline_of"))
        ).values("pk")


class Membership(ShownRow):
    """What a person is in one community. Without a person it is somebody imported or gone."""

    class Role(models.TextChoices):
        HOST = viewer.HOST, _("Host")
        MODERATOR = viewer.MODERATOR, _("Moderator")
        MEMBER = viewer.MEMBER, _("Member")
        GUEST = viewer.GUEST, _("Guest")

    class State(models.TextChoices):
        ACTIVE = "active", _("Here")
        IMPORTED = "imported", _("Has not come yet")
        ASKED = "asked", _("Asked to join")
        LEFT = "left", _("Has left")
        BANNED = "banned", _("Banned")

    community = models.ForeignKey(Community, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="memberships"
    )
    byline_of = models.ForeignKey("self", models.SET_NULL, null=True, related_name="bylines")
    name = models.CharField(max_length=60)
    name_key = models.CharField(max_length=names.LONGEST_KEY, null=True)
    """What the name looks like; held by one in a community. None while nobody is called so yet."""
    bio = models.CharField(max_length=500, blank=True)
    request = models.CharField(max_length=1000, blank=True)
    """What somebody wrote who asked to join."""
    picture = models.CharField(max_length=100, blank=True)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.MEMBER)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    access_version = models.PositiveIntegerField(default=1)
    joined_at = models.DateTimeField(default=timezone.now)

    quiet: ClassVar[frozenset[str]] = frozenset({"access_version", "bio", "request"})

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "person"],
                condition=Q(byline_of__isnull=True, person__isnull=False),
                name="one_membership_a_person",
            ),
            models.UniqueConstraint(fields=["community", "name_key"], name="one_owner_a_name"),
        ]
        indexes = [models.Index(fields=["community", "state", "name"], name="people_by_name")]

    def __str__(self) -> str:
        return f"member {self.pk} of {self.community_id}"

    def activity_audience(self) -> int | None:
        return self.community.members_audience_id

    def activity_place(self) -> None:
        return None


class BlockQuerySet(HouseQuerySet):
    """Between whom a block stands; blocks are kept between main memberships."""

    def parties_of(self, membership_id: int) -> Any:
        """Main memberships kept apart from whoever wrote as `membership_id`, for a subquery."""
        owner = Membership.objects.owner_of(membership_id)
        return Membership.objects.filter(self._other_side(owner)).values("pk")

    def faces_apart_from(self, membership_id: int) -> list[Any]:
        """All memberships, second bylines too, kept apart from this main membership.

        As queries whose answers (each an `apart`) belong together: asked as one condition, every
        membership there is would be looked at.
        """
        found = []
        for mine, other in (("blocker", "blocked"), ("blocked", "blocker")):
            blocks = self.filter(**{mine: membership_id})
            behind = Membership.objects.filter(byline_of__in=blocks.values(other))
            found += [blocks.annotate(apart=F(other)), behind.annotate(apart=F("pk"))]
        return found

    def _other_side(self, owner: Any) -> Q:
        return Q(pk__in=self.filter(blocker__in=owner).values("blocked")) | Q(
            pk__in=self.filter(blocked__in=owner).values("blocker")
        )


class Block(models.Model):
    """One member wants neither to see nor to be seen by another; it leaves out both ways."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    blocker = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    blocked = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = BlockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="one_block_a_pair")
        ]

    def __str__(self) -> str:
        return f"{self.blocker_id} blocks {self.blocked_id}"


class Invitation(models.Model):
    """A link that lets people in: until when, how often, and to which list spaces."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="invitations")
    key_hash = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=60, blank=True)
    made_by = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    role = models.CharField(max_length=10, choices=Membership.Role.choices, default="member")
    uses_left = models.PositiveIntegerField(null=True)
    used = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    audiences = models.ManyToManyField("foundation.Audience", related_name="+")

    objects = house_manager()

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    def activity_audience(self) -> None:
        return None

    def activity_place(self) -> None:
        return None


class Claim(models.Model):
    """How an imported person proves that a membership is theirs; erased a year after import."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    membership = models.OneToOneField(Membership, models.CASCADE, related_name="claim")
    email = models.EmailField(blank=True, db_index=True)
    link_hash = models.CharField(max_length=64, blank=True, db_index=True)
    """Of the link that a host hands to somebody without an address."""
    erase_at = models.DateTimeField()

    objects = house_manager()

    def __str__(self) -> str:
        return f"claim on {self.membership_id}"


class ClaimCode(models.Model):
    """A code mailed to prove an address; for one session, for one address, for a short while."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    email = models.EmailField()
    code_hash = models.CharField(max_length=64)
    tries_left = models.PositiveSmallIntegerField(default=5)
    expires_at = models.DateTimeField()

    objects = house_manager()

    def __str__(self) -> str:
        return f"code for {self.person_id}"
