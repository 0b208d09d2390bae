"""How a member looks on a page: picture or initials, hue, name, address."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from inglenook.foundation.addresses import at
from inglenook.foundation.shell import Face

HUES = 4


def _script(word: str) -> str:
    """The alphabet of a word's first letter, as its name in Unicode begins."""
    return unicodedata.name(word[0], "").partition(" ")[0]


def _names(name: str) -> list[str]:
    """The words of a name without titles such as "Dr."; all of them where nothing else is left."""
    words = name.split()
    return [word for word in words if not word.endswith(".")] or words


def first_name(name: str) -> str:
    """What people call somebody in a sentence."""
    return next(iter(_names(name)), name)


def initials(name: str) -> str:
    """The first letters of the first word and of the last one in the same alphabet."""
    words = _names(name)
    if not words:
        return "?"
    alike = [word for word in words[1:] if _script(word) == _script(words[0])]
    return (words[0][0] + (alike[-1][0] if alike else "")).upper()


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
