"""How far a row has got: published, or not yet, or no longer."""

from __future__ import annotations

from django.db.models import TextChoices


class Standing(TextChoices):
    """Hiding never touches the audience; moving never touches the standing."""

    PUBLISHED = "published"
    DRAFT = "draft"  # its author alone
    PENDING = "pending"  # its author, and those in the audience who may moderate
    HIDDEN = "hidden"  # the same
    REMOVED = "removed"  # all in the audience, as a mark without text


OPEN = (Standing.PUBLISHED, Standing.REMOVED)
HELD = (Standing.PENDING, Standing.HIDDEN)
