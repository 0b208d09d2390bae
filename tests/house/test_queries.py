"""The hot pages ask few queries, and no more of them when there is more to show."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inglenook.conversations import actions as talk
from inglenook.foundation.audience import MEMBERS
from inglenook.spaces import actions as spaces
from tests import cast as people
from tests.cast import Cast, post_now, thread_now

MOST = 6
"""Questions of a page of which nothing is new to the process; what is new may cost two more."""

HOT: dict[str, Callable[[Cast], str]] = {
    "home": lambda cast: "/garage/",
    "board": lambda cast: "/garage/s/plans/",
    "board's live region": lambda cast: "/garage/s/plans/threads/",
    "chat": lambda cast: "/garage/s/corner/",
    "chat's live region": lambda cast: "/garage/s/corner/messages/",
    "thread": lambda cast: f"/garage/t/{cast.threads['plans'].pk}/",
    "thread's live region": lambda cast: f"/garage/t/{cast.threads['plans'].pk}/posts/",
    "branch": lambda cast: f"/garage/t/{cast.threads['branch'].pk}/",
    "permalink": lambda cast: f"/garage/p/{cast.posts['mia'].pk}/",
    "history": lambda cast: f"/garage/p/{cast.posts['surprise'].pk}/history/",
    "people": lambda cast: "/garage/people/",
    "names": lambda cast: "/garage/people/names/?q=a",
    "profile": lambda cast: f"/garage/people/{cast.members['mia'].pk}/",
    "search": lambda cast: "/garage/search/?q=more",
    "search for the best": lambda cast: "/garage/search/?q=more&sort=best",
    "search while typing": lambda cast: "/garage/search/quick/?q=mor",
    "front door": lambda cast: "/",
}
HOTTEST = {name for name in HOT if name.split("'")[0] in ("board", "chat", "thread", "branch")}
PUBLIC = {
    "front door": "/",
    "landing": "/garage/",
    "board": "/garage/s/workshop/",
    "nothing": "/garage/s/nowhere/",
}


def asked(client: Client, url: str) -> list[str]:
    """The statements of one request."""
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(url)
    assert answer.status_code < 400 or "nowhere" in url, answer.status_code
    return [query["sql"][:160] for query in caught.captured_queries]


def fill(cast: Cast) -> None:
    """More of everything that a page has a list of."""
    lena, mo = cast.viewer("lena"), cast.viewer("mo")
    plans, branch = cast.thread("plans"), cast.thread("branch")
    for n in range(12):
        words = f"more @Mia Sommer and @Mo Adeyemi {n}"
        post = talk.reply(lena, plans, markdown=words, reply_to=plans.first_key)
        talk.react(mo, post_now(post.pk), "🎉", wanted=True)
        line = talk.say(mo, cast.space("corner"), markdown=words)
        talk.start_branch(lena, post_now(line.pk), markdown=words)
        talk.reply(mo, thread_now(branch.pk), markdown=words)
        talk.start_thread(lena, cast.space("plans"), title=f"more {n}", markdown=words)
        words = f"{cast.post('surprise').markdown} {n}"
        talk.edit_post(lena, cast.post("surprise"), markdown=words, revision=3 + n)
    for n in range(6):
        newcomer = people.person(f"newcomer{n}")
        people.joined(cast.viewer("hedda"), cast.garage, newcomer, f"Newcomer {n}")
        spaces.make_space(
            cast.viewer("hedda"), cast.garage, name=f"Room {n}", kind="board", openness=MEMBERS
        )


@pytest.mark.parametrize("page", HOT)
def test_page_of_a_member_asks_few_queries_however_much_there_is(cast: Cast, page: str) -> None:
    browser = cast.client("lena")
    url = HOT[page](cast)
    before = asked(browser, url)
    assert before, "nothing was counted"
    fill(cast)
    # What was not there before (words, names) is asked for once.
    first = asked(browser, url)
    assert len(first) <= MOST + 2, "\n".join(first)
    after = asked(browser, url)
    assert len(after) <= (MOST if page in HOTTEST else MOST + 1), "\n".join(after)


@pytest.mark.parametrize("page", PUBLIC)
def test_page_of_a_stranger_asks_few_queries(cast: Cast, page: str) -> None:
    asked(Client(), PUBLIC[page])
    found = asked(Client(), PUBLIC[page])
    assert len(found) <= 5, "\n".join(found)


def test_twice_as_much_asks_as_often_as_much(cast: Cast) -> None:
    browser = cast.client("lena")
    fill(cast)
    counted(browser, cast)
    before = counted(browser, cast)
    lena = cast.viewer("lena")
    for n in range(12):
        words = f"more @Mia Sommer and @Ben Foundben {n}"
        post = talk.reply(lena, cast.thread("plans"), markdown=words)
        talk.react(cast.viewer("mia"), post_now(post.pk), "💡", wanted=True)
        talk.say(lena, cast.space("corner"), markdown=words)
        talk.start_thread(lena, cast.space("plans"), title=f"more {n}", markdown=words)
    counted(browser, cast)
    assert counted(browser, cast) == before


def counted(browser: Client, cast: Cast) -> dict[str, int]:
    """How much each page asks."""
    return {page: len(asked(browser, url(cast))) for page, url in HOT.items()}
