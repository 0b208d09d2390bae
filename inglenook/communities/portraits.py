"""Members' pictures in the store: two sizes, under a random name that no list shows."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from inglenook.foundation import pictures
from inglenook.foundation.policy import Invalid

FOLDER = "portraits"


def store(upload: Any) -> str:
    """Keep an uploaded picture, without what cameras write into it; returns its random name.

    Raises:
        Invalid: when the file is no picture that we can take.
    """
    try:
        portrait = pictures.accept(upload)
    except pictures.PictureRefused as refused:
        raise Invalid(str(refused), "picture") from refused
    return keep(portrait)


def keep(portrait: pictures.Portrait) -> str:
    """Keep both sizes; returns their random name. A row names it afterwards, or it is swept up."""
    name = secrets.token_urlsafe(16)
    default_storage.save(f"{FOLDER}/{name}-small.webp", ContentFile(portrait.small))
    default_storage.save(f"{FOLDER}/{name}-large.webp", ContentFile(portrait.large))
    return name


def forget(name: str) -> None:
    """Erase a picture."""
    for size in ("small", "large"):
        default_storage.delete(f"{FOLDER}/{name}-{size}.webp")


def opened(name: str, size: str) -> Any:
    """The file of a picture as it was kept, or None where it is gone."""
    try:
        return default_storage.open(f"{FOLDER}/{name}-{size}.webp")
    except FileNotFoundError:
        return None
