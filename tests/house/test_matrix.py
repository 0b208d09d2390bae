"""Who gets what at every address of the site, and which private words come out there.

The addresses are walked by themselves: a route without an expectation fails by its name. The
expectations stand in `expectations.py`, the canaries in the cast.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.cast import VIEWERS, Cast
from tests.house.doors import NEVER, PARAMETERS, Answers, Door
from tests.house.dumps import changed, dumped
from tests.house.expectations import DOORS

pytestmark = pytest.mark.django_db

WORD = re.compile(r"(?:found|mailof)[a-z]+", re.IGNORECASE)
BY_NUMBER = list(enumerate(DOORS))
NAMES = [door.title for door in DOORS]


@dataclass
class Seen:
    """What came of knocking at all doors."""

    got: dict[tuple[int, str], int] = field(default_factory=dict)
    words: dict[tuple[int, str], set[str]] = field(default_factory=dict)
    problems: dict[int, list[str]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def cast_at_work(built_cast: Cast, django_db_blocker: Any) -> Iterator[Cast]:
    with django_db_blocker.unblock():
        yield built_cast


@pytest.fixture(scope="module")
def browsers(cast_at_work: Cast) -> dict[str, Client]:
    found = {name: cast_at_work.client(name) for name in VIEWERS}
    for browser in found.values():
        browser.raise_request_exception = False
    return found


@pytest.fixture(scope="module")
def looked(cast_at_work: Cast, browsers: dict[str, Client]) -> Seen:
    """Every door asked with GET by everybody."""
    seen = Seen()
    for number, door in BY_NUMBER:
        for name in asked(door.get):
            browser = browsers[name]
            with transaction.atomic():
                response = browser.get(door.url(cast_at_work))
                seen.got[number, name] = response.status_code
                seen.words[number, name] = words_of(response)
                if response.status_code == 500:
                    error = response.exc_info[1]  # type: ignore[attr-defined]
                    seen.problems.setdefault(number, []).append(f"{name}: {error!r}")
                transaction.set_rollback(True)
    return seen


def asked(answers: Answers) -> tuple[str, ...]:
    """Who is asked: a method that no view takes is refused before anybody is looked at."""
    return ("anonymous", "hedda") if answers is NEVER else VIEWERS


def words_of(response: Any) -> set[str]:
    """The canaries' kind of words in an answer's body and headers."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = body.decode(errors="replace") + str(response.headers)
    return {word.lower() for word in WORD.findall(text)}


def differences(door: Door, expected: Answers, got: dict[str, int]) -> str:
    wrong = [
        f"{who}: {was}, not {expected[who]}" for who, was in got.items() if was != expected[who]
    ]
    return f"{door.title}: " + "; ".join(wrong) if wrong else ""


def test_every_route_has_an_expectation_and_every_expectation_a_route() -> None:
    expected = {door.name for door in DOORS}
    assert not sorted(set(PARAMETERS) - expected), "routes without an expectation"
    assert not sorted(expected - set(PARAMETERS)), "expectations without a route"


@pytest.mark.parametrize("number", range(len(DOORS)), ids=NAMES)
def test_whoever_looks_gets_what_is_expected(looked: Seen, number: int) -> None:
    door = DOORS[number]
    got = {name: looked.got[number, name] for name in asked(door.get)}
    wrong = differences(door, door.get, got)
    assert not wrong, wrong + " " + "; ".join(looked.problems.get(number, []))


@pytest.mark.parametrize("number", range(len(DOORS)), ids=NAMES)
def test_whoever_sends_a_form_gets_what_is_expected(
    cast_at_work: Cast, browsers: dict[str, Client], dump: dict[str, int], number: int
) -> None:
    door, cast = DOORS[number], cast_at_work
    got: dict[str, int] = {}
    with transaction.atomic():
        for name in asked(door.post):
            if door.post[name] >= 400:
                got[name] = send(cast, browsers[name], door)
        assert changed(dump) == [], "a refused form changed something"
        transaction.set_rollback(True)
    for name in VIEWERS:
        if door.post[name] < 400:
            with transaction.atomic():
                got[name] = send(cast, browsers[name], door)
                transaction.set_rollback(True)
    wrong = differences(door, door.post, got)
    assert not wrong, wrong


def send(cast: Cast, browser: Client, door: Door) -> int:
    """Post as in a browser of one's own, since some forms sign somebody in or out."""
    mine = Client(raise_request_exception=True)
    mine.cookies = copy.deepcopy(browser.cookies)
    return mine.post(door.url(cast), door.sent(cast)).status_code


@pytest.fixture(scope="module")
def dump(cast_at_work: Cast, browsers: dict[str, Client]) -> dict[str, int]:
    return dumped()


def test_nobody_reads_a_word_that_is_not_for_them(cast_at_work: Cast, looked: Seen) -> None:
    leaks = []
    for canary in cast_at_work.canaries.values():
        for (number, name), words in looked.words.items():
            if canary.word.lower() in words and name not in canary.seen_by:
                leaks.append(f"{canary.word} to {name} at {DOORS[number].title}")
    assert not leaks, "\n".join(leaks)


def test_every_private_word_is_read_by_all_who_may(cast_at_work: Cast, looked: Seen) -> None:
    read: dict[str, set[str]] = {}
    for (_number, name), words in looked.words.items():
        read.setdefault(name, set()).update(words)
    unread = [
        f"{canary.word} by {name}"
        for canary in cast_at_work.canaries.values()
        if canary.on_pages
        for name in sorted(canary.seen_by)
        if canary.word.lower() not in read[name]
    ]
    assert not unread, "\n".join(unread)


def test_what_belongs_to_one_community_does_not_exist_in_another(
    cast_at_work: Cast, browsers: dict[str, Client]
) -> None:
    """Each address of a row of Garage, asked below Writers by both hosts."""
    found = []
    for door in DOORS:
        # A door with a parameter besides the community leads to a row.
        if door.community != "garage" or set(PARAMETERS[door.name]) <= {"community"}:
            continue
        if "community" not in PARAMETERS[door.name] or "token" in PARAMETERS[door.name]:
            continue
        for name in ("nils", "hedda"):
            url = door.url(cast_at_work, "writers")
            status = browsers[name].get(url).status_code
            if status not in (404, 405):
                found.append(f"{url} {name}: {status}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("hidden", "nowhere"),
    [
        ("/garage/s/surprise/", "/garage/s/nowhere/"),
        ("/garage/s/surprise/new/", "/garage/s/nowhere/new/"),
        ("/garage/t/{surprise}/", "/garage/t/999999/"),
        ("/garage/p/{post}/", "/garage/p/99999999999/"),
        ("/writers/", "/nowhere/"),
    ],
)
def test_what_may_not_be_seen_answers_as_what_does_not_exist(
    cast_at_work: Cast, browsers: dict[str, Client], hidden: str, nowhere: str
) -> None:
    ids = {
        "surprise": cast_at_work.threads["surprise"].pk,
        "post": cast_at_work.posts["surprise"].pk,
    }
    for name in ("anonymous", "mia", "mo", "bertram"):
        there, missing = (browsers[name].get(url.format(**ids)) for url in (hidden, nowhere))
        assert (there.status_code, missing.status_code) == (404, 404)
        assert plain(there, hidden.format(**ids)) == plain(missing, nowhere), name


def plain(response: Any, url: str) -> str:
    """An answer without what differs from one to the next: nonces, tokens, its own address."""
    text = response.content.decode().replace(url, "")
    return re.sub(r'"[\w-]{16,}"', "", text)
