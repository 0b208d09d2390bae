"""Grave acts ask anew who sits there, and go on with what was typed."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from inglenook.accounts import actions, onetime
from inglenook.accounts.models import Person
from inglenook.accounts.tests.authenticator import Device
from inglenook.accounts.tests.conftest import PASSWORD, letters_to, sign_in
from inglenook.accounts.tests.test_second_steps import code_of
from inglenook.communities.models import Community, Membership

pytestmark = pytest.mark.django_db
Browser = Callable[[], Client]
FOUND = {
    "name": "Garage",
    "slug": "garage",
    "purpose": "Old cars",
    "host_name": "Hedda",
    "readable_by": "members",
    "seed": "#a4552f",
    "intent": "one",
}
ASKED = "Is it still you?"


def stale(client: Client) -> Client:
    """As if they had signed in an hour ago."""
    session = client.session
    session["proved_at"] = time.time() - 3600
    session.save()
    return client


@pytest.fixture
def operator(hedda: Person) -> Client:
    client = Client(SERVER_NAME="localhost")
    assert sign_in(client, hedda.email).status_code == 302
    return stale(client)


def kept_in(page: str) -> dict[str, str]:
    """The fields that wait in the page."""
    return dict(re.findall(r'<textarea name="(\w+)" hidden>\n(.*?)</textarea>', page, re.DOTALL))


def test_founding_asks_and_goes_on_with_what_was_typed(operator: Client) -> None:
    page = operator.post("/found/", FOUND)
    assert ASKED in page.text
    assert not Community.objects.exists()
    assert kept_in(page.text) == FOUND
    wrong = operator.post("/found/", FOUND | {"again": "1", "password": "not-mine"})
    assert wrong.status_code == 422
    assert kept_in(wrong.text) == FOUND
    assert "not-mine" not in wrong.text
    done = operator.post("/found/", kept_in(wrong.text) | {"again": "1", "password": PASSWORD})
    assert done["Location"] == "/garage/"
    assert Community.objects.get().purpose == "Old cars"
    # Now it holds for a quarter of an hour.
    assert ASKED not in operator.post("/found/", FOUND | {"slug": "other"}).text


GRAVE = ["/operator/mail/", "/account/second-steps/app/", "/account/passkeys/add/"]


@pytest.mark.parametrize("path", GRAVE)
def test_page_that_shows_something_grave_asks_first_and_leads_back(
    operator: Client, path: str
) -> None:
    there = operator.get(path + "?before=x")["Location"]
    assert ASKED in operator.get(there).text
    assert operator.post(there, {"again": "1", "password": "wrong"}).status_code == 422
    answer = operator.post(there, {"again": "1", "password": PASSWORD})
    assert answer["Location"] == path + "?before=x"
    assert operator.get(path).status_code == 200


@pytest.mark.parametrize("evil", ["//e.example", "/\\e.example", "https://e.example"])
def test_it_never_leads_out_of_the_house(operator: Client, evil: str) -> None:
    sent = {"again": "1", "password": PASSWORD, "next": evil}
    assert operator.post("/account/again/", sent)["Location"] == "/account/"


SENT = {
    "/operator/": {"email": "mia@example.org"},
    "/operator/resign/": {},
    "/account/second-steps/codes/": {},
    "/account/second-steps/app/remove/": {},
    "/account/passkeys/1/remove/": {},
}


@pytest.mark.parametrize("path", SENT)
def test_grave_act_waits_for_a_proof(operator: Client, mia: Person, path: str) -> None:
    mia.last_login = mia.joined_at
    mia.save()
    page = operator.post(path, SENT[path])
    assert ASKED in page.text
    assert kept_in(page.text) == SENT[path]
    mia.refresh_from_db()
    assert not mia.is_operator


def test_mailed_code_proves_it_once_and_in_this_browser(operator: Client, hedda: Person) -> None:
    page = operator.post("/found/", FOUND | {"again": "1", "mail_me": "1"})
    assert "The code from the mail" in page.text
    assert kept_in(page.text) == FOUND
    code = re.search(r"^ +([A-Z]{4}-[A-Z]{4})\r?$", letters_to(hedda.email)[0].text, re.MULTILINE)
    assert code
    other = Client(SERVER_NAME="localhost")
    sign_in(other, hedda.email)
    sent = FOUND | {"again": "1", "mailed_code": code[1].lower()}
    assert ASKED in stale(other).post("/found/", sent).text
    assert operator.post("/found/", sent)["Location"] == "/garage/"
    assert ASKED in stale(operator).post("/found/", sent | {"slug": "other"}).text


def test_mailed_code_is_tried_three_times(operator: Client, hedda: Person) -> None:
    operator.post("/found/", FOUND | {"again": "1", "mail_me": "1"})
    found = re.search(r"^ +([A-Z]{4}-[A-Z]{4})\r?$", letters_to(hedda.email)[0].text, re.MULTILINE)
    assert found
    for code in ("BBBB-BBBB", "CCCC-CCCC", "DDDD-DDDD", found[1]):
        answer = operator.post("/found/", FOUND | {"again": "1", "mailed_code": code})
        assert answer.status_code == 422


def test_app_and_passkey_prove_it(operator: Client, hedda: Person) -> None:
    secret, _token = onetime.offer(hedda)
    codes = actions.set_up_app(hedda, secret, code_of(secret))
    proof = {"again": "1", "app_code": code_of(secret, 1)}
    assert operator.post("/found/", FOUND | proof)["Location"] == "/garage/"
    device = Device()
    asked = operator.post("/account/passkeys/begin/", {"purpose": "create"}).json()["publicKey"]
    operator.post("/account/passkeys/add/", {"name": "Key", "credential": device.create(asked)})
    stale(operator)
    other = FOUND | {"slug": "other", "host_name": "Hedda", "intent": "two"}
    assert "Use a passkey" in operator.post("/found/", other).text
    asked = operator.post("/account/passkeys/begin/", {"purpose": "again"}).json()["publicKey"]
    proof = {"again": "1", "credential": device.show(asked)}
    assert operator.post("/found/", other | proof)["Location"] == "/other/"
    stale(operator)
    third = FOUND | {"slug": "third", "intent": "three"}
    proof = {"again": "1", "app_code": codes[0]}
    assert operator.post("/found/", third | proof)["Location"] == "/third/"


def test_proofs_are_not_guessed(operator: Client) -> None:
    tried = [
        operator.post("/found/", FOUND | {"again": "1", "app_code": f"{n:06}"}) for n in range(11)
    ]
    assert [answer.status_code for answer in tried] == [422] * 10 + [429]
    assert "Old cars" in tried[-1].text


def test_signing_out_everywhere_proves_nothing(operator: Client) -> None:
    operator.post("/account/sessions/end/")
    assert ASKED in operator.post("/found/", FOUND).text


def test_whoever_has_no_password_is_asked_before_address_and_deletion(browser: Browser) -> None:
    nils = Person.objects.create_user("nils@example.org")
    client = browser()
    client.force_login(nils)
    stale(client)
    for path in ("/account/email/", "/account/delete/", "/account/password/set/"):
        assert ASKED in client.get(path, follow=True).text, path
    assert ASKED in client.post("/account/delete/", {"word": "delete"}).text
    assert Person.objects.filter(pk=nils.pk).exists()


def test_roles_are_given_by_whoever_shows_again_who_they_are(
    operator: Client, mia: Person, hedda: Person
) -> None:
    operator.post("/found/", FOUND | {"again": "1", "password": PASSWORD})
    community = Community.objects.get()
    member = Membership.objects.create(community=community, person=mia, name="Mia")
    stale(operator)
    url = f"/garage/people/{member.pk}/role/"
    page = operator.post(url, {"role": "host"})
    assert ASKED in page.text
    answer: Any = operator.post(url, {"role": "host", "again": "1", "password": PASSWORD})
    assert answer.status_code == 302
    member.refresh_from_db()
    assert member.role == "host"
