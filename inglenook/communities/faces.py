"""How a member looks on a page: picture or initials, hue, name, address."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from inglenook.foundation.addresses import at
from inglenook.foundation.shell import Face

HUES = 4


def initials(name: str) -> str:
    """The first letters of the first and the last word."""
    words = name.split()
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def face(membership_id: int | None, name: str, picture: str = "", slug: str = "") -> Face:
    """The picture of a member, or the initials in one of the community's hues."""
    url = f"/{slug}/picture/{picture}" if picture else ""
    return Face(avatar_url=url, initials=initials(name), hue=(membership_id or 0) % HUES + 1)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A member with one line about them."""

    name: str
    url: str
    line: str
    face: Face
    id: int = 0


def gone() -> str:
    """How somebody is called whose account is deleted and who was never imported."""
    return _("Somebody who left")


def profile_url(slug: str, membership_id: int | None) -> str:
    """The address of a member's page; empty for nobody."""
    return at(slug, "people", membership_id) if membership_id else ""
