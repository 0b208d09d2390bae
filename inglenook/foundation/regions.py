"""The parts of open pages that a change touches, by name: `thread:12`, `space:3`, `community:1`.

A page marks its live part with such a name; the stream says which names have changed. A room
declares in `declares.py` which parts show an object of a kind; of whatever it declares nothing,
the community's own pages change alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Regions = Callable[[Any], tuple[str, ...]]

_regions: dict[str, Regions] = {}


def declare_regions(about: str, regions: Regions) -> None:
    """Say where an object of the kind `about` ("app_label.model") is shown.

    `regions` is given the object with the rows of its guard loaded; it may ask one query.
    """
    _regions[about] = regions


def regions_of(about: str, row: Any) -> tuple[str, ...]:
    """The names of the parts that show this row."""
    declared = _regions.get(about)
    return declared(row) if declared else (f"community:{row.community_id}",)
