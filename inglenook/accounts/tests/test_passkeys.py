"""Passkeys: made, used alone and as a second step, renamed, taken away, and never twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from inglenook.accounts.models import Person
from inglenook.accounts.tests.authenticator import Device
from inglenook.accounts.tests.conftest import (
    OTHER_PASSWORD,
    PASSWORD,
    code_for,
    is_signed_in,
    letters_to,
    sign_in,
)

pytestmark = pytest.mark.django_db
BEGIN, ADD, ENTER = "/account/passkeys/begin/", "/account/passkeys/add/", "/account/login/passkey/"


@pytest.fixture(autouse=True)
def _own_machine(settings: Any) -> None:
    settings.PUBLIC_URL = "http://127.0.0.1:8000"
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]


@pytest.fixture
def browser() -> Callable[[], Client]:
    return lambda: Client(SERVER_NAME="localhost")


Browser = Callable[[], Client]


def asked(client: Client, purpose: str) -> dict[str, Any]:
    answer = client.post(BEGIN, {"purpose": purpose})
    assert answer.status_code == 200, answer.status_code
    found: dict[str, Any] = answer.json()["publicKey"]
    return found


def with_passkey(browser: Browser, person: Person, name: str = "My phone") -> Device:
    client, device = browser(), Device()
    sign_in(client, person.email)
    made = device.create(asked(client, "create"))
    answer = client.post(ADD, {"name": name, "credential": made})
    assert answer.status_code in (200, 302), answer.text
    return device


def enter(client: Client, device: Device) -> Any:
    return client.post(
        ENTER, {"credential": device.show(asked(client, "enter")), "next": "/found/"}
    )


def test_new_passkey_is_listed_told_by_mail_and_brings_recovery_codes(
    browser: Browser, mia: Person
) -> None:
    client, device = browser(), Device()
    sign_in(client, mia.email)
    assert "Make it" in client.get(ADD).text
    sent = {"name": "My  phone", "credential": device.create(asked(client, "create"))}
    answer = client.post(ADD, sent)
    assert "Your recovery codes" in answer.text
    page = client.get("/account/second-steps/").text
    assert "My phone" in page and "not used yet" in page and "10 are left" in page
    letter = letters_to(mia.email)[0]
    assert "A passkey was added" in letter.subject and "My phone" in letter.text


def test_passkey_alone_signs_in_and_leads_on(browser: Browser, mia: Person) -> None:
    device = with_passkey(browser, mia)
    client = browser()
    before = client.cookies.get("sessionid")
    answer = enter(client, device)
    assert answer["Location"] == "/found/"
    assert is_signed_in(client)
    assert before is None or before.value != client.cookies["sessionid"].value
    assert "last used on" in client.get("/account/second-steps/").text


def test_password_and_mailed_code_alone_no_longer_open_it(browser: Browser, mia: Person) -> None:
    device = with_passkey(browser, mia)
    client = browser()
    assert sign_in(client, mia.email)["Location"] == "/account/login/second/"
    assert not is_signed_in(client)
    assert "Use a passkey" in client.get("/account/login/second/").text
    shown = device.show(asked(client, "second"))
    assert client.post("/account/login/second/", {"credential": shown})["Location"] == "/"
    assert is_signed_in(client)
    by_mail = browser()
    by_mail.post("/account/login/code/", {"email": mia.email})
    by_mail.post("/account/login/code/confirm/", {"code": code_for(mia.email)})
    assert not is_signed_in(by_mail)


def test_new_password_by_mail_asks_for_the_second_step_too(browser: Browser, mia: Person) -> None:
    with_passkey(browser, mia)
    client = browser()
    client.post("/account/password/reset/", {"email": mia.email})
    client.post("/account/password/reset/confirm/", {"code": code_for(mia.email)})
    answer = client.post("/account/password/reset/complete/", {"password1": OTHER_PASSWORD})
    assert answer["Location"] == "/account/login/second/"
    assert not is_signed_in(client)


def test_passkeys_of_nobody_are_told_before_the_first_step(browser: Browser, mia: Person) -> None:
    with_passkey(browser, mia)
    stranger = browser()
    assert "allowCredentials" not in asked(stranger, "enter")
    assert stranger.post(BEGIN, {"purpose": "second"}).status_code == 404
    stranger.post("/account/login/code/", {"email": mia.email})
    assert stranger.post(BEGIN, {"purpose": "second"}).status_code == 404
    for purpose in ("create", "again", "other", ""):
        assert stranger.post(BEGIN, {"purpose": purpose}).status_code == 404
    half_in = browser()
    sign_in(half_in, mia.email)
    assert asked(half_in, "second")["allowCredentials"]


@pytest.mark.parametrize("wrong", ["replay", "origin", "house", "owner", "purpose", "copy", "junk"])
def test_answer_that_does_not_hold_signs_in_nobody(
    browser: Browser, mia: Person, hedda: Person, wrong: str
) -> None:
    device = with_passkey(browser, mia)
    client = browser()
    challenge = asked(client, "enter")
    if wrong == "purpose":
        sign_in(client, mia.email)
        challenge = asked(client, "second")
    device.origin = "https://evil.example" if wrong == "origin" else device.origin
    device.house = "evil.example" if wrong == "house" else device.house
    owner = str(hedda.pk).encode() if wrong == "owner" else None
    shown = device.show(challenge, owner)
    if wrong == "replay":
        client.post(ENTER, {"credential": shown})
        assert is_signed_in(client)
        client = browser()
        asked(client, "enter")
    if wrong == "copy":
        other = browser()
        assert enter(other, device)["Location"] == "/found/"
    client.post(ENTER, {"credential": "[]" if wrong == "junk" else shown})
    assert not is_signed_in(client)


def test_passkey_of_a_closed_account_opens_nothing(browser: Browser, mia: Person) -> None:
    device = with_passkey(browser, mia)
    Person.objects.filter(pk=mia.pk).update(is_active=False)
    client = browser()
    enter(client, device)
    assert not is_signed_in(client)


def test_one_passkey_is_not_added_twice_nor_by_another(
    browser: Browser, mia: Person, hedda: Person
) -> None:
    device = with_passkey(browser, mia)
    client = browser()
    sign_in(client, hedda.email)
    sent = {"name": "Theirs", "credential": device.create(asked(client, "create"))}
    assert client.post(ADD, sent).status_code == 422
    assert Authenticator.objects.filter(user=hedda).count() == 0


def test_passkey_is_renamed_and_taken_away_by_its_person_alone(
    browser: Browser, mia: Person, hedda: Person
) -> None:
    device = with_passkey(browser, mia)
    row = Authenticator.objects.get(user=mia, type="webauthn")
    here, operator = browser(), browser()
    enter(here, device)
    sign_in(operator, hedda.email)
    url = f"/account/passkeys/{row.pk}/"
    assert operator.get(url).status_code == 404
    assert operator.post(url, {"name": "Mine"}).status_code == 404
    assert operator.post(url + "remove/").status_code == 404
    assert "My phone" in here.get(url).text
    here.post(url, {"name": "Old phone"})
    assert "Old phone" in here.get("/account/second-steps/").text
    here.post(url + "remove/")
    assert not Authenticator.objects.filter(user=mia).exists()
    assert "A passkey was taken away" in letters_to(mia.email)[0].subject
    assert sign_in(browser(), mia.email, PASSWORD)["Location"] == "/"


def test_page_says_where_browsers_take_passkeys(mia: Person, settings: Any) -> None:
    by_number = Client(SERVER_NAME="127.0.0.1")
    sign_in(by_number, mia.email)
    assert "http://localhost" in by_number.get("/account/second-steps/").text
    assert by_number.post(BEGIN, {"purpose": "enter"}).status_code == 422
    by_name = Client(SERVER_NAME="localhost")
    sign_in(by_name, mia.email)
    assert "Add a passkey" in by_name.get("/account/second-steps/").text
    settings.PUBLIC_URL = "https://talk.example"
    assert asked(by_number, "enter")["rpId"] == "talk.example"
