"""What can be done with spaces."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from inglenook.communities.models import Community, Membership
from inglenook.foundation import audit, names
from inglenook.foundation.activity import record
from inglenook.foundation.audience import LIST, MEMBERS, MODERATORS, WORLD, Audience, AudienceEntry
from inglenook.foundation.policy import Invalid, require
from inglenook.foundation.viewer import Viewer
from inglenook.spaces import policy
from inglenook.spaces.declares import ARCHIVED, ASKED_IN, CHANGED, LISTED, MADE, UNLISTED
from inglenook.spaces.models import FormerSpaceSlug, Space, SpaceRequest

OPENNESS = (WORLD, MEMBERS, MODERATORS, LIST)


def make_space(
    viewer: Viewer,
    community: Community,
    *,
    name: str,
    kind: str,
    openness: str = "",
    purpose: str = "",
    icon: str = "messages-square",
    slug: str = "",
) -> Space:
    """Open a board or a chat; whoever opens a list space stands on its list.

    Args:
        openness: world, members, moderators or list; the community's own where empty.

    Raises:
        Refused: when the viewer is no host.
        Invalid: when the name, the address or the kind can't be taken.
    """
    require(policy.may_make(viewer))
    with transaction.atomic():
        space = create_space(
            community,
            name=name,
            kind=kind,
            openness=openness or default_openness(community),
            purpose=purpose,
            icon=icon,
            slug=slug,
        )
        if space.audience.kind == LIST:
            put_on_list(space, [viewer.actor_id])
        audit.note_of(viewer, "space.make", space.pk)
        record(viewer.actor_id, MADE, space)
    return space


def default_openness(community: Community) -> str:
    """As open as the community itself."""
    world = community.readable_by == Community.ReadableBy.WORLD
    return WORLD if world else MEMBERS


def create_space(
    community: Community,
    *,
    name: str,
    kind: str,
    openness: str,
    purpose: str = "",
    icon: str = "messages-square",
    slug: str = "",
    imported: bool = False,
) -> Space:
    """The rows of a space, for the deeds that open one; asks nobody's leave."""
    name = names.display_name(name)
    if kind not in Space.Kind.values:
        raise Invalid(_("A space is a board or a chat."), "kind")
    if openness not in OPENNESS:
        raise Invalid(_("Choose who may read it from the list."), "openness")
    last = Space.objects.unguarded("the order of all spaces").filter(community=community)
    slug = free_slug(community, slug or slugify(name) or "space")
    return Space.objects.create(
        community=community,
        name=name,
        slug=slug,
        purpose=purpose.strip()[:200],
        icon=icon,
        kind=kind,
        imported=imported,
        audience=Audience.objects.create(community=community, kind=openness),
        position=(last.aggregate(p=Max("position"))["p"] or 0) + 1,
    )


def free_slug(community: Community, wanted: str) -> str:
    """`wanted`, or with a number behind it when another space has or had that address."""
    wanted = wanted[:50]
    spaces = Space.objects.unguarded("an address is taken by hidden spaces as well")
    taken = set(spaces.filter(community=community).values_list("slug", flat=True))
    former = FormerSpaceSlug.objects.filter(community=community)
    taken |= set(former.values_list("slug", flat=True))
    candidate, n = wanted, 2
    while candidate in taken:
        candidate, n = f"{wanted}-{n}", n + 1
    return candidate


def change_space(viewer: Viewer, space: Space, **changes: Any) -> Space:
    """Change name, purpose, icon or address; the old address keeps leading here.

    Raises:
        Refused: when the viewer may not.
        Invalid: when a name or address can't be taken.
    """
    require(policy.may_tend(viewer, space))
    if "name" in changes:
        changes["name"] = names.display_name(changes["name"])
    with transaction.atomic():
        if changes.get("slug", space.slug) != space.slug:
            changes["slug"] = names.slug(changes["slug"], names.RESERVED_SPACES)
            FormerSpaceSlug.objects.update_or_create(
                community_id=space.community_id, slug=space.slug, defaults={"space": space}
            )
        for field, value in changes.items():
            setattr(space, field, value)
        try:
            with transaction.atomic():
                space.save(update_fields=list(changes))
        except IntegrityError as error:
            raise Invalid(_("Another space has this address. Choose another."), "slug") from error
        audit.note_of(viewer, "space.change", space.pk)
        record(viewer.actor_id, CHANGED, space)
    return space


def open_space(viewer: Viewer, space: Space, openness: str, *, seen_sample: bool = False) -> None:
    """Change who may read a space and all that was said in it: one row.

    Args:
        seen_sample: whether the host looked at whose words the world would read.

    Raises:
        Refused: when the viewer may not, or for imported words that nobody looked at.
        Invalid: for an openness that doesn't exist.
    """
    require(policy.may_tend(viewer, space))
    if openness not in OPENNESS:
        raise Invalid(_("Choose who may read it from the list."), "openness")
    require(policy.may_open(space, openness, seen_sample=seen_sample))
    with transaction.atomic():
        Audience.objects.filter(pk=space.audience_id).update(kind=openness)
        if openness == LIST:
            put_on_list(space, [viewer.actor_id])
        audit.note(viewer.person_id, f"space.open.{openness}", str(space.pk), space.community_id)
        record(viewer.actor_id, CHANGED, space)


def close_to_world(audience_ids: Collection[int]) -> None:
    """Words from elsewhere are about to come in under these audiences: members alone read them.

    Even where a host had opened them: that host looked at other words. They may look again. Asks
    nobody's leave; inside the caller's transaction.
    """
    worldly = Audience.objects.filter(pk__in=audience_ids, kind=WORLD)
    closed = list(worldly.select_for_update().values_list("pk", "community_id"))
    if not closed:
        return
    Audience.objects.filter(pk__in=[pk for pk, _community in closed]).update(kind=MEMBERS)
    spaces = Space.objects.unguarded("imported words are about to stand in it")
    shut = spaces.filter(audience__in=[pk for pk, _community in closed])
    shut.update(imported=True)
    for pk, community_id in shut.values_list("pk", "community_id"):
        audit.note(None, "space.close", str(pk), community_id)


def archive_space(viewer: Viewer, space: Space, *, archived: bool) -> None:
    """Close a space for writing, or open it again; it stays readable.

    Raises:
        Refused: when the viewer may not.
    """
    require(policy.may_tend(viewer, space))
    with transaction.atomic():
        space.archived_at = timezone.now() if archived else None
        space.save(update_fields=["archived_at"])
        audit.note_of(viewer, "space.archive" if archived else "space.unarchive", space.pk)
        record(viewer.actor_id, ARCHIVED if archived else CHANGED, space)


def order_spaces(viewer: Viewer, community: Community, slugs: Sequence[str]) -> None:
    """Put the spaces that the host sees in this order; others keep their places behind.

    Raises:
        Refused: when the viewer is no host.
    """
    require(policy.may_make(viewer))
    with transaction.atomic():
        seen = Space.objects.visible_to(viewer).filter(community=community)
        for position, slug in enumerate(slugs, 1):
            seen.filter(slug=slug).update(position=position)
        audit.note_of(viewer, "space.order")


def put_on_list(space: Space, membership_ids: Sequence[int]) -> None:
    """Rows of a list; asks nobody's leave."""
    AudienceEntry.objects.bulk_create(
        [
            AudienceEntry(
                community_id=space.community_id, audience_id=space.audience_id, membership_id=pk
            )
            for pk in membership_ids
        ],
        ignore_conflicts=True,
    )


def add_to_space(viewer: Viewer, space: Space, member: Membership) -> None:
    """Let a member into a list space.

    Raises:
        Refused: when the viewer may not, or the space is not by list.
    """
    require(policy.may_list(viewer, space))
    with transaction.atomic():
        put_on_list(space, [member.byline_of_id or member.pk])
        SpaceRequest.objects.filter(space=space.pk, membership=member).delete()
        audit.note_of(viewer, "space.add", space.pk)
        record(viewer.actor_id, LISTED, space)


def leave_space(viewer: Viewer, space: Space) -> None:
    """Step off a list oneself.

    Raises:
        Refused: for a space that is not by list.
    """
    require(policy.may_step_off(viewer, space))
    _unlist(viewer, space, viewer.actor_id)


def take_off_list(viewer: Viewer, space: Space, member: Membership) -> None:
    """Take somebody off a list.

    Raises:
        Refused: when the viewer may not.
    """
    require(policy.may_list(viewer, space))
    with transaction.atomic():
        audit.note_of(viewer, "space.take_off", space.pk)
        _unlist(viewer, space, member.pk)


def _unlist(viewer: Viewer, space: Space, membership_id: int) -> None:
    with transaction.atomic():
        entries = AudienceEntry.objects.filter(audience=space.audience_id)
        entries.filter(membership=membership_id).delete()
        record(viewer.actor_id, UNLISTED, space)


def ask_for_space(viewer: Viewer, space: Space) -> None:
    """Ask to be let into a list space that shows its name.

    Raises:
        Refused: when the space takes no requests or the viewer is in it.
    """
    require(policy.may_ask(viewer, space))
    with transaction.atomic():
        _request, is_new = SpaceRequest.objects.get_or_create(
            space=space,
            membership_id=viewer.actor_id,
            defaults={"community_id": space.community_id},
        )
        if is_new:
            record(viewer.actor_id, ASKED_IN, space)
