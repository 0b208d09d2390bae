"""Looking changes nothing, no form is sent in somebody's name, and no answer leads elsewhere."""

from __future__ import annotations

from urllib.parse import quote, urljoin, urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from tests.cast import Cast
from tests.house.doors import Door
from tests.house.dumps import changed, dumped
from tests.house.expectations import DOORS
from tests.security.fuzzing import Knocker

pytestmark = pytest.mark.django_db

ROUTES = list({door.name: door for door in DOORS if door.community == "garage"}.values())
PROOF = {"login": "mailofmia@example.org", "password": "a long enough phrase"}
TITLED = {"title": "A title", "text": "Some words"}
ELSEWHERE = (
    "//e.example", "/\\e.example", "/%2Fe.example", "/%5Ce.example", "\\\\e.example", "///e",
    "https://e.example", "https:e.example", "/\t/e.example", "/\n/e.example", " //e.example",
    "javascript:hit()", "data:text/html,hit", "//testserver@e.example", "/garage//e.example/..",
)  # fmt: skip


@pytest.mark.parametrize("who", ["hedda", "olga"])
def test_whoever_follows_every_link_changes_nothing(cast: Cast, who: str) -> None:
    client, before, seen = cast.client(who), dumped(), 0
    for door in DOORS:
        if door.name not in settings.WRITES_ON_GET:
            seen += client.get(door.url(cast)).status_code == 200
    assert seen > 20
    assert changed(before) == []


def forging(cast: Cast) -> Client:
    """A browser of Hedda's that is asked for its token against forgery, as others are."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.people["hedda"], "django.contrib.auth.backends.ModelBackend")
    return client


def refused(client: Client, door: Door, cast: Cast, **more: str) -> bool:
    return client.post(door.url(cast), door.sent(cast) | more).status_code == 403


def test_no_form_is_taken_without_its_token(cast: Cast) -> None:
    client, before = forging(cast), dumped()
    client.get("/garage/s/plans/new/")
    foreign = {"csrfmiddlewaretoken": "x" * 64}
    taken = [d.title for d in ROUTES if not refused(client, d, cast, **foreign)]
    taken += [d.title for d in ROUTES if not refused(client, d, cast)]
    assert taken == []
    assert changed(before) == []


def test_no_form_is_taken_from_another_house(cast: Cast) -> None:
    client = forging(cast)
    client.get("/garage/s/plans/new/")
    sent = TITLED | {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    for origin in (
        "https://e.example",
        "null",
        "http://testserver.e.example",
        "http://testserver:1",
    ):
        answer = client.post("/garage/s/plans/new/", sent, headers={"Origin": origin})
        assert answer.status_code == 403, origin
    assert client.post("/garage/s/plans/new/", sent).status_code == 302


def signed_in(**more: str) -> Client:
    """A browser in which Mia has signed in by the page, with the tries at nought."""
    cache.clear()
    client = Client()
    answer = client.post(f"/account/login/{more.pop('query', '')}", PROOF | more)
    assert answer.status_code == 302
    assert not leads_away(answer.headers["Location"])
    return client


def test_cookies_are_for_this_house_alone(cast: Cast) -> None:
    client = signed_in()
    client.get("/garage/s/plans/new/")
    for name in ("sessionid", "csrftoken"):
        assert client.cookies[name]["samesite"] == "Lax", name
        assert not client.cookies[name]["domain"], name
    assert client.cookies["sessionid"]["httponly"]


def leads_away(location: str) -> bool:
    """Whether a browser would leave the house: it drops line ends and turns backslashes round."""
    read = location.strip().translate({9: None, 10: None, 13: None, ord("\\"): "/"})
    parts = urlsplit(urljoin("http://testserver/garage/", read))
    return parts.scheme not in ("http", "https") or parts.netloc != "testserver"


def test_ways_out_of_the_house_are_told_from_ways_within() -> None:
    assert all(leads_away(way) for way in ("//e.example", "/\\e.example", "/\t/e.example"))
    assert not any(leads_away(way) for way in ("/garage/", "?next=//e.example", ""))


@pytest.mark.parametrize("way", ELSEWHERE)
def test_sign_in_and_out_lead_nowhere_else(cast: Cast, way: str) -> None:
    signed_in(next=way)
    client = signed_in(query=f"?next={quote(way)}")
    answer = client.post(f"/account/logout/?next={quote(way)}", {"next": way})
    assert answer.status_code == 302
    assert not leads_away(answer.headers["Location"])


@pytest.mark.parametrize("who", ["hedda", "anonymous"])
def test_no_address_leads_elsewhere(cast: Cast, who: str) -> None:
    knocker, led = Knocker(cast.client(who)), []
    names = ("next", "url", "to", "return", "back", "HTTP_REFERER")
    query = "&".join(f"{name}={quote('//e.example')}" for name in names)
    for door in ROUTES:
        url = door.url(cast).partition("?")[0]
        for method in ("GET", "POST"):
            answer = knocker.send(method, f"{url}?{query}", headers={"Referer": "//e.example"})
            location = answer.headers.get("Location", "")
            led += [f"{method} {url}: {location}"] if leads_away(location) else []
    assert led == []
    assert knocker.answers[302] > 5
