"""Sample values for the gallery: the cast of the house and what they said."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.utils.safestring import mark_safe

from inglenook.foundation.shell import Face, House, NavItem, Shell, SpaceItem, Way, You


class V(SimpleNamespace):
    """Sample values under names; one equals itself alone, as `kept` blocks must tell them apart."""

    __hash__ = object.__hash__  # type: ignore[assignment]
    __eq__ = object.__eq__


CAST = {
    "Hedda": Face("", "HL", 0),
    "Mo": Face("", "MO", 1),
    "Mia": Face("", "MA", 2),
    "Gus": Face("", "GB", 3),
    "Nils": Face("", "NÅ", 4),
}
FOOT = (Way("Privacy", "#"), Way("Legal notice", "#"), Way("Contact", "#"))


def shell(**changes: Any) -> Shell:
    """The frame of the community "Racket" as Mia sees it."""
    values: dict[str, Any] = {
        "name": "Racket",
        "url": "#home",
        "mark": "λ",
        "slug": "racket",
        "members": "212 members",
        "theme_url": "/theme.css",
        "houses": (House("The Second Draft", "#", "S", "draft"),),
        "nav": (NavItem("Home", "#", "house", True), NavItem("People", "#", "users")),
        "spaces": (
            SpaceItem("General", "#", "messages-square", is_new=True),
            SpaceItem("Workshop", "#", "wrench"),
            SpaceItem("The tea room", "#", "coffee"),
            SpaceItem("Hosts' corner", "#", "shield", locked=True),
        ),
        "you": You("Mia Andersen", "#", CAST["Mia"], "m1", "#", "#"),
        "search_url": "#search",
        "settings_url": "#",
        "foot": FOOT,
    }
    return Shell(**{**values, **changes})


def outside(**changes: Any) -> Shell:
    """The frame that a stranger sees."""
    values = {"you": None, "search_url": "", "houses": (), "sign_in_url": "#", "join_url": "#"}
    return shell(**{**values, **changes})


def street(**changes: Any) -> Shell:
    """The frame of the installation's front door."""
    return Shell(name="Commons Street", sign_in_url="#", foot=FOOT, **changes)


def post(number: int, who: str, text: str, **changes: Any) -> V:
    """One post as the pages want it."""
    face = CAST[who]
    values: dict[str, Any] = {
        "id": str(number),
        "anchor": f"p-{number}",
        "url": f"#p-{number}",
        "author_name": who,
        "author_url": "#",
        "avatar_url": face.avatar_url,
        "initials": face.initials,
        "hue": face.hue,
        "role_label": "Host" if who == "Hedda" else "",
        "iso": f"2026-11-24T09:{number:02}:00+00:00",
        "when": f"09:{number:02}",
        "html": mark_safe(text),
        "edited_url": "#",
        "edit_url": "#",
        "delete_url": "#",
        "quote_url": "#",
        "reply_url": "#",
        "answer_url": "",
        "removed_text": "Mo took this post down.",
        "imported_from": "",
        "reactions": [],
        "react_url": "#",
        "files": [],
        "day": "",
        "branch": None,
        "branch_url": "#",
    }
    flags = "is_removed is_pending edited is_mine can_edit can_delete is_answer is_lead system"
    values |= dict.fromkeys([*flags.split(), "continued"], False)
    return V(**{**values, **changes})


def composer(**changes: Any) -> V:
    """Where Mia writes."""
    values = {
        "action": "#",
        "intent": "0f0f",
        "draft_key": "t-1",
        "label": "Your reply",
        "placeholder": "Reply to Hedda and the others",
        "text": "",
        "problem": "",
        "blocked": "",
        "reply_to": "",
        "reply_name": "",
        "button": "Post reply",
        "is_chat": False,
        "mention_url": "/people.html",
        "region": "posts",
    }
    return V(**{**values, **changes})


def tag(text: str, tone: str = "", icon: str = "") -> V:
    """A label."""
    return V(text=text, tone=tone, icon=icon)
