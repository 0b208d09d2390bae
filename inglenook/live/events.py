"""The words of a stream, as server-sent events (html.spec.whatwg.org, section 9.2).

Their data is JSON of names that hold no line break, so that no event can be forged in another.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

BEGIN = b"retry: 2000\n\n"
HEARTBEAT = b": still here\n\n"


def changed(activity_id: int, regions: Sequence[str]) -> bytes:
    """These parts of pages changed, up to this activity."""
    return _event(activity_id, "changed", {"regions": list(regions)})


def reload(activity_id: int) -> bytes:
    """Too much was missed: fetch everything anew."""
    return _event(activity_id, "reload", {})


def here(activity_id: int) -> bytes:
    """The stream begins after this activity."""
    return _event(activity_id, "here", {})


def _event(activity_id: int, name: str, data: dict[str, list[str]]) -> bytes:
    return f"id: {activity_id}\nevent: {name}\ndata: {json.dumps(data)}\n\n".encode()
