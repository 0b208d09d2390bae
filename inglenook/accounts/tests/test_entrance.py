"""Coming in: sign up, sign in, by code, with a new password, out again."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from inglenook.accounts.models import Person, Session
from inglenook.accounts.tests.conftest import (
    OTHER_PASSWORD,
    PASSWORD,
    code_for,
    is_signed_in,
    letters_to,
    sign_in,
)

pytestmark = pytest.mark.django_db
Browser = Callable[[], Client]


def sign_up(client: Client, email: str, password: str = PASSWORD, to: str = "") -> Any:
    return client.post("/account/signup/", {"email": email, "password1": password, "next": to})


def test_sign_up_asks_for_the_mailed_code_and_then_goes_on(client: Client) -> None:
    answer = sign_up(client, "Stella@Example.org", to="/racket/join/abc/")
    assert answer["Location"] == "/account/confirm-email/"
    page = client.get("/account/confirm-email/")
    assert "stella@example.org" in page.text
    assert not is_signed_in(client)
    answer = client.post("/account/confirm-email/", {"code": code_for("stella@example.org")})
    assert answer["Location"] == "/racket/join/abc/"
    assert is_signed_in(client)


def test_wrong_code_is_refused_with_a_sentence_and_the_third_ends_it(client: Client) -> None:
    sign_up(client, "stella@example.org")
    answer = client.post("/account/confirm-email/", {"code": "BBBB-BBBB"})
    assert answer.status_code == 422
    assert "This isn’t the code" in answer.text
    client.post("/account/confirm-email/", {"code": "BBBB-BBBB"})
    assert client.post("/account/confirm-email/", {"code": "BBBB-BBBB"}).status_code == 302
    answer = client.post("/account/confirm-email/", {"code": code_for("stella@example.org")})
    assert answer.status_code == 302
    assert not is_signed_in(client)


def test_another_code_too_soon_keeps_the_page_and_the_first_code(client: Client) -> None:
    sign_up(client, "stella@example.org")
    answer = client.post("/account/confirm-email/", {"action": "resend"}, follow=True)
    assert "A letter went there a moment ago" in answer.text
    client.post("/account/confirm-email/", {"code": code_for("stella@example.org")})
    assert is_signed_in(client)


def test_another_code_counts_from_then_on(client: Client, mia: Person) -> None:
    client.post("/account/login/code/", {"email": mia.email})
    first = code_for(mia.email)
    client.post("/account/login/code/confirm/", {"action": "resend"})
    assert client.post("/account/login/code/confirm/", {"code": first}).status_code == 422
    client.post("/account/login/code/confirm/", {"code": code_for(mia.email)})
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [
        ("stella", PASSWORD, "no @ in it"),
        ("stella@", PASSWORD, "looks like name@example.org"),
        ("mıke@example.org", PASSWORD, "letters a to z"),
        ("", PASSWORD, "required"),
        ("stella@example.org", "short", "at least 10"),
        ("stella@example.org", "password1234", "guessed quickly"),
        ("stella@example.org", "stella@example.org", "guessed quickly"),
        ("stella@example.org", "x" * 201, "at most 200"),
    ],
)
def test_sign_up_with_bad_input_says_how_to_mend_it(
    client: Client, email: str, password: str, sentence: str
) -> None:
    answer = sign_up(client, email, password)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not Person.objects.exists()
    assert f'value="{email}"' in answer.text or not email


def test_sign_in_and_out_by_password(client: Client, mia: Person) -> None:
    assert sign_in(client, " MIA@example.org ")["Location"] == "/"
    assert is_signed_in(client)
    assert client.get("/account/logout/").status_code == 200
    assert is_signed_in(client)
    assert client.post("/account/logout/")["Location"] == "/"
    assert not is_signed_in(client)


def test_wrong_password_keeps_the_address_and_says_what_to_do(client: Client, mia: Person) -> None:
    answer = sign_in(client, mia.email, "nonsense-nonsense")
    assert answer.status_code == 422
    assert "don’t go together" in answer.text
    assert 'value="mia@example.org"' in answer.text
    assert "nonsense-nonsense" not in answer.text


def test_sign_in_by_mailed_code_works_once(browser: Browser, mia: Person) -> None:
    client = browser()
    answer = client.post("/account/login/code/", {"email": mia.email, "next": "/racket/"})
    assert answer["Location"].startswith("/account/login/code/confirm/")
    code = code_for(mia.email)
    other = browser()
    other.post("/account/login/code/", {"email": mia.email})
    assert other.post("/account/login/code/confirm/", {"code": code}).status_code == 422
    answer = client.post("/account/login/code/confirm/", {"code": code.lower(), "next": "/racket/"})
    assert answer["Location"] == "/racket/"
    assert is_signed_in(client)
    assert not is_signed_in(other)


def test_first_code_of_the_owner_takes_away_a_strangers_password(browser: Browser) -> None:
    stranger, owner = browser(), browser()
    sign_up(stranger, "owner@example.org", OTHER_PASSWORD)
    owner.post("/account/login/code/", {"email": "owner@example.org"})
    owner.post("/account/login/code/confirm/", {"code": code_for("owner@example.org")})
    assert is_signed_in(owner)
    assert sign_in(browser(), "owner@example.org", OTHER_PASSWORD).status_code == 422
    stranger.get("/account/confirm-email/")
    stranger.post("/account/login/", {"login": "owner@example.org", "password": OTHER_PASSWORD})
    assert not is_signed_in(stranger)


def test_reset_signs_out_everywhere_else_and_tells(browser: Browser, mia: Person) -> None:
    elsewhere, client = browser(), browser()
    sign_in(elsewhere, mia.email)
    client.post("/account/password/reset/", {"email": mia.email})
    answer = client.post("/account/password/reset/confirm/", {"code": code_for(mia.email)})
    assert answer["Location"] == "/account/password/reset/complete/"
    assert client.get("/account/password/reset/complete/").status_code == 200
    client.post("/account/password/reset/complete/", {"password1": OTHER_PASSWORD})
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert sign_in(browser(), mia.email).status_code == 422
    assert sign_in(browser(), mia.email, OTHER_PASSWORD).status_code == 302
    assert "Your password was changed" in letters_to(mia.email)[0].subject


def test_reset_code_is_used_up(browser: Browser, mia: Person) -> None:
    client = browser()
    client.post("/account/password/reset/", {"email": mia.email})
    code = code_for(mia.email)
    client.post("/account/password/reset/confirm/", {"code": code})
    client.post("/account/password/reset/complete/", {"password1": OTHER_PASSWORD})
    client.post("/account/logout/")
    assert client.post("/account/password/reset/confirm/", {"code": code}).status_code == 302
    again = client.post("/account/password/reset/complete/", {"password1": PASSWORD})
    assert again["Location"] == "/account/password/reset/"
    assert sign_in(browser(), mia.email).status_code == 422


def test_signing_in_gives_the_session_a_new_key(browser: Browser, mia: Person) -> None:
    client = browser()
    client.post("/account/login/code/", {"email": mia.email})
    before = client.cookies["sessionid"].value
    client.post("/account/login/code/confirm/", {"code": code_for(mia.email)})
    after = client.cookies["sessionid"].value
    assert before != after
    thief = browser()
    thief.cookies["sessionid"] = before
    assert not is_signed_in(thief)
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert after not in str(list(Session.objects.values()))


@pytest.mark.parametrize("evil", ["//e.example", "/\\e.example", "https://e.example", "///e", "e"])
def test_next_never_leads_out_of_the_house(client: Client, mia: Person, evil: str) -> None:
    assert sign_in(client, mia.email, next=evil)["Location"] == "/"
    assert client.post("/account/logout/", {"next": evil})["Location"] == "/"


def test_closed_account_stays_out(browser: Browser, mia: Person) -> None:
    before = browser()
    sign_in(before, mia.email)
    Person.objects.filter(pk=mia.pk).update(is_active=False)
    assert not is_signed_in(before)
    client = browser()
    assert sign_in(client, mia.email)["Location"] == "/account/inactive/"
    assert client.get("/account/inactive/").status_code == 200
    assert not is_signed_in(client)


def test_too_many_tries_are_answered_with_429(client: Client, mia: Person) -> None:
    spellings = ("mia@example.org", "MIA@example.org", "Mia@Example.org", " mia@example.org")
    answers = [
        client.post(
            "/account/login/",
            {"login": spellings[n % 4], "password": f"nonsense-{n}"},
            headers={"X-Forwarded-For": f"192.0.2.{n}"},
        ).status_code
        for n in range(12)
    ]
    assert answers[:5] == [422] * 5
    assert set(answers[5:]) == {429}
    assert sign_in(client, mia.email).status_code == 429


def test_pages_of_the_entrance_are_there(client: Client) -> None:
    for page in ("login", "signup", "login/code", "password/reset"):
        assert client.get(f"/account/{page}/").status_code == 200, page
    for page in ("password/reset/confirm", "login/code/confirm", "confirm-email"):
        assert client.get(f"/account/{page}/").status_code == 302, page
    assert client.get("/account/")["Location"] == "/account/login/?next=/account/"
