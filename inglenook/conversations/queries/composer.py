"""What the box in which people write needs to know."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Composer:
    """One place to write. `blocked` says why nobody may, `problem` why the last try was refused."""

    action: str
    draft_key: str
    label: str
    placeholder: str
    button: str
    region: str = "posts"
    intent: str = ""
    text: str = ""
    problem: str = ""
    blocked: str = ""
    reply_to: str = ""
    reply_name: str = ""
    is_chat: bool = False
    mention_url: str = ""
