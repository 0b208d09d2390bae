"""Small Slack exports made for the tests, with the cast of STYLE.md."""

import json
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from inglenook.archive.records import Item, Post, Skipped, Thread
from inglenook.archive.slack import SlackArchive, open_slack

HEDDA, MO, MIA, GUS = "U0HEDDA", "U0MO", "U0MIA", "U0GUS"
GARDEN, ATTIC, PAIR, TRIO = "C0GARDEN", "G0ATTIC", "D0PAIR", "G0TRIO"
DAY = "2024-05-01"
#: 2024-05-01 10:00:00 UTC, in seconds since 1970.
START = 1_714_557_600


def user(source_id: str, name: str, **more: Any) -> dict[str, Any]:
    profile = {"display_name": name, "email": f"{name.lower()}@house.example"}
    return {
        "id": source_id,
        "name": name.lower(),
        "profile": profile | more.pop("profile", {}),
    } | more


USERS = [user(HEDDA, "Hedda"), user(MO, "Mo"), user(MIA, "Mia"), user(GUS, "Gus")]
CHANNELS = [{"id": GARDEN, "name": "garden", "members": [HEDDA, MO, MIA], "created": START}]
GROUPS = [{"id": ATTIC, "name": "attic", "members": [HEDDA, MO]}]
DMS = [{"id": PAIR, "members": [HEDDA, MIA]}]
MPIMS = [{"id": TRIO, "name": "mpdm-hedda--mo--mia-1", "members": [HEDDA, MO, MIA]}]


def ts(number: float) -> str:
    """Slack's time, `number` minutes after the start."""
    return f"{START + int(number * 60)}.000100"


def micro(number: float) -> int:
    return (START + int(number * 60)) * 1_000_000 + 100


def said(number: float, text: str = "", by: str | None = HEDDA, **more: Any) -> dict[str, Any]:
    """A message; `thread` is the number of the message that it answers."""
    message = {"type": "message", "ts": ts(number), "text": text} | ({"user": by} if by else {})
    if (thread := more.pop("thread", None)) is not None:
        message["thread_ts"] = ts(thread)
    return message | more


def write_zip(path: Path, files: Mapping[str, Any]) -> Path:
    """A ZIP of these entries; what isn't bytes becomes JSON."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            data = content if isinstance(content, bytes) else json.dumps(content).encode()
            target.writestr(name, data)
    return path


def export(path: Path, messages: Iterable[Any], **files: Any) -> Path:
    """An export with one public channel and these messages on one day."""
    base = {"users.json": USERS, "channels.json": CHANNELS, f"garden/{DAY}.json": list(messages)}
    return write_zip(path, base | files.get("more", {}))


def opened(tmp_path: Path, messages: Iterable[Any], **more: Any) -> SlackArchive:
    direct = more.pop("direct_messages", False)
    return open_slack(export(tmp_path / "export.zip", messages, more=more), direct_messages=direct)


def posts(items: Iterable[Item]) -> list[Post]:
    return [item for item in items if isinstance(item, Post)]


def skips(items: Iterable[Item]) -> list[Skipped]:
    return [item for item in items if isinstance(item, Skipped)]


def threads(items: Iterable[Item]) -> list[Thread]:
    return [item for item in items if isinstance(item, Thread)]


def only_post(tmp_path: Path, message: dict[str, Any], **more: Any) -> Post:
    (post,) = posts(opened(tmp_path, [message], **more).posts())
    return post
