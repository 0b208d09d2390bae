"""What waits for somebody (a code, half a sign-in) ends when their access does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.account.internal.userkit import user_id_to_str
from allauth.account.models import Login
from django.test import Client

from inglenook.accounts.models import Person
from inglenook.accounts.pending import LOGIN, pending_in
from inglenook.accounts.pending import RESET as VERIFYING_RESET
from inglenook.accounts.tests.conftest import (
    OTHER_PASSWORD,
    PASSWORD,
    code_for,
    is_signed_in,
    sign_in,
)

pytestmark = pytest.mark.django_db
Browser = Callable[[], Client]

CODE, RESET = "/account/login/code/", "/account/password/reset/"


def change_password(browser: Browser, person: Person) -> None:
    client = browser()
    sign_in(client, person.email)
    sent = {"oldpassword": PASSWORD, "password1": OTHER_PASSWORD}
    assert client.post("/account/password/change/", sent).status_code == 302


def sign_out_everywhere(browser: Browser, person: Person) -> None:
    client = browser()
    sign_in(client, person.email)
    client.post("/account/sessions/end/")


ENDS = [change_password, sign_out_everywhere]


@pytest.mark.parametrize("pk", [9, 10, 21, 36, 1_000_000])
def test_what_waits_is_for_its_person_whatever_their_number(pk: int) -> None:
    person = Person(pk=pk, email="mia@example.org")
    assert pending_in({LOGIN: Login(user=person).serialize()}) == pk
    assert pending_in({VERIFYING_RESET: {"user_id": user_id_to_str(person)}}) == pk


@pytest.mark.parametrize("end", ENDS)
def test_mailed_code_signs_in_nobody_after_access_ended(
    browser: Browser, mia: Person, end: Callable[[Browser, Person], None]
) -> None:
    waiting, fresh = browser(), browser()
    waiting.post(CODE, {"email": mia.email})
    code = code_for(mia.email)
    end(browser, mia)
    answer = waiting.post(CODE + "confirm/", {"code": code})
    assert answer.status_code == 302
    assert not is_signed_in(waiting)
    fresh.post(CODE, {"email": mia.email})
    fresh.post(CODE + "confirm/", {"code": code_for(mia.email)})
    assert is_signed_in(fresh)
    # The browser whose code ended asks for another one, which works.
    waiting.post(CODE, {"email": mia.email})
    waiting.post(CODE + "confirm/", {"code": code_for(mia.email)})
    assert is_signed_in(waiting)


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("confirmed", [False, True])
def test_reset_code_chooses_no_password_after_access_ended(
    browser: Browser, mia: Person, end: Callable[[Browser, Person], None], confirmed: bool
) -> None:
    thief = browser()
    thief.post(RESET, {"email": mia.email})
    code = code_for(mia.email)
    if confirmed:
        thief.post(RESET + "confirm/", {"code": code})
        assert thief.get(RESET + "complete/").status_code == 200
    end(browser, mia)
    thief.post(RESET + "confirm/", {"code": code})
    thief.post(RESET + "complete/", {"password1": "the-thief-chose-this-one"})
    assert not is_signed_in(thief)
    assert sign_in(browser(), mia.email, "the-thief-chose-this-one").status_code == 422


def test_codes_of_two_people_and_of_two_purposes_are_not_swapped(
    browser: Browser, mia: Person, hedda: Person
) -> None:
    client, other = browser(), browser()
    client.post(RESET, {"email": mia.email})
    other.post(RESET, {"email": hedda.email})
    reset = code_for(mia.email)
    assert other.post(RESET + "confirm/", {"code": reset}).status_code == 422
    third = browser()
    third.post(CODE, {"email": mia.email})
    assert third.post(CODE + "confirm/", {"code": reset}).status_code == 422
    assert not is_signed_in(third)
    assert client.post(RESET + "confirm/", {"code": reset})["Location"].endswith("complete/")


def test_new_address_ends_other_devices_and_codes_sent_to_the_old_one(
    browser: Browser, mia: Person
) -> None:
    here, elsewhere, thief = browser(), browser(), browser()
    for client in (here, elsewhere):
        sign_in(client, mia.email)
    thief.post(CODE, {"email": mia.email})
    old_code = code_for(mia.email)
    here.post("/account/email/", {"email": "mia@new.example", "password": PASSWORD})
    here.post("/account/confirm-email/", {"code": code_for("mia@new.example")})
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
    thief.post(CODE + "confirm/", {"code": old_code})
    assert not is_signed_in(thief)
