"""Nonsense in an address or a form is answered with a page, never with a fault of ours."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from tests.house.expectations import DOORS

pytestmark = pytest.mark.django_db

NUMBERS = ("page", "before", "after", "at", "start", "quote", "reply")
WORDS = ("q", "show", "kind", "sort")
HUGE, LARGE = "9" * 5000, "9" * 30
#: Values for numbers and for words; a null character is refused before any view.
NASTY = (
    (HUGE, "_" * 3000),
    (LARGE, "' OR 1=1 --"),
    ("-1", "%"),
    ("²", "<script>"),
    ("١٢٣", "\u202e\u2028"),
    ("9" * 19, '" * ('),
)
FIELDS = (
    "text", "title", "emoji", "space", "name", "slug", "purpose", "host_name", "words", "bio",
    "code", "email", "intent", "role", "label", "seed", "kind", "openness", "icon", "welcome",
    "source", "login", "password", "password1", "language", "time_zone", "theme", "readable_by",
    "privacy_text", "next", "up", "down",
)  # fmt: skip
NUMBER_FIELDS = ("last", "revision", "until", "member", "uses", "days", "reply_to")
#: Each route once: what else is behind the same one is read by the same code.
ROUTES = list({door.name: door for door in DOORS if door.community == "garage"}.values())


def browser(cast: Cast, name: str) -> Client:
    client = cast.client(name)
    client.raise_request_exception = False
    return client


def fault(response: Any) -> str:
    return f"{response.exc_info[1]!r:.200}" if response.status_code >= 500 else ""


@pytest.mark.parametrize("numbers", [numbers for numbers, _words in NASTY], ids=lambda n: n[:9])
def test_no_query_string_is_a_fault(cast: Cast, numbers: str) -> None:
    client = browser(cast, "hedda")
    asked = dict.fromkeys(NUMBERS, numbers) | dict.fromkeys(WORDS, dict(NASTY)[numbers])
    faults = {door.title: fault(client.get(door.url(cast), asked)) for door in ROUTES}
    assert not any(faults.values()), faults


@pytest.mark.parametrize("numbers", [numbers for numbers, _words in NASTY], ids=lambda n: n[:9])
def test_no_form_is_a_fault(cast: Cast, numbers: str) -> None:
    sent = dict.fromkeys(NUMBER_FIELDS, numbers) | dict.fromkeys(FIELDS, dict(NASTY)[numbers])
    faults = {d.title: fault(browser(cast, "hedda").post(d.url(cast), sent)) for d in ROUTES}
    assert not any(faults.values()), faults


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/garage/s/plans/new/", {"title": "a\0b", "text": "words"}),
        ("/garage/s/plans/new/", {"title": "words", "text": "a\0b"}),
        ("/account/login/", {"login": "a\0b@example.org", "password": "x"}),
    ],
)
def test_null_character_in_a_form_is_refused(cast: Cast, path: str, data: dict[str, str]) -> None:
    assert browser(cast, "hedda").post(path, data).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/garage/picture/%00",
        "/garage/join/%00/",
    ],
)
def test_null_character_in_an_address_is_refused(cast: Cast, path: str) -> None:
    assert browser(cast, "olga").get(path).status_code == 400


@pytest.mark.parametrize("path", ["/garage/search/?q=a%00b", "/operator/mail/?before=%00"])
def test_null_character_in_a_query_is_left_out(cast: Cast, path: str) -> None:
    assert browser(cast, "olga").get(path).status_code == 200


def test_stretch_of_two_threads_is_refused_with_the_reason(cast: Cast) -> None:
    root, elsewhere = cast.posts["corner"].pk, cast.posts["plans"].pk
    response = browser(cast, "mia").post(f"/garage/p/{root}/gather/", {"until": str(elsewhere)})
    assert response.status_code == 422
    assert b"one stretch of this chat" in response.content


def test_reaction_that_is_not_on_offer_is_refused_with_the_reason(cast: Cast) -> None:
    key = cast.posts["plans"].pk
    response = browser(cast, "mia").post(f"/garage/p/{key}/react/", {"emoji": "<b>"})
    assert response.status_code == 422
