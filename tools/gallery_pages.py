"""Which pages the gallery shows, and with what."""

from __future__ import annotations

from typing import Any

import gallery_doors
import gallery_rooms
import gallery_talk

Page = tuple[str, object, dict[str, Any]]


def pages() -> dict[str, Page]:
    """File name -> template, frame and context."""
    return {**gallery_talk.pages(), **gallery_doors.pages(), **gallery_rooms.pages()}
