"""Samples of the rooms of a community besides its talk."""

from __future__ import annotations

from typing import Any

Page = tuple[str, object, dict[str, Any]]


def pages() -> dict[str, Page]:
    """The other rooms."""
    return {}
