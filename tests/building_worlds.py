"""Makes the rows of a random community: by actions while all are members, then as described."""

from __future__ import annotations

from dataclasses import dataclass, field

from inglenook.accounts.models import Person
from inglenook.communities import actions as communities
from inglenook.communities.models import Community, Membership
from inglenook.communities.viewing import viewer_of
from inglenook.conversations import actions as talk
from inglenook.conversations.actions.writing import stream_of
from inglenook.conversations.models import Thread
from inglenook.foundation.audience import LIST, Audience, AudienceEntry
from inglenook.foundation.viewer import Viewer
from inglenook.spaces import actions as spaces
from inglenook.spaces.models import Space
from tests.cast import founded, imported, member_of, post_now, posts_where, thread_now
from tests.worlds import (
    BANNED,
    LEFT,
    MEMBER,
    NEIGHBOUR,
    OUTSIDER,
    PUBLISHED,
    WRITERS,
    PostWords,
    Saying,
    ThreadWords,
    Words,
    World,
)

WHY = "a test makes the standings that it needs"


@dataclass
class Built:
    """The rows of a world, by the numbers of its description."""

    world: World
    words: Words
    community: Community
    people: dict[int, Person] = field(default_factory=dict)
    members: dict[int, Membership] = field(default_factory=dict)
    bylines: dict[int, Membership] = field(default_factory=dict)
    spaces: list[Space] = field(default_factory=list)
    next_door: str = ""

    def viewer(self, who: int) -> Viewer:
        """The viewer that a writer is now."""
        row = Membership.objects.select_related("community").get(pk=self.members[who].pk)
        return viewer_of(row)


def build(world: World) -> Built:
    """All rows of a world."""
    people = {n: Person.objects.create_user(f"p{n}@example.org") for n in range(WRITERS)}
    people |= {n: Person.objects.create_user(f"p{n}@example.org") for n in (OUTSIDER, NEIGHBOUR)}
    community = founded(
        people[0], "Writer 0", name="Here", slug="here", purpose="Everything random",
        readable_by="world" if world.world_readable else "members",
    )  # fmt: skip
    built = Built(world, Words(world), community, people)
    _let_in(built)
    _open_rooms(built)
    for number, saying in enumerate(world.sayings):
        _say(built, number, saying)
    _build_next_door(built)
    _settle(built)
    return built


def _let_in(built: Built) -> None:
    """Everybody comes in as a member, and has a second byline from an archive."""
    built.members[0] = member_of(built.community, built.people[0])
    host = built.viewer(0)
    _invitation, key = communities.make_invitation(host, built.community)
    for n in range(1, WRITERS):
        built.members[n] = communities.join(
            built.people[n], built.community, key, name=f"Writer {n}"
        )
    for n in range(WRITERS):
        built.bylines[n] = imported(built.community, f"Former {n}")
        link = communities.make_claim_link(host, built.bylines[n])
        communities.claim_by_link(built.people[n], built.community, link)
    for one, other in built.world.blocks:
        communities.block(built.viewer(one), built.members[other])


def _open_rooms(built: Built) -> None:
    for n, room in enumerate(built.world.rooms):
        word = built.words.rooms[n] = f"canaryroom{n}x"
        built.spaces.append(
            spaces.make_space(
                built.viewer(0),
                built.community,
                name=f"Room {word}",
                slug=f"room-{n}",
                kind="chat" if room.is_chat else "board",
                openness="members",
            )
        )


def _say(built: Built, number: int, saying: Saying) -> None:
    n = saying.room % len(built.spaces)
    word, viewer = f"canarypost{number}x", built.viewer(saying.author)
    text = f"seekall {word} and @Writer 1"
    thread, key = _write(built, number, n, saying, text, viewer)
    posted = PostWords(key, saying, thread, [word])
    if saying.edited:
        later = f"canarylater{number}x"
        talk.edit_post(viewer, post_now(key), markdown=f"seekall {later}", revision=1)
        posted.texts.append(later)
    built.words.posts.append(posted)


def _write(
    built: Built, number: int, n: int, saying: Saying, text: str, viewer: Viewer
) -> tuple[ThreadWords, int]:
    """Open a thread or answer the newest one of the room; a chat has its one stream."""
    here = [thread for thread in built.words.threads if thread.room == n]
    if built.world.rooms[n].is_chat:
        post = talk.say(viewer, built.spaces[n], markdown=text)
        if not here:
            here = [ThreadWords(stream_of(built.spaces[n]).pk, n, -1, PUBLISHED, "")]
            built.words.threads += here
        return here[0], post.pk
    if saying.opens or not here:
        title = f"canarytitle{number}x"
        opened = talk.start_thread(viewer, built.spaces[n], title=title, markdown=text)
        standing = built.world.thread_standings[number]
        found = ThreadWords(opened.pk, n, saying.author, standing, title)
        built.words.threads.append(found)
        return found, opened.first_key
    return here[-1], talk.reply(viewer, thread_now(here[-1].pk), markdown=text).pk


def _build_next_door(built: Built) -> None:
    """A community of which nobody here may read a word."""
    host = built.people[NEIGHBOUR]
    there = founded(host, "Nils", name="There", slug="there", purpose="Next door")
    viewer = viewer_of(member_of(there, host))
    space = spaces.make_space(viewer, there, name="canarythere2x", kind="board")
    thread = talk.start_thread(
        viewer, space, title="canarythere3x", markdown="seekall canarythere4x"
    )
    built.next_door = f"/there/t/{thread.pk}/"


def _settle(built: Built) -> None:
    """Openness, lists, standings, bylines and roles become those of the description."""
    for space, room in zip(built.spaces, built.world.rooms, strict=True):
        Audience.objects.filter(pk=space.audience_id).update(kind=room.openness)
        if room.openness == LIST:
            for n in room.listed:
                AudienceEntry.objects.create(
                    community=built.community,
                    audience_id=space.audience_id,
                    membership=built.members[n],
                )
    for thread in built.words.threads:
        Thread.objects.unguarded(WHY).filter(pk=thread.pk).update(standing=thread.standing)
    for post in built.words.posts:
        said = post.saying
        face = built.bylines if said.under_second_byline else built.members
        posts_where(pk=post.pk).update(standing=said.standing, author=face[said.author])
    for n in range(1, WRITERS):
        _become(built, n, built.world.roles[n])


def _become(built: Built, n: int, role: str) -> None:
    member = built.members[n]
    if role in (LEFT, BANNED):
        communities.remove_member(built.viewer(0), member, ban=role == BANNED)
    elif role != MEMBER:
        communities.change_role(built.viewer(0), member, role)
