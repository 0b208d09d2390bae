"""Founding a community and changing what it is."""

from __future__ import annotations

import re
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from inglenook.accounts.models import Person
from inglenook.communities import policy
from inglenook.communities.declares import CHANGED, FOUNDED
from inglenook.communities.models import Community, FormerSlug, Membership
from inglenook.foundation import audit, names
from inglenook.foundation.activity import record
from inglenook.foundation.audience import MEMBERS, Audience
from inglenook.foundation.policy import Invalid, require
from inglenook.foundation.viewer import HOST, Viewer

COLOUR = re.compile(r"#[0-9a-f]{6}\Z")


def found_community(
    actor: Person,
    *,
    host: Person | None = None,
    name: str,
    slug: str,
    purpose: str,
    host_name: str,
    readable_by: str = Community.ReadableBy.MEMBERS,
    language: str = "en",
    time_zone: str = "UTC",
    seed: str = "",
) -> Community:
    """Found a community; `host`, or the actor, becomes its host under `host_name`.

    Raises:
        Refused: when the actor may not found one here.
        Invalid: when a name or the address can't be taken.
    """
    require(policy.may_found(actor))
    name, slug = names.display_name(name), names.slug(slug)
    host_name = names.display_name(host_name, field="host_name")
    if not purpose.strip():
        raise Invalid(_("Say in one sentence what brings people together here."), "purpose")
    with transaction.atomic():
        _require_free(slug)
        community = Community.objects.create(
            name=name,
            slug=slug,
            purpose=purpose.strip()[:200],
            readable_by=readable_by,
            language=language,
            time_zone=time_zone,
            seed=seed if COLOUR.match(seed) else Community._meta.get_field("seed").default,
        )
        community.members_audience = Audience.objects.create(community=community, kind=MEMBERS)
        community.save(update_fields=["members_audience"])
        first = Membership.objects.create(
            community=community,
            person=host or actor,
            name=host_name,
            name_key=names.key_of(host_name),
            role=HOST,
        )
        audit.note(actor.pk if actor else None, "community.found", community.slug)
        record(first.pk, FOUNDED, community)
    return community


def _require_free(slug: str, but: Community | None = None) -> None:
    taken = Community.objects.filter(slug=slug)
    former = FormerSlug.objects.filter(slug=slug)
    if but is not None:
        taken, former = taken.exclude(pk=but.pk), former.exclude(community=but)
    if taken.exists() or former.exists():
        raise Invalid(
            _("“%(slug)s” is taken here. Choose another address, such as “%(slug)s-club”.")
            % {"slug": slug},
            "slug",
        )


def change_community(viewer: Viewer, community: Community, **changes: Any) -> Community:
    """Change name, address, purpose, look, openness or pages; the old address keeps leading here.

    Raises:
        Refused: when the viewer is no host.
        Invalid: when a name or the address can't be taken.
    """
    require(policy.may_tend(viewer))
    if "name" in changes:
        changes["name"] = names.display_name(changes["name"])
    if "slug" in changes:
        changes["slug"] = names.slug(changes["slug"])
    with transaction.atomic():
        old = community.slug
        if changes.get("slug", old) != old:
            _require_free(changes["slug"], but=community)
            FormerSlug.objects.filter(slug=changes["slug"], community=community).delete()
            FormerSlug.objects.get_or_create(slug=old, defaults={"community": community})
        for field, value in changes.items():
            setattr(community, field, value)
        community.look_version += 1
        try:
            community.save(update_fields=[*changes, "look_version"])
        except IntegrityError as error:
            raise Invalid(
                _("This address was taken a moment ago. Choose another."), "slug"
            ) from error
        audit.note(viewer.person_id, "community.change", ",".join(sorted(changes)), community.pk)
        record(viewer.actor_id, CHANGED, community)
    return community
