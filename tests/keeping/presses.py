"""The forms that make something, as they are sent ten times at once to a real house."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Scene = dict[str, Any]


@dataclass(frozen=True)
class Press:
    """One form: who sends it, the page that it stands on, where it goes, and what it makes.

    `made` is a query that counts the rows that there are one of afterwards.
    """

    who: str
    page: Callable[[Scene], str]
    path: Callable[[Scene], str]
    made: Callable[[Scene], str]
    fields: dict[str, str] = field(default_factory=dict)


def _posts(word: str) -> Callable[[Scene], str]:
    return lambda _scene: f"SELECT count(*) FROM conversations_post WHERE markdown = '{word}'"


def _thread(scene: Scene) -> str:
    return f"/garage/t/{scene['thread']}/"


def _line(scene: Scene) -> str:
    return f"/garage/p/{scene['roots'][0]}/"


def _at(address: str) -> Callable[[Scene], str]:
    return lambda _scene: address


def _count(rows: str) -> Callable[[Scene], str]:
    return lambda scene: "SELECT count(*) FROM " + rows.format(**scene)


PRESSES: dict[str, Press] = {
    "conversations:reply": Press(
        "w0", _thread, lambda s: _thread(s) + "reply/", _posts("replied"), {"text": "replied"}
    ),
    "conversations:say": Press(
        "w1", _at("/garage/s/corner/"), _at("/garage/s/corner/say/"), _posts("said"),
        {"text": "said"},
    ),
    "conversations:start": Press(
        "w2", _at("/garage/s/workshop/new/"), _at("/garage/s/workshop/new/"), _posts("started"),
        {"text": "started", "title": "Once"},
    ),
    "conversations:branch": Press(
        "w3", lambda s: _line(s) + "branch/", lambda s: _line(s) + "branch/",
        _count(
            "conversations_post p JOIN conversations_thread t ON t.id = p.thread_id"
            " WHERE p.markdown = 'apart' AND t.kind = 'branch' AND t.reply_count = 1"
        ),
        {"text": "apart"},
    ),
    "conversations:edit": Press(
        "mo", lambda s: f"/garage/p/{s['also_mine']}/edit/",
        lambda s: f"/garage/p/{s['also_mine']}/edit/",
        _count("conversations_postrevision WHERE post_id = {also_mine}"), {"text": "changed"},
    ),
    "conversations:react": Press(
        "w4", _at("/garage/s/corner/"), lambda s: _line(s) + "react/?to=on",
        _count("conversations_reaction"), {"emoji": "🎉"},
    ),
    "found": Press(
        "hedda", _at("/found/"), _at("/found/"), _count("communities_community WHERE slug='choir'"),
        {"name": "Choir", "slug": "choir", "purpose": "We sing.", "host_name": "Hedda"},
    ),
    "spaces:new": Press(
        "hedda", _at("/garage/spaces/new/"), _at("/garage/spaces/new/"),
        _count("spaces_space WHERE name = 'Attic'"),
        {"name": "Attic", "kind": "board", "openness": "members", "icon": "lock"},
    ),
    "spaces:ask": Press(
        "w5", _at("/garage/"), _at("/garage/s/band/ask/"), _count("spaces_spacerequest")
    ),
    "communities:invitations": Press(
        "hedda", _at("/garage/invitations/"), _at("/garage/invitations/"),
        _count("communities_invitation WHERE label = 'Choir'"),
        {"label": "Choir", "role": "member"},
    ),
    "communities:join": Press(
        "out0", lambda s: f"/garage/join/{s['invitation']}/",
        lambda s: f"/garage/join/{s['invitation']}/",
        _count("communities_invitation WHERE used = 1 AND uses_left = 4"), {"name": "Come once"},
    ),
    "communities:ask": Press(
        "out1", _at("/garage/ask/"), _at("/garage/ask/"),
        _count("communities_membership WHERE name = 'Asks once' AND state = 'asked'"),
        {"name": "Asks once", "words": "I have a bicycle."},
    ),
    "communities:claim": Press(
        "out2", _at("/garage/claim/"), _at("/garage/claim/"), _count("communities_claimcode"),
        {"email": "out2@example.org"},
    ),
    "communities:make_claim": Press(
        "hedda", lambda s: f"/garage/people/{s['imported'][0]}/",
        lambda s: f"/garage/people/{s['imported'][0]}/claim/",
        _count("communities_claim WHERE membership_id = {imported[0]}"),
    ),
    "communities:claim_link": Press(
        "out3", lambda s: f"/garage/come/{s['claim']}/", lambda s: f"/garage/come/{s['claim']}/",
        _count("communities_membership WHERE id = {imported[1]} AND state = 'active'"),
    ),
    "communities:block": Press(
        "w6", lambda s: f"/garage/people/{s['w7']}/",
        lambda s: f"/garage/people/{s['w7']}/block/?to=on",
        _count("communities_block"),
    ),
}  # fmt: skip

ELSEWHERE = {
    "archive:start": "archive/tests/test_at_once.py sends files",
    "conversations:gather": "no page has its form; a line's row is held while it becomes a branch",
    "conversations:read": "how far one has read only rises",
    "conversations:read_space": "how far one has read only rises",
    "spaces:add": "a name stands on a list or doesn't",
    "communities:admit": "one conditional UPDATE",
}
"""What makes something and is not sent from here, and why."""
