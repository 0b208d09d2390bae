"""What a process keeps of pages equals what it would render afresh, after each kind of change.

Nothing that writes knows of what is kept, in its own process or in another worker's: only versions
in the database say so. So what holds for one process here holds for two.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from inglenook.communities import actions as communities
from inglenook.communities.models import Membership
from inglenook.conversations import actions as talk
from inglenook.conversations.queries import posts, ready
from inglenook.conversations.queries.facts import Line
from inglenook.conversations.queries.posts import PostRow, Setting
from inglenook.foundation.memory import forget_all
from inglenook.foundation.standing import Standing
from inglenook.spaces import actions as spaces
from tests import cast as people
from tests.cast import ANONYMOUS, Cast, posts_where

LOOKERS = ("mia", "mo", "gus", ANONYMOUS)
#: What is new with each answer, whoever asks.
ANEW = re.compile(
    rb'(?<=name="csrfmiddlewaretoken" value=")[^"]+|(?<="X-CSRFToken": ")[^"]+'
    rb'|(?<=name="intent" value=")[^"]+|(?<=nonce=")[^"]+'
)


def addresses(cast: Cast) -> list[str]:
    """The pages of which parts are kept, with the live regions that share them."""
    plans, shop = cast.threads["plans"].pk, cast.threads["workshop"].pk
    return [
        f"/garage/t/{plans}/",
        f"/garage/t/{plans}/posts/?start={cast.posts['plans'].pk}",
        f"/garage/t/{shop}/",
        f"/garage/t/{cast.threads['branch'].pk}/",
        "/garage/s/plans/",
        "/garage/s/workshop/",
        "/garage/s/corner/",
    ]


def shown(browsers: dict[str, Client], cast: Cast) -> dict[tuple[str, str], bytes]:
    """Each page as each of them gets it now."""
    found = {}
    for name, browser in browsers.items():
        for address in addresses(cast):
            answer = browser.get(address)
            found[name, address] = b"%d " % answer.status_code + ANEW.sub(b"", answer.content)
    return found


def me(cast: Cast, name: str) -> Membership:
    """A membership as it stands now."""
    found: Membership = Membership.objects.select_related("community").get(pk=cast.members[name].pk)
    return found


def _edit(cast: Cast) -> None:
    post = cast.post("mia")
    words = f"{post.markdown} changed"
    talk.edit_post(cast.viewer("mia"), post, markdown=words, revision=post.revision)


def _hold(cast: Cast) -> None:
    posts_where(pk=cast.posts["mia"].pk).update(standing=Standing.HIDDEN)


def _open(cast: Cast) -> None:
    spaces.open_space(cast.viewer("hedda"), cast.space("plans"), "world")


def _mention(cast: Cast) -> None:
    words = "for @Mia Sommer, @Lena Ortiz and @Mo Adeyemi"
    for room in ("plans", "workshop"):
        talk.reply(cast.viewer("mo"), cast.thread(room), markdown=words)
    talk.say(cast.viewer("mo"), cast.space("corner"), markdown=words)


def _forget(cast: Cast) -> None:
    communities.forget_person(cast.people["lena"])


CHANGES: dict[str, Callable[[Cast], object]] = {
    "an answer": lambda c: talk.reply(c.viewer("mia"), c.thread("plans"), markdown="new"),
    "mentions": _mention,
    "an edit": _edit,
    "a reaction": lambda c: talk.react(c.viewer("mia"), c.post("plans"), "🎉", wanted=True),
    "another one": lambda c: talk.react(c.viewer("mo"), c.post("plans"), "🎉", wanted=True),
    "one on a line": lambda c: talk.react(c.viewer("lena"), c.post("root"), "❤️", wanted=True),
    "a reaction taken back": lambda c: talk.react(
        c.viewer("mia"), c.post("plans"), "🎉", wanted=False
    ),
    "a name": lambda c: communities.change_profile(me(c, "mia"), name="Mia Winter", bio=""),
    "the name of who reacted": lambda c: communities.change_profile(
        me(c, "mo"), name="Mona O'Hara", bio=""
    ),
    "a picture": lambda c: Membership.objects.filter(pk=c.members["lena"].pk).update(picture="p1"),
    "a role": lambda c: communities.change_role(c.viewer("hedda"), me(c, "mia"), "moderator"),
    "a role taken back": lambda c: communities.change_role(
        c.viewer("hedda"), me(c, "mia"), "member"
    ),
    "a mark on what solved it": lambda c: talk.resolve_thread(
        c.viewer("mo"), c.thread("plans"), c.post("mia")
    ),
    "a pin": lambda c: talk.pin_thread(c.viewer("mo"), c.thread("plans"), pinned=True),
    "a closed thread": lambda c: talk.close_thread(c.viewer("mo"), c.thread("plans"), closed=True),
    "a branch": lambda c: talk.start_branch(c.viewer("mo"), c.post("corner"), markdown="apart"),
    "a block": lambda c: communities.block(c.viewer("gus"), me(c, "lena")),
    "a hidden post": _hold,
    "a post taken away": lambda c: talk.delete_post(c.viewer("mo"), c.post("mia")),
    "a line taken away by its author": lambda c: talk.delete_post(
        c.viewer("lena"), c.post("corner")
    ),
    "a space that the world reads": _open,
    "a space by another name": lambda c: spaces.change_space(
        c.viewer("hedda"), c.space("workshop"), name="Bench & Vice"
    ),
    "an archived space": lambda c: spaces.archive_space(
        c.viewer("hedda"), c.space("workshop"), archived=True
    ),
    "another language": lambda c: communities.change_community(
        c.viewer("hedda"), c.garage, language="de", name="Werkstatt"
    ),
    "a ban": lambda c: communities.remove_member(c.viewer("hedda"), me(c, "gus"), ban=True),
    "an account that is deleted": _forget,
}


def test_kept_pages_are_those_rendered_afresh_after_each_change(cast: Cast) -> None:
    browsers = {name: cast.client(name) for name in LOOKERS}
    before = shown(browsers, cast)
    unseen = set(CHANGES)
    for change, make in CHANGES.items():
        make(cast)
        kept = shown(browsers, cast)
        forget_all()
        afresh = shown(browsers, cast)
        different = [where for where in kept if kept[where] != afresh[where]]
        assert not different, f"{change}: kept otherwise than rendered at {different}"
        if kept != before:
            unseen.discard(change)
        before = afresh
    assert not unseen, "these changed no page, so they prove nothing"


@pytest.mark.parametrize("name", people.VIEWERS)
def test_posts_made_ready_are_those_of_the_orm(cast: Cast, name: str) -> None:
    _mention(cast)
    talk.react(cast.viewer("mia"), cast.post("plans"), "🎉", wanted=True)
    viewer = cast.viewer(name)
    seen = people.Post.objects.visible_to(viewer).order_by("pk")
    lines = [Line(*row) for row in seen.values_list(*Line._fields)]
    rows: list[PostRow] = posts.rows_of(seen)
    assert rows
    for setting in _settings(viewer, cast):
        twins = [
            ready.render(view, in_chat=setting.in_chat) for view in posts.shaped(rows, setting)
        ]
        for _time in ("made", "kept"):
            assert ready.ready(ready.talk_of(viewer, lines), setting) == twins


def _settings(viewer: Any, cast: Cast) -> list[Setting]:
    first, answer = cast.posts["plans"].pk, cast.posts["ben"].pk
    return [
        Setting(viewer, "garage", answer, first, replies, resolves, in_chat, "/garage/t/1/")
        for replies, resolves, in_chat in (
            (True, True, False),
            (False, False, False),
            (True, False, True),
        )
    ]
