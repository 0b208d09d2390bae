"""Random communities, and in a few lines of plain Python who may read what in them.

The oracle here knows nothing of the predicate: it works on the description alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

HOST, MODERATOR, MEMBER, GUEST, LEFT, BANNED = (
    "host", "moderator", "member", "guest", "left", "banned",
)  # fmt: skip
OUTSIDER, NOBODY, NEIGHBOUR = 90, 91, 92
"""Somebody with an account who never came in, somebody without one, the host next door."""
WRITERS = 5
PUBLISHED, DRAFT, PENDING, HIDDEN, REMOVED = "published", "draft", "pending", "hidden", "removed"
STANDINGS = (PUBLISHED, PUBLISHED, PUBLISHED, DRAFT, PENDING, HIDDEN, REMOVED)


@dataclass(frozen=True)
class Room:
    """A space: a board or a chat, who may read it, and who is on its list."""

    is_chat: bool
    openness: str
    listed: frozenset[int]


@dataclass(frozen=True)
class Saying:
    """Something said. It opens a thread of its room, or answers the newest one there."""

    room: int
    author: int
    opens: bool
    under_second_byline: bool
    standing: str
    edited: bool


@dataclass(frozen=True)
class World:
    """Everything that decides who reads what. Of the writers, the first is the host."""

    roles: tuple[str, ...]
    rooms: tuple[Room, ...]
    sayings: tuple[Saying, ...]
    thread_standings: tuple[str, ...]
    blocks: frozenset[tuple[int, int]]
    world_readable: bool

    def role(self, who: int) -> str:
        """The role of somebody who is in; empty for all others."""
        role = self.roles[who] if who < WRITERS else ""
        return role if role not in (LEFT, BANNED) else ""

    def sees_room(self, who: int, room: Room) -> bool:
        """Whether somebody may read a room at all."""
        role = self.role(who)
        return {
            "world": True,
            "members": role in (HOST, MODERATOR, MEMBER),
            "moderators": role in (HOST, MODERATOR),
            "list": bool(role) and who in room.listed,
        }[room.openness]

    def are_apart(self, who: int, other: int) -> bool:
        """Whether a block stands between two, either way; strangers know of none."""
        return bool(self.role(who)) and bool({(who, other), (other, who)} & self.blocks)

    def sees_row(self, who: int, author: int, standing: str) -> bool:
        """Whether somebody who may read a room sees this row of it, be it as a mark."""
        if self.are_apart(who, author):
            return False
        own = bool(self.role(who)) and who == author
        if standing in (PENDING, HIDDEN):
            return own or self.role(who) in (HOST, MODERATOR)
        return own if standing == DRAFT else True


def worlds() -> st.SearchStrategy[World]:
    """A community of five writers with two or three rooms in which up to nine things are said."""
    numbers = st.integers(0, WRITERS - 1)
    room = st.builds(
        Room,
        is_chat=st.booleans(),
        openness=st.sampled_from(("world", "members", "moderators", "list")),
        listed=st.frozensets(numbers, max_size=3),
    )
    saying = st.builds(
        Saying,
        room=st.integers(0, 2),
        author=numbers,
        opens=st.booleans(),
        under_second_byline=st.booleans(),
        standing=st.sampled_from(STANDINGS),
        edited=st.booleans(),
    )
    role = st.sampled_from((MODERATOR, MEMBER, MEMBER, GUEST, LEFT, BANNED))
    pair = st.tuples(st.integers(1, WRITERS - 1), st.integers(1, WRITERS - 1))
    return st.builds(
        World,
        roles=st.lists(role, min_size=4, max_size=4).map(lambda found: (HOST, *found)),
        rooms=st.lists(room, min_size=2, max_size=3).map(tuple),
        sayings=st.lists(saying, min_size=4, max_size=9).map(tuple),
        thread_standings=st.lists(st.sampled_from(STANDINGS), min_size=9, max_size=9).map(tuple),
        blocks=st.frozensets(pair.filter(lambda p: p[0] != p[1]), max_size=2),
        world_readable=st.booleans(),
    )


@dataclass
class Words:
    """Which canaries there are, and whether somebody may read each."""

    world: World
    rooms: dict[int, str] = field(default_factory=dict)
    posts: list[PostWords] = field(default_factory=list)
    threads: list[ThreadWords] = field(default_factory=list)

    def readable(self, who: int) -> set[str]:
        """All canaries that somebody may read."""
        world = self.world
        found = {w for n, w in self.rooms.items() if world.sees_room(who, world.rooms[n])}
        for thread in self.threads:
            if self.sees_thread(who, thread) and thread.standing != REMOVED:
                found.add(thread.title)
        for post in self.posts:
            if self.sees_post(who, post) and post.saying.standing != REMOVED:
                found |= set(post.texts)
        return found - {""}

    def sees_thread(self, who: int, thread: ThreadWords) -> bool:
        """Whether a thread stands on its board for somebody, be it as a mark."""
        room = self.world.rooms[thread.room]
        if not self.world.sees_room(who, room):
            return False
        return room.is_chat or self.world.sees_row(who, thread.author, thread.standing)

    def sees_post(self, who: int, post: PostWords) -> bool:
        """Whether a post stands in its thread for somebody, be it as a mark."""
        if not self.sees_thread(who, post.thread) or post.thread.standing == REMOVED:
            return False
        return self.world.sees_row(who, post.saying.author, post.saying.standing)

    def all(self) -> set[str]:
        """Every canary."""
        texts = {text for post in self.posts for text in post.texts}
        return (texts | set(self.rooms.values()) | {t.title for t in self.threads}) - {""}


@dataclass
class ThreadWords:
    """A thread as the test made it; a stream has no title and no author."""

    pk: int
    room: int
    author: int
    standing: str
    title: str


@dataclass
class PostWords:
    """A post as the test made it; `texts` are its words and those before an edit."""

    pk: int
    saying: Saying
    thread: ThreadWords
    texts: list[str]
