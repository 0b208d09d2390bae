"""Slack archives for journeys: the real one where it lies beside the checkout, or a small one."""

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REAL = Path(__file__).resolve().parents[3] / "shared/data/racket-2019-slack-export-threads.zip"


@dataclass(frozen=True)
class Archive:
    """A file to bring along, and what a reader finds in it afterwards."""

    path: Path
    channel: str
    people: int
    messages: int
    member: tuple[str, str]
    """Name and address of somebody in it."""


def an_archive(folder: Path) -> Archive:
    """The archive of 2019 where it is there, otherwise one written now."""
    if REAL.is_file():
        return Archive(REAL, "general", 111, 5706, ("Almeda", "almeda@racket.example"))
    return small_archive(folder)


def small_archive(folder: Path) -> Archive:
    """Two days of a channel: a thread, code, a mention, a reaction, somebody without mail."""
    path = folder / "small.zip"
    users = [_user("U1", "almeda", "almeda@racket.example"), _user("U2", "bruno", "")]
    users.append(_user("U3", "carla", "carla@racket.example"))
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("users.json", json.dumps(users))
        packed.writestr("channels.json", json.dumps([_channel([u["id"] for u in users])]))
        for day, messages in _days().items():
            packed.writestr(f"general/{day}.json", json.dumps(messages))
    return Archive(path, "general", 3, 6, ("Almeda", "almeda@racket.example"))


def _user(key: str, name: str, email: str) -> dict[str, Any]:
    profile = {"real_name": name.title(), "display_name": name.title()}
    profile |= {"email": email} if email else {}
    return {"id": key, "name": name, "real_name": name.title(), "profile": profile}


def _channel(members: list[str]) -> dict[str, Any]:
    return {
        "id": "C1", "name": "general", "created": 1546300800, "creator": "U1",
        "is_archived": False, "members": members,
        "topic": {"value": ""}, "purpose": {"value": "What everybody talks about"},
    }  # fmt: skip


def _days() -> dict[str, list[dict[str, Any]]]:
    root = "1559550000.000100"
    return {
        "2019-06-03": [
            _said("U1", root, "Does anybody know how hygienic macros bind <@U2>?", thread=root),
            _said("U2", "1559550060.000200", "By scope sets:\n```(define x 1)```", thread=root),
            _said("U3", "1559550120.000300", "Thanks, that explains it.", thread=root)
            | {"reactions": [{"name": "+1", "users": ["U1"], "count": 1}]},
        ],
        "2019-06-04": [
            _said("U3", "1559640000.000100", "Good morning. Who brings the kettle?"),
            _said("U1", "1559640060.000200", "The kettle is here already."),
            _said("U2", "1559640120.000300", "Then I bring quinces."),
        ],
    }


def _said(user: str, moment: str, text: str, thread: str = "") -> dict[str, Any]:
    said = {"type": "message", "user": user, "text": text, "ts": moment}
    return said | ({"thread_ts": thread} if thread else {})
