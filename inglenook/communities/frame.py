"""Fills the frame of the pages: the community's name and colour, ways, spaces, you."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from inglenook.communities import policy
from inglenook.communities.faces import face
from inglenook.communities.models import Community
from inglenook.foundation import conditions, furnishing
from inglenook.foundation.addresses import at
from inglenook.foundation.shell import House, NavItem, Shell, Way, You


def mark_of(name: str) -> str:
    """The letter under a community's arch."""
    words = [w for w in name.split() if w.lower() not in ("the", "die", "der", "das", "la", "el")]
    return (words or name.split() or ["?"])[0][0].upper()


def house_of(community: Community) -> House:
    """A community as the switcher shows it."""
    return House(community.name, at(community.slug), mark_of(community.name), community.slug)


def frame_of(request: Any) -> Shell:
    """The frame for this request; made at most once, when a template asks for it."""
    person, community = request.session.person, request.community
    theme = {"theme": person.theme, "text": "large" if person.large_text else ""} if person else {}
    shared: dict[str, Any] = {
        **theme,
        "houses": tuple(house_of(c) for c in request.presence.elsewhere),
        "sign_in_url": "" if person else f"/account/login/?next={request.path}",
        "found_url": "/found/" if policy.may_found(person) else "",
        **_banner(person),
    }
    if community is None or not _knows(request, community):
        theme_url = "/houses.css" if request.path == "/" else ""
        return Shell(you=_you_at_the_door(person), foot=_foot(""), theme_url=theme_url, **shared)
    inside, ask = request.viewer.is_inside, at(community.slug, "ask")
    asks = community.asks_welcome and not inside and request.path != ask
    you = _you_inside(request, person)
    search = at(community.slug, "search")
    bar = (at(community.slug), search, you.url if you else "")
    return Shell(
        name=community.name,
        url=at(community.slug),
        mark=mark_of(community.name),
        slug=community.slug,
        members=community.purpose if inside else "",
        theme_url=at(community.slug, "theme.css")[:-1] + f"?v={community.look_version}",
        nav=furnishing.nav(request),
        spaces=furnishing.spaces(request),
        you=you,
        search_url=search,
        here=request.path if request.path in bar else "",
        join_url=ask if asks else "",
        settings_url=at(community.slug, "settings") if request.viewer.is_host else "",
        foot=_foot(f"/{community.slug}"),
        live_url=f"/live/?community={community.slug}" if inside else "",
        in_spaces=getattr(request, "in_spaces", False),
        findable=community.findable and not inside,
        **shared,
    )


def _knows(request: Any, community: Community) -> bool:
    """Whoever holds a link to a community knows of it, even before they are in."""
    return getattr(request, "holds_link", False) or policy.may_know(request.viewer, community)


def _banner(person: Any) -> dict[str, str]:
    if person is None or not person.is_operator:
        return {}
    if wrong := conditions.troubles():
        return {
            "banner": " ".join(f"{line.title}: {line.sentence}" for line in wrong),
            "banner_url": "/operator/state/",
            "banner_way": _("See what to do"),
            "banner_kind": "harm",
        }
    if settings.MAIL_LEAVES:
        return {}
    return {
        "banner": _("No mail leaves this house yet: letters are kept here, for you alone."),
        "banner_url": "/operator/mail/",
        "banner_way": _("Look at them"),
    }


def _key(person: Any) -> str:
    """Tells drafts of two people on one device apart, without saying who they are."""
    secret = f"{settings.SECRET_KEY}draft{person.pk}"
    return hashlib.sha256(secret.encode()).hexdigest()[:16]


def _you_at_the_door(person: Any) -> You | None:
    if person is None:
        return None
    return You(
        name=person.email,
        url="/account/",
        face=face(person.pk, person.email),
        key=_key(person),
        account_url="/account/",
        sign_out_url="/account/logout/",
    )


def _you_inside(request: Any, person: Any) -> You | None:
    member = request.membership
    if person is None or member is None or not request.viewer.is_inside:
        return _you_at_the_door(person)
    slug = request.community.slug
    return You(
        name=member.name,
        url=at(slug, "people", member.pk),
        face=face(member.pk, member.name, member.picture, slug),
        key=_key(person),
        account_url="/account/",
        sign_out_url="/account/logout/",
    )


def _foot(below: str) -> tuple[Way, ...]:
    return _foot_in(get_language(), below)


@lru_cache(maxsize=256)
def _foot_in(language: str | None, below: str) -> tuple[Way, ...]:
    ways = (
        (_("Privacy"), "privacy"),
        (_("Legal notice"), "legal"),
        (pgettext("page", "Contact"), "contact"),
    )
    return tuple(Way(name, f"{below}/{page}/") for name, page in ways)


def tending(request: Any) -> tuple[Way, ...]:
    """The pages on which this member tends the community; none for most."""
    slug, viewer = request.community.slug, request.viewer
    doors: tuple[tuple[str, str], ...] = (
        (_("Invitations"), at(slug, "invitations")),
        (_("Requests"), at(slug, "requests")),
    )
    if policy.may_tend(viewer):
        doors = (
            (_("The house"), at(slug, "settings")),
            (_("Spaces"), at(slug, "spaces")),
            *doors,
            (_("Moving in"), at(slug, "import")),
            (_("Texts"), at(slug, "settings", "texts")),
            (_("What was done"), at(slug, "settings", "deeds")),
        )
    elif not policy.may_invite(viewer):
        return ()
    return tuple(Way(str(name), url) for name, url in doors)


def navigation(request: Any) -> tuple[NavItem, ...]:
    """Home and people; rooms above add theirs."""
    slug, path = request.community.slug, request.path
    items = [NavItem(_("Home"), at(slug), "house", path == at(slug))]
    if request.viewer.is_member:
        people = at(slug, "people")
        items.append(NavItem(_("People"), people, "users", path.startswith(people)))
    if tends := tending(request):
        is_here = any(path.startswith(way.url) for way in tends)
        items.append(NavItem(_("Settings"), tends[0].url, "settings", is_here))
    return tuple(items)
