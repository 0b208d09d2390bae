"""A proxy that keeps answers for everybody gets nothing to keep that is somebody's.

It keeps what it may (RFC 9111, 3), so the test holds whatever headers a page is sent with.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from tests.cast import ANONYMOUS, Cast
from tests.house.expectations import DOORS

pytestmark = pytest.mark.django_db

#: What is the same for everybody, whoever asks.
SAME_FOR_ALL = {"front_door_theme", "communities:theme", "robots"}
SECRETS = ("csrfmiddlewaretoken", "X-CSRFToken", "nonce-", 'nonce="')


def said(answer: Any) -> set[str]:
    """The directives about keeping."""
    return {word.strip() for word in answer.headers.get("Cache-Control", "").split(",")}


def is_kept(answer: Any) -> bool:
    """Whether a proxy for everybody may keep an answer; without a word it may."""
    return not said(answer) & {"private", "no-store"}


def body_of(answer: Any) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace") + str(answer.headers)


@pytest.mark.parametrize("who", ["hedda", "mia", "nils", "olga", ANONYMOUS])
def test_nothing_of_somebody_is_kept_for_others(cast: Cast, who: str) -> None:
    client, wrong, private = cast.client(who), [], 0
    words = {c.word for c in cast.canaries.values() if ANONYMOUS not in c.seen_by}
    for door in DOORS:
        answer = client.get(door.url(cast))
        if not is_kept(answer):
            private += 1
            continue
        text = body_of(answer)
        if who != ANONYMOUS and door.name not in SAME_FOR_ALL:
            wrong.append(f"{door.title}: {answer.status_code} is somebody's, and kept")
        if answer.cookies or any(word in text for word in (*words, *SECRETS)):
            wrong.append(f"{door.title}: {answer.status_code} holds something of one person")
        if "public" not in said(answer):
            wrong.append(f"{door.title}: {answer.status_code} does not say that it is public")
    assert wrong == []
    assert private > 100


def test_the_proxy_of_this_test_keeps_what_it_may() -> None:
    for header, kept in (
        ("", True),
        ("max-age=60", True),
        ("public, max-age=0, must-revalidate", True),
        ("private, max-age=60", False),
        ("private, no-store", False),
    ):
        assert is_kept(HttpResponse(headers={"Cache-Control": header})) is kept


def broken(request: HttpRequest) -> HttpResponse:
    raise LookupError(request.path)


urlpatterns = [path("broken/", broken), path("", include("inglenook.site.urls"))]


@pytest.mark.urls(__name__)
def test_no_error_is_kept(cast: Cast) -> None:
    client = cast.client("hedda")
    client.raise_request_exception = False
    asked = {
        500: client.get("/broken/"),
        404: client.get("/garage/t/999999/"),
        403: Client(enforce_csrf_checks=True).post("/account/login/"),
        405: client.put("/garage/"),
        400: client.get("/garage/", headers={"Host": "e.example"}),
    }
    assert {code: answer.status_code for code, answer in asked.items()} == {c: c for c in asked}
    assert not [code for code, answer in asked.items() if is_kept(answer)]


def test_what_was_sent_to_a_stranger_is_not_sent_to_a_member(cast: Cast) -> None:
    """Asked in turns, each gets what is theirs, whatever the house keeps ready."""
    page = f"/garage/t/{cast.threads['workshop'].pk}/"
    mia, stranger = cast.client("mia"), Client()
    for _turn in range(2):
        own, others = mia.get(page), stranger.get(page)
        assert "Cookie" in others.headers["Vary"]
        assert "Mia" in own.text and "<live-line" in own.text
        assert "Mia" not in others.text and "<live-line" not in others.text
        assert said(own) == {"private", "no-store"}
