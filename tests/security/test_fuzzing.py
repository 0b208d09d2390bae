"""Every address and every form of the house takes nonsense, and never answers with a fault.

Addresses come from the URL list, forms from the pages themselves, nonsense from fixed dice.
"""

from __future__ import annotations

from random import Random
from urllib.parse import quote, quote_from_bytes, urljoin

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from tests.cast import Cast
from tests.house.doors import PARAMETERS, Door
from tests.house.expectations import DOORS
from tests.security.fuzzing import (
    BODIES,
    HEADERS,
    METHODS,
    PATHS,
    VALUES,
    Form,
    Forms,
    Knocker,
    encoded,
    spoiled,
)

pytestmark = pytest.mark.django_db

SEED = 20_261
#: Each route once, and each kind of space and thread besides.
ROUTES = {door.name: door for door in reversed(DOORS) if door.community == "garage"}
QUERIES = ("q", "page", "before", "after", "at", "start", "quote", "reply", "show", "kind", "sort",
           "next", "community", "last", "email", "revision")  # fmt: skip


@pytest.fixture(params=["hedda", "anonymous"])
def knocker(request: pytest.FixtureRequest, cast: Cast) -> Knocker:
    return Knocker(cast.client(request.param))


def addresses(cast: Cast) -> list[str]:
    return [door.url(cast) for door in ROUTES.values()]


def bent(cast: Cast, door: Door, dice: Random) -> str:
    """The address of a route with nonsense where a row or a name stands."""
    url = door.url(cast).partition("?")[0]
    parts = url.split("/")
    fixed = 2 if "community" in PARAMETERS[door.name] else 1
    places = range(min(fixed, len(parts) - 1), len(parts)) or range(len(parts))
    parts[dice.choice(places)] = quote_from_bytes(dice.choice(PATHS))
    return "/".join(parts)


def test_no_address_is_a_fault(cast: Cast, knocker: Knocker) -> None:
    dice = Random(SEED)
    for door in ROUTES.values():
        url = door.url(cast).partition("?")[0]
        pairs = [(name, dice.choice(VALUES)) for name in QUERIES]
        knocker.send("GET", f"{url}?{encoded(pairs).decode()}")
        knocker.send("GET", f"{url}?%&=;&a&a=%ed%a0%bd&{quote('ü' * 400)}")
        knocker.send("GET", url, headers=HEADERS)
        knocker.send(dice.choice(METHODS), url, b"x")
        for method in ("GET", "POST"):
            knocker.send(method, bent(cast, door, dice))
    assert not knocker.faults, "\n".join(sorted(knocker.faults))
    assert {200, 404, 405} <= set(knocker.answers)


def test_no_broken_body_is_a_fault(cast: Cast, knocker: Knocker) -> None:
    dice = Random(SEED)
    for number, url in enumerate(addresses(cast)):
        for kind, body in (dice.choice(BODIES), BODIES[number % len(BODIES)]):
            knocker.send("POST", url, body, content_type=kind)
    assert 400 in knocker.answers
    assert not knocker.faults, "\n".join(sorted(knocker.faults))


@pytest.mark.parametrize("who", ["hedda", "olga", "anonymous"])
def test_no_form_is_a_fault(cast: Cast, who: str) -> None:
    knocker = Knocker(cast.client(who))
    dice, forms = Random(SEED), dict[str, Form]()
    for url in addresses(cast):
        page = knocker.send("GET", url)
        if page.status_code == 200 and "text/html" in page.headers["Content-Type"]:
            for form in Forms(page.content.decode()).found:
                forms.setdefault(urljoin(url, form.action), form)
    assert forms
    for url, form in forms.items():
        for body in spoiled(form, dice):
            knocker.send("POST", url, body)
    assert not knocker.faults, "\n".join(sorted(knocker.faults))


def broken(request: HttpRequest) -> HttpResponse:
    raise LookupError(request.path)


urlpatterns = [path("broken/", broken)]


@pytest.mark.urls(__name__)
def test_a_fault_is_noticed(client: Client, db: None) -> None:
    knocker = Knocker(client)
    assert knocker.send("GET", "/broken/").status_code == 500
    assert "LookupError" in "".join(knocker.faults)
