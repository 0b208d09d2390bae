"""Doors that cost something, or behind which something can be guessed, tire whoever rattles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import URLResolver, get_resolver

from inglenook.accounts.rating import network_of
from inglenook.communities.views import joining, leaving, people, tending
from inglenook.conversations.views import answering
from inglenook.foundation.limits import ACTING, CROWD, Limit, TooOften, rate_of, spend
from inglenook.search import views as search
from tests.cast import Cast, posts_where
from tests.house.doors import ABSENT, NEVER
from tests.house.expectations import DOORS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_counters() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def worn(limit: Limit, who: str) -> None:
    """As if it had been done as often as it may."""
    for _time in range(limit.most):
        spend(limit, who)


def one(cast: Cast, name: str) -> str:
    """As whom a person is counted."""
    return f"p{cast.people[name].pk}"


def told_to_wait(answer: Any) -> bool:
    """Whether an answer says when to come again, to people and to programs."""
    seconds = answer.headers.get("Retry-After", "")
    return answer.status_code == 429 and int(seconds) > 0 and b"Try again in" in answer.content


def test_limit_counts_each_person_and_deed_apart_and_says_when_to_come_again() -> None:
    limit = Limit("knock", 3, 60)
    worn(limit, "p1")
    with pytest.raises(TooOften) as refused:
        spend(limit, "p1")
    assert 0 < refused.value.seconds <= 120
    assert str(refused.value.seconds) in refused.value.sentence
    spend(limit, "p2")
    spend(Limit("ring", 3, 60), "p1")


def test_the_seconds_that_are_told_are_true() -> None:
    limit = Limit("knock", 3, 60)
    with time_machine.travel(1_000_000_030, tick=False) as clock:
        worn(limit, "p1")
        with pytest.raises(TooOften) as refused:
            spend(limit, "p1")
        seconds = refused.value.seconds
        clock.shift(seconds - 2)
        with pytest.raises(TooOften):
            spend(limit, "p1")
        clock.shift(2)
        spend(limit, "p1")


def test_no_more_fit_at_the_boundary_of_two_windows() -> None:
    limit = Limit("knock", 10, 60)
    with time_machine.travel(1_000_000_019, tick=False) as clock:
        worn(limit, "p1")
        clock.shift(2)
        with pytest.raises(TooOften):
            spend(limit, "p1")


def test_every_door_that_takes_something_has_a_rate() -> None:
    """And so have pages that cost as much as a form; a new door fails here by its name."""
    resolver, taking = get_resolver(), set()
    for door in DOORS:
        if door.post not in (NEVER, ABSENT) or door.name in COSTLY:
            taking.add(door.name)
    assert "account_login" in taking and "conversations:reply" in taking
    views = dict(_views(resolver.url_patterns, ""))
    unrated = sorted(name for name in taking if not hasattr(views[name], "rate"))
    assert unrated == []
    assert all(views[name].rate_on_get for name in COSTLY)


COSTLY = {"search:search", "search:quick", "communities:names"}


def _views(patterns: list[Any], space: str) -> Iterator[tuple[str, Any]]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            inside = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _views(entry.url_patterns, inside)
        else:
            yield space + str(entry.name), entry.callback


def test_a_door_that_nobody_rated_has_a_rate_all_the_same() -> None:
    assert rate_of(lambda request: None, "POST") is ACTING
    assert rate_of(lambda request: None, "GET") is None


def test_whoever_posts_without_end_keeps_their_words_and_is_told_to_wait(cast: Cast) -> None:
    worn(answering.POSTS, one(cast, "mia"))
    for path in (f"t/{cast.threads['plans'].pk}/reply/", "s/corner/say/", "s/plans/new/"):
        sent = {"text": "my long words", "title": "A title"}
        answer = cast.client("mia").post(f"/garage/{path}", sent)
        assert told_to_wait(answer), path
        assert b"my long words" in answer.content
    assert not posts_where(markdown="my long words").exists()


DOORS_THAT_TIRE = {
    "p/{post}/react/": (answering.REACTIONS, "mia", {"emoji": "🎉"}),
    "claim/code/": (joining.TRIES, "stella", {"code": "BCDF-GHJK"}),
    "claim/": (joining.CLAIMS, "stella", {"email": "iris@example.org"}),
    "invitations/": (tending.LINKS, "mo", {"role": "member"}),
    "join/{key}/": (joining.JOINING, "stella", {"name": "Stella Low"}),
    "ask/": (joining.ASKING, "stella", {"name": "Stella Low", "words": "Let me in"}),
    "people/{mia}/edit/": (people.PICTURES, "mia", {"name": "Mia"}),
    "leave/": (ACTING, "mia", {}),
}


@pytest.mark.parametrize("path", DOORS_THAT_TIRE)
def test_door_tires_whoever_rattles_at_it(cast: Cast, path: str) -> None:
    limit, name, sent = DOORS_THAT_TIRE[path]
    worn(limit, one(cast, name))
    url = "/garage/" + path.format(
        post=cast.posts["plans"].pk, key=cast.keys["invitation"], mia=cast.members["mia"].pk
    )
    assert told_to_wait(cast.client(name).post(url, sent))


def test_password_is_not_guessed_on_the_page_that_deletes_an_account(cast: Cast) -> None:
    worn(leaving.PROOFS, one(cast, "mia"))
    sent = {"password": "a long enough phrase"}
    answer = cast.client("mia").post("/account/delete/", sent)
    assert told_to_wait(answer)
    assert sent["password"] not in answer.text


@pytest.mark.parametrize("path", ["search/", "search/quick/"])
def test_search_has_a_limit_for_members_and_for_a_strangers_network(cast: Cast, path: str) -> None:
    url = f"/garage/{path}?q=words"
    worn(search.SEARCHES, one(cast, "mia"))
    worn(search.SEARCHES, "a127.0.0.1/32")
    assert cast.client("mia").get(url).status_code == 429
    assert Client().get(url).status_code == 429
    assert Client().get(url, HTTP_X_FORWARDED_FOR="8.8.8.8").status_code == 429
    assert Client(REMOTE_ADDR="10.1.2.3").get(url).status_code == 200
    assert cast.client("lena").get(url).status_code == 200


def test_names_are_not_completed_without_end(cast: Cast) -> None:
    worn(people.COMPLETIONS, one(cast, "mia"))
    assert told_to_wait(cast.client("mia").get("/garage/people/names/?q=a"))


def test_many_accounts_behind_one_network_have_a_limit_together(cast: Cast) -> None:
    crowd = replace(tending.LINKS, most=tending.LINKS.most * CROWD)
    worn(crowd, "n127.0.0.1/32")
    assert told_to_wait(cast.client("mo").post("/garage/invitations/", {"role": "member"}))
    elsewhere = cast.client("mo")
    elsewhere.defaults["REMOTE_ADDR"] = "10.1.2.3"
    assert elsewhere.post("/garage/invitations/", {"role": "member"}).status_code != 429


def test_letters_with_codes_go_to_one_address_however_it_is_written(cast: Cast) -> None:
    client = cast.client("stella")
    assert client.post("/garage/claim/", {"email": "iris@example.org"}).status_code == 302
    for written in ("IRIS@example.org", "iris@EXAMPLE.org", "iris@ｅxample.org"):
        answer = client.post("/garage/claim/", {"email": written})
        assert told_to_wait(answer), written
        assert written in answer.text
    assert client.post("/garage/claim/", {"email": "ir\u0131s@example.org"}).status_code == 422


TRIES = ("mia@example.org", "MIA@example.org", " Mia@Example.ORG", "mia@ｅxample.org")


def test_limit_bypass_by_case_signs_or_forwarded_addresses(client: Client, db: None) -> None:
    """Two hundred tries at one account, each from another forged address, five are looked at."""
    codes = [
        client.post(
            "/account/login/",
            {"login": TRIES[n % 4], "password": f"wrong-wrong-{n}"},
            HTTP_X_FORWARDED_FOR=f"8.8.{n}.8",
            HTTP_FORWARDED=f"for=8.8.{n}.8",
            HTTP_X_REAL_IP=f"8.8.{n}.8",
        )
        for n in range(200)
    ]
    assert [answer.status_code for answer in codes[:5]] == [422] * 5
    assert all(told_to_wait(answer) for answer in codes[5:])


def test_limit_of_a_network_counts_many_accounts(client: Client, db: None) -> None:
    sent = [
        client.post("/account/login/", {"login": f"{n}@example.org", "password": "wrong-wrong"})
        for n in range(12)
    ]
    assert [answer.status_code for answer in sent] == [422] * 10 + [429] * 2
    assert told_to_wait(sent[-1])


@pytest.mark.parametrize(
    ("proxies", "first", "second", "same"),
    [
        (1, "8.8.8.8, 10.0.0.1", "9.9.9.9, 10.0.0.1", True),
        (1, "10.0.0.1", "10.0.0.2", False),
        (1, "2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        (1, "2001:db8:1:2::1", "2001:db8:1:3::1", False),
        (0, "10.0.0.1", "10.0.0.2", True),
    ],
)
def test_peer_is_who_the_named_proxies_say(
    rf: Any, settings: Any, proxies: int, first: str, second: str, same: bool
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    found = [network_of(rf.get("/", HTTP_X_FORWARDED_FOR=said)) for said in (first, second)]
    assert all(found)
    assert (found[0] == found[1]) is same


def test_another_port_in_the_host_header_gives_no_new_tries(cast: Cast) -> None:
    words = {"login": cast.people["mia"].email, "password": "not this one"}

    def status(number: int) -> int:
        # Another peer each time, so that it is the account's own limit that is met.
        stranger = Client(HTTP_HOST=f"127.0.0.1:{9000 + number}", REMOTE_ADDR=f"10.0.{number}.1")
        return int(stranger.post("/account/login/", words).status_code)

    told = [status(number) for number in range(30)]
    assert told[0] == 422 and told[-1] == 429
