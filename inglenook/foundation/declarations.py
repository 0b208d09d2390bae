"""Finds what the rooms declare: each room's `declares.py` is imported once, at start."""

from __future__ import annotations

from django.utils.module_loading import autodiscover_modules


def load() -> None:
    """Import `declares.py` of every installed room, so that its kinds and verbs are known."""
    autodiscover_modules("declares")
