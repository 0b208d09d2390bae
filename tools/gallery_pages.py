"""Which pages the gallery shows, and with what."""

from __future__ import annotations

from typing import Any

from tools import gallery_doors, gallery_rooms, gallery_talk
from tools.gallery_values import CAST, V, composer, street

Page = tuple[str, object, dict[str, Any]]


def components() -> dict[str, Any]:
    """What the page of all parts needs."""
    reactions = [V(emoji="❤️", label="Thanks from Mia", mine=True, url="")]
    page = V(faces=list(CAST.values()), composer=composer(), reactions=reactions)
    refused = gallery_doors.Entrance({"email": "mia@okafor"})
    refused.add_error(None, "This address and this password don’t belong together.")
    return {"page": page, "form": gallery_doors.Entrance(auto_id="first_%s"), "refused": refused}


def pages() -> dict[str, Page]:
    """File name -> template, frame and context."""
    parts: Page = ("foundation/components.html", street(), components())
    rooms = {**gallery_talk.pages(), **gallery_doors.pages(), **gallery_rooms.pages()}
    return {"17-components": parts, **rooms}
