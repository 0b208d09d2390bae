"""What each viewer gets at the doors of the talk."""

# ruff: noqa: E501 - a table, read line by line
from __future__ import annotations

from tests.house.doors import ALL, Answers, Door, of

WORLD, MEMBERS, SECRET = ALL, of(404, members=200), of(404, listed=200)
GUESTROOM, KITCHEN = of(404, guestroom=200), of(404, moderators=200)
WRITERS = of(404, nils=200)
READERS = {
    "workshop": WORLD,
    "plans": MEMBERS,
    "surprise": SECRET,
    "guestroom": GUESTROOM,
    "kitchen": KITCHEN,
}


def turned(answers: Answers, status: int) -> Answers:
    """The same people, with another status where they are let in."""
    return {viewer: status if found == 200 else found for viewer, found in answers.items()}


def inside(answers: Answers, status: int, **named: int) -> Answers:
    """The same people, those from outside left out."""
    outside = of(404, inside=status)
    let_in = {v: outside[v] if found == 200 else found for v, found in answers.items()}
    return let_in | named


BOARDS = [
    door
    for slug, who in READERS.items()
    for door in (
        Door("conversations:space", slug, get=who),
        Door("conversations:threads", slug, get=who),
        Door("conversations:thread", slug, get=who),
        Door("conversations:posts", slug, get=who),
        Door("conversations:permalink", slug, get=turned(who, 302)),
        Door("conversations:history", slug, get=who),
        Door("conversations:read", slug, data={"last": "1"}, post=inside(who, 204)),
        Door("conversations:read_space", slug, data={"last": "1"}, post=inside(who, 204)),
    )
]
FILES = [
    Door("conversations:file", f"{slug}/file of {slug}", get=READERS[slug])
    for slug in ("workshop", "surprise", "kitchen")
]
NEIGHBOURS = [
    Door("conversations:space", "desk", community="writers", get=WRITERS),
    Door("conversations:thread", "desk", community="writers", get=WRITERS),
    Door("conversations:permalink", "desk", community="writers", get=turned(WRITERS, 302)),
    Door(
        "conversations:reply", "desk", community="writers", data={"text": "x"},
        post=turned(WRITERS, 302),
    ),
]  # fmt: skip

CHAT = [
    Door("conversations:space", "corner", get=MEMBERS),
    Door("conversations:messages", "corner", get=MEMBERS),
    Door("conversations:messages", "band", get=of(404, hedda=200)),
    Door("conversations:space", "band", get=of(404, hedda=200)),
    Door("conversations:say", "corner", data={"text": "hello"}, post=of(404, members=302)),
    Door("conversations:say", "plans", data={"text": "hello"}, post=of(404)),
    Door("conversations:thread", "stream", get=turned(MEMBERS, 302)),
    Door("conversations:thread", "branch", get=MEMBERS),
    Door("conversations:permalink", "root", get=turned(MEMBERS, 302)),
    Door("conversations:branch", "corner", data={"text": "apart"}, get=MEMBERS, post=turned(MEMBERS, 302)),
    Door("conversations:branch", "plans", get=of(404, members=403), post=of(404, members=403)),
    Door("conversations:gather", "corner", post=turned(MEMBERS, 302)),
    Door("conversations:fresh", get=of(404, inside=200)),
]  # fmt: skip

TITLED = {"title": "A title", "text": "Some words"}
WRITING = [
    Door("conversations:start", "workshop", data=TITLED, get=of(404, members=200, gus=403), post=of(404, members=302, gus=403)),
    Door("conversations:start", "plans", data=TITLED, get=MEMBERS, post=turned(MEMBERS, 302)),
    Door("conversations:start", "surprise", data=TITLED, get=SECRET, post=turned(SECRET, 302)),
    Door("conversations:start", "guestroom", data=TITLED, get=GUESTROOM, post=turned(GUESTROOM, 302)),
    Door("conversations:reply", "workshop", data={"text": "x"}, post=of(404, members=302, gus=403)),
    Door("conversations:reply", "plans", data={"text": "x"}, post=turned(MEMBERS, 302)),
    Door("conversations:reply", "surprise", data={"text": "x"}, post=turned(SECRET, 302)),
    Door("conversations:reply", "guestroom", data={"text": "x"}, post=turned(GUESTROOM, 302)),
    Door("conversations:reply", "kitchen", data={"text": "x"}, post=turned(KITCHEN, 302)),
    Door("conversations:react", "surprise", data={"emoji": "🎉"}, post=turned(SECRET, 302)),
    Door("conversations:edit", "surprise", data={"text": "x", "revision": "3"}, get=of(404, lena=200, hedda=403), post=of(404, lena=302, hedda=403)),
    Door("conversations:edit", "mia", data={"text": "x", "revision": "1"}, get=of(404, members=403, mia=200), post=of(404, members=403, mia=302)),
    Door("conversations:edit", "ivo", get=of(404, members=403, mia=200), post=of(404, members=403, mia=422)),
    Door("conversations:delete", "mia", get=of(404, members=403, mia=200, moderators=200), post=of(404, members=403, mia=302, moderators=302)),
    Door("conversations:delete", "surprise", get=SECRET, post=turned(SECRET, 302)),
]  # fmt: skip

TENDING = [
    Door("conversations:answer", "mia", post=of(404, members=403, moderators=302)),
    Door("conversations:answer", "surprise", post=turned(SECRET, 302)),
    Door("conversations:resolve", "plans", post=of(404, members=403, moderators=302)),
    Door("conversations:pin", "plans", post=of(404, members=403, moderators=302)),
    Door("conversations:pin", "surprise", post=of(404, lena=403, hedda=302)),
    Door("conversations:close", "plans", post=of(404, members=403, moderators=302)),
    Door("conversations:close", "surprise", post=of(404, lena=403, hedda=302)),
    Door("conversations:move", "plans", data={"space": "kitchen"}, get=of(404, members=403, moderators=200), post=of(404, members=403, moderators=302)),
    Door("conversations:move", "plans", data={"space": "surprise"}, get=of(404, members=403, moderators=200), post=of(404, members=403, mo=422, hedda=302)),
]  # fmt: skip

WITHOUT_MIA = of(404, members=302, mia=404)
HELD = of(404, writer=302)
STANDINGS = [
    Door("conversations:permalink", "ben", get=WITHOUT_MIA),
    Door("conversations:permalink", "ivy", get=WITHOUT_MIA),
    Door("conversations:history", "ben", get=of(404, members=200, mia=404)),
    Door("conversations:react", "ben", data={"emoji": "🎉"}, post=WITHOUT_MIA),
    Door("conversations:permalink", "draftpost", get=of(404, lena=302)),
    Door("conversations:permalink", "pendingpost", get=HELD),
    Door("conversations:permalink", "hiddenpost", get=HELD),
    Door("conversations:history", "hiddenpost", get=of(404, writer=200)),
    Door("conversations:thread", "draft", get=of(404, lena=200)),
    Door("conversations:thread", "pending", get=of(404, writer=200)),
    Door("conversations:thread", "hidden", get=of(404, writer=200)),
    Door("conversations:permalink", "hiddenthread", get=HELD),
    Door("conversations:history", "draftthread", get=of(404, lena=200)),
    Door("conversations:reply", "hidden", data={"text": "x"}, post=HELD),
    # What was removed leaves its mark, and no way to its words.
    Door("conversations:permalink", "takenpost", get=turned(MEMBERS, 302)),
    Door("conversations:history", "takenpost", get=of(404)),
    Door("conversations:edit", "takenpost", get=of(404, members=403), post=of(404, members=403)),
    Door("conversations:delete", "takenpost", get=of(404, members=403), post=of(404, members=403)),
    Door("conversations:react", "takenpost", data={"emoji": "🎉"}, post=of(404, members=403)),
    Door("conversations:thread", "removed", get=MEMBERS),
    Door("conversations:reply", "removed", data={"text": "x"}, post=of(404, members=403)),
    Door("conversations:branch", "takenline", get=of(404, members=403), post=of(404, members=403)),
    Door("conversations:gather", "takenline", post=of(404, members=403)),
]

TALK = [*BOARDS, *FILES, *NEIGHBOURS, *CHAT, *WRITING, *TENDING, *STANDINGS]
