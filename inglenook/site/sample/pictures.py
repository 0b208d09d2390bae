"""Painted pictures for a few members: sky, sun and a hill in three colours."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

SIDE = 400


def painted(sky: str, hill: str, sun: str) -> BytesIO:
    """A square picture as PNG, ready to be uploaded."""
    picture = Image.new("RGB", (SIDE, SIDE), sky)
    brush = ImageDraw.Draw(picture)
    brush.ellipse((215, 80, 315, 180), fill=sun)
    brush.ellipse((-160, 235, 300, 640), fill=hill)
    brush.ellipse((150, 285, 560, 690), fill=_deeper(hill))
    file = BytesIO()
    picture.save(file, "PNG")
    file.seek(0)
    return file


def _deeper(colour: str) -> str:
    parts = (int(colour[at : at + 2], 16) * 4 // 5 for at in (1, 3, 5))
    return "#" + "".join(f"{part:02x}" for part in parts)
