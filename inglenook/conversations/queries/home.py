"""A member's home: what needs them, what is new, and the word that this is everything."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inglenook.communities.faces import face, first_name, gone
from inglenook.communities.models import Membership
from inglenook.conversations.models import Post, ReadMark, Thread
from inglenook.conversations.queries.posts import names_in, thread_title
from inglenook.conversations.queries.spaces import SpaceRow
from inglenook.conversations.queries.thread import Tag
from inglenook.foundation import moments, text
from inglenook.foundation.addresses import at
from inglenook.foundation.keys import moment_of
from inglenook.foundation.sentences import isolated
from inglenook.foundation.shell import Face
from inglenook.foundation.standing import Standing
from inglenook.foundation.viewer import Viewer
from inglenook.spaces.queries import askable_spaces

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Need:
    icon: str
    title: str
    line: str
    url: str
    way: str


@dataclass(frozen=True, slots=True)
class FreshLine:
    url: str
    title: str
    excerpt: str
    space_name: str
    line: str
    face: Face
    tags: list[Tag] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class HomePage:
    greeting: str
    lead: str
    needs: list[Need]
    since: str
    fresh: list[FreshLine]
    also: str
    spaces_url: str
    region: str
    live_url: str
    hosts: list[Need]
    rooms: list[Need]
    """List spaces that show their names, so that the viewer may ask to be let in."""


def home_page(
    viewer: Viewer, slug: str, membership: Membership, spaces: tuple[SpaceRow, ...], purpose: str
) -> HomePage:
    """What the home shows; a fixed number of queries however much is new."""
    fresh, more = _fresh(viewer, slug, spaces)
    return HomePage(
        greeting=_("Hello %(name)s") % {"name": first_name(membership.name)},
        lead=purpose,
        needs=_needs(viewer, slug),
        since="",
        fresh=fresh,
        also=_("There is more in the spaces marked with an ember.") if more else "",
        spaces_url=at(slug),
        region=f"community:{viewer.community_id}",
        live_url=at(slug, "home", "fresh"),
        hosts=_first_steps(viewer, slug, spaces),
        rooms=_rooms_to_ask(viewer, slug),
    )


def _needs(viewer: Viewer, slug: str) -> list[Need]:
    """What waits for somebody who tends the community."""
    if not viewer.is_moderator:
        return []
    asked = Membership.objects.filter(community=viewer.community_id, state="asked").count()
    if not asked:
        return []
    title = ngettext("%(n)d person asks to join", "%(n)d people ask to join", asked)
    line = _("They wrote a few words for you.")
    return [Need("door-open", title % {"n": asked}, line, at(slug, "requests"), _("Have a look"))]


def _has_company(viewer: Viewer) -> bool:
    """Whether anybody has come in beside the viewer."""
    here = Membership.objects.filter(
        community=viewer.community_id, state="active", person__isnull=False
    )
    return here.exclude(person=viewer.person_id).exists()


def _first_steps(viewer: Viewer, slug: str, spaces: tuple[SpaceRow, ...]) -> list[Need]:
    """What a host does before others come; later on the settings lead to the same pages."""
    if not viewer.is_host or _has_company(viewer):
        return []
    steps = []
    if not spaces:
        steps.append(
            Need("messages-square", _("Open a first space"),
                 _("A board for threads, or a chat. One is enough to begin with."),
                 at(slug, "spaces", "new"), _("Open one"))
        )  # fmt: skip
    steps.append(
        Need("boxes", _("Bring along what you have"),
             _("An archive of Slack moves in within a minute, and nobody is told."),
             at(slug, "import"), _("Move in"))
    )  # fmt: skip
    steps.append(
        Need("user-plus", _("Ask people in"), _("Make a link and send it to whom you like."),
             at(slug, "invitations"), _("Make a link"))
    )  # fmt: skip
    return steps


def _rooms_to_ask(viewer: Viewer, slug: str) -> list[Need]:
    return [
        Need(room.icon, room.name, room.purpose, at(slug, "s", room.slug, "ask"), _("Ask to enter"))
        for room in askable_spaces(viewer)
    ]


def _fresh(viewer: Viewer, slug: str, spaces: tuple[SpaceRow, ...]) -> tuple[list[FreshLine], bool]:
    names = {space.pk: space.name for space in spaces}
    marks = ReadMark.objects.filter(membership=viewer.membership_id, thread=OuterRef("pk"))
    threads = Thread.objects.visible_to(viewer).filter(
        community=viewer.community_id,
        last_key__gt=viewer.joined_key,
        kind__in=(Thread.Kind.TOPIC, Thread.Kind.BRANCH),
        standing=Standing.PUBLISHED,
    )
    threads = threads.annotate(seen=Subquery(marks.values("key")[:1])).filter(
        Q(seen__isnull=True) | Q(seen__lt=F("last_key"))
    )
    threads = threads.exclude(last_author__in=viewer.blocked_ids)
    rows = list(
        threads.order_by("-last_key").values_list(
            "pk", "title", "space_id", "last_key", "last_author_id", "last_author__name",
            "last_author__picture",
        )[: SHOWN + 1]
    )  # fmt: skip
    posts = Post.objects.visible_to(viewer).filter(pk__in=[row[3] for row in rows])
    texts = dict(posts.filter(standing=Standing.PUBLISHED).values_list("pk", "html"))
    mentioned = names_in(texts.values(), slug, viewer)
    lines = [_line(row, texts.get(row[3], ""), names, mentioned, slug) for row in rows[:SHOWN]]
    return lines, len(rows) > SHOWN


def _line(
    row: tuple[Any, ...], html: str, spaces: dict[int, str], names: Any, slug: str
) -> FreshLine:
    pk, title, space_id, last_key, author_id, author, picture = row
    who = author or gone()
    return FreshLine(
        url=at(slug, "t", pk),
        title=thread_title(title, Thread.Kind.BRANCH),
        excerpt=text.excerpt(text.fill_plain(text.plain_of(html), names), 140),
        space_name=spaces.get(space_id, ""),
        line=_("%(name)s wrote %(when)s")
        % {"name": isolated(who), "when": moments.said(moment_of(last_key))},
        face=face(author_id, who, picture or "", slug),
    )
