"""Doors that cost something, or behind which something can be guessed, tire whoever rattles."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from inglenook.communities.views import joining, leaving, people, tending
from inglenook.conversations.views import answering
from inglenook.foundation.limits import Limit, TooOften, spend
from inglenook.search import views as search
from tests.cast import Cast, posts_where

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_counters() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def worn(limit: Limit, who: object) -> None:
    """As if it had been done as often as it may."""
    for _time in range(limit.most):
        spend(limit, who)


def test_limit_counts_each_person_and_deed_apart_and_says_when_to_come_again() -> None:
    limit = Limit("knock", 3, 60)
    worn(limit, 1)
    with pytest.raises(TooOften) as refused:
        spend(limit, 1)
    assert 0 < refused.value.seconds <= 60
    assert str(refused.value.seconds) in refused.value.sentence
    spend(limit, 2)
    spend(Limit("ring", 3, 60), 1)


def test_whoever_posts_without_end_keeps_their_words_and_is_told_to_wait(cast: Cast) -> None:
    worn(answering.POSTS, cast.people["mia"].pk)
    for path in (f"t/{cast.threads['plans'].pk}/reply/", "s/corner/say/", "s/plans/new/"):
        sent = {"text": "my long words", "title": "A title"}
        answer = cast.client("mia").post(f"/garage/{path}", sent)
        assert answer.status_code == 422, path
        assert b"my long words" in answer.content
        assert b"Try again in" in answer.content
    assert not posts_where(markdown="my long words").exists()


def test_reactions_have_a_limit(cast: Cast) -> None:
    worn(answering.REACTIONS, cast.people["mia"].pk)
    url = f"/garage/p/{cast.posts['plans'].pk}/react/"
    answer = cast.client("mia").post(url, {"emoji": "🎉"})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize("path", ["search/", "search/quick/"])
def test_search_has_a_limit_for_members_and_for_a_strangers_network(cast: Cast, path: str) -> None:
    url = f"/garage/{path}?q=words"
    worn(search.SEARCHES, f"p{cast.people['mia'].pk}")
    worn(search.SEARCHES, "a127.0.0.1/32")
    assert cast.client("mia").get(url).status_code == 429
    assert Client().get(url).status_code == 429
    assert Client().get(url, HTTP_X_FORWARDED_FOR="8.8.8.8").status_code == 429
    assert Client(REMOTE_ADDR="10.1.2.3").get(url).status_code == 200
    assert cast.client("lena").get(url).status_code == 200


def test_names_are_not_completed_without_end(cast: Cast) -> None:
    worn(people.COMPLETIONS, cast.people["mia"].pk)
    assert cast.client("mia").get("/garage/people/names/?q=a").status_code == 429


def test_codes_are_not_guessed_by_asking_for_ever_new_ones(cast: Cast) -> None:
    worn(joining.TRIES, cast.people["stella"].pk)
    answer = cast.client("stella").post("/garage/claim/code/", {"code": "BCDF-GHJK"})
    assert answer.status_code == 422
    assert b"Try again in" in answer.content


def test_password_is_not_guessed_on_the_page_that_deletes_an_account(cast: Cast) -> None:
    worn(leaving.PROOFS, cast.people["mia"].pk)
    answer = cast.client("mia").post("/account/delete/", {"password": "a long enough phrase"})
    assert answer.status_code == 429


def test_links_are_not_made_without_end(cast: Cast) -> None:
    worn(tending.LINKS, cast.people["mo"].pk)
    answer = cast.client("mo").post("/garage/invitations/", {"role": "member"})
    assert answer.status_code == 422
    assert b"Try again in" in answer.content


def test_joining_and_asking_have_a_limit(cast: Cast) -> None:
    for limit in (joining.JOINING, joining.ASKING):
        worn(limit, cast.people["stella"].pk)
    client = cast.client("stella")
    link = f"/garage/join/{cast.keys['invitation']}/"
    assert client.post(link, {"name": "Stella Low"}).status_code == 422
    sent = {"name": "Stella Low", "words": "Let me in"}
    assert client.post("/garage/ask/", sent).status_code == 422
