"""An app's codes and recovery codes; each counts once."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import connection
from django.test import Client

from inglenook.accounts import actions, onetime
from inglenook.accounts.models import Person
from inglenook.accounts.tests.conftest import is_signed_in, letters_to, sign_in

pytestmark = pytest.mark.django_db
Browser = Callable[[], Client]
APP, STEPS, SECOND = (
    "/account/second-steps/app/",
    "/account/second-steps/",
    "/account/login/second/",
)
NOON = 1_800_000_000


def code_of(secret: str, later: int = 0) -> str:
    """What an app shows now, or so many steps later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def set_up(client: Client) -> tuple[str, list[str]]:
    """Set up an app as a person does; its key, and the recovery codes."""
    page = client.get(APP).text
    secret = re.search(r'class="secret"[^>]*>([A-Z2-7 ]+)<', page)
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert secret and key
    plain = secret[1].replace(" ", "")
    assert "data:image/svg+xml;base64," in page
    assert f"secret={plain}" in page
    answer = client.post(APP, {"key": key[1], "code": code_of(plain)})
    assert answer.status_code == 200, answer.text
    return plain, re.findall(r"<code>(\d{8})</code>", answer.text)


@pytest.fixture
def noon() -> Any:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def app(browser: Browser, mia: Person, noon: Any) -> tuple[str, list[str]]:
    client = browser()
    sign_in(client, mia.email)
    return set_up(client)


def half_in(browser: Browser, person: Person) -> Client:
    client = browser()
    assert sign_in(client, person.email, next="/found/")["Location"] == SECOND
    assert not is_signed_in(client)
    return client


def test_code_of_the_app_signs_in_after_the_password(
    browser: Browser, mia: Person, app: Any, noon: Any
) -> None:
    secret, codes = app
    assert len(set(codes)) == 10
    assert "An app was set up" in letters_to(mia.email)[0].subject
    noon.shift(60)
    client = half_in(browser, mia)
    assert client.post(SECOND, {"code": "000 000"}).status_code == 422
    code = code_of(secret)
    assert client.post(SECOND, {"code": f"{code[:3]} {code[3:]}"})["Location"] == "/found/"
    assert is_signed_in(client)
    assert "last used on" in client.get(STEPS).text


def test_totp_replay_is_refused(browser: Browser, mia: Person, app: Any, noon: Any) -> None:
    """The same code twice, an older one after it, and that of the set-up."""
    secret, _codes = app
    first = half_in(browser, mia)
    assert first.post(SECOND, {"code": code_of(secret)}).status_code == 422
    noon.shift(60)
    code, older = code_of(secret), code_of(secret, -1)
    first.post(SECOND, {"code": code})
    assert is_signed_in(first)
    for _again in range(3):
        second = half_in(browser, mia)
        for wrong in (code, older):
            assert second.post(SECOND, {"code": wrong}).status_code == 422
        assert not is_signed_in(second)
        noon.shift(30)
    third = half_in(browser, mia)
    third.post(SECOND, {"code": code_of(secret)})
    assert is_signed_in(third)


@pytest.mark.parametrize(
    ("minutes", "taken"), [(-10, False), (-0.5, True), (0.5, True), (10, False)]
)
def test_clock_of_a_phone_may_be_off_by_half_a_minute(
    browser: Browser, mia: Person, app: Any, noon: Any, minutes: float, taken: bool
) -> None:
    noon.shift(3600)
    client = half_in(browser, mia)
    client.post(SECOND, {"code": code_of(app[0], int(minutes * 2))})
    assert is_signed_in(client) is taken


def test_recovery_code_lets_in_once_and_is_told(browser: Browser, mia: Person, app: Any) -> None:
    code = app[1][3]
    client = half_in(browser, mia)
    client.post(SECOND, {"code": f"{code[:4]}-{code[4:]}"})
    assert is_signed_in(client)
    assert any("There are 9 left" in letter.text for letter in letters_to(mia.email))
    again = half_in(browser, mia)
    assert again.post(SECOND, {"code": code}).status_code == 422
    assert not is_signed_in(again)


def test_recovery_codes_are_shown_once_and_new_ones_end_the_old(
    browser: Browser, mia: Person, app: Any
) -> None:
    client = half_in(browser, mia)
    client.post(SECOND, {"code": app[1][0]})
    assert not any(code in client.get(STEPS).text for code in app[1])
    page = client.post(STEPS + "codes/").text
    fresh = re.findall(r"<code>(\d{8})</code>", page)
    assert len(fresh) == 10 and not set(fresh) & set(app[1])
    assert 'href="data:text/plain;charset=utf-8,' + "%0A".join(fresh) in page
    assert "New recovery codes" in {letter.subject for letter in letters_to(mia.email)}
    late = half_in(browser, mia)
    assert late.post(SECOND, {"code": app[1][1]}).status_code == 422
    late.post(SECOND, {"code": fresh[0]})
    assert is_signed_in(late)


def test_app_is_taken_away_and_told(browser: Browser, mia: Person, app: Any) -> None:
    client = half_in(browser, mia)
    client.post(SECOND, {"code": app[1][0]})
    client.post(APP + "remove/")
    assert not Authenticator.objects.filter(user=mia).exists()
    assert "An app was taken away" in {letter.subject for letter in letters_to(mia.email)}
    assert sign_in(browser(), mia.email)["Location"] == "/"


def test_codes_are_not_guessed(browser: Browser, mia: Person, app: Any) -> None:
    client = half_in(browser, mia)
    answers = [client.post(SECOND, {"code": f"{n:06}"}) for n in range(12)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429] * 2
    assert int(answers[-1].headers["Retry-After"]) > 0
    # Another browser doesn't begin anew: the account is counted.
    assert half_in(browser, mia).post(SECOND, {"code": "123456"}).status_code == 429


def test_offered_key_is_for_one_person_and_half_an_hour(
    browser: Browser, mia: Person, hedda: Person, noon: Any
) -> None:
    secret, token = onetime.offer(mia)
    assert onetime.offered(mia, token) == secret
    assert onetime.offered(hedda, token) == ""
    assert onetime.offered(mia, token[:-2] + "xx") == ""
    assert secret not in token
    noon.shift(31 * 60)
    assert onetime.offered(mia, token) == ""


def test_looking_at_the_pages_keeps_nothing(browser: Browser, mia: Person) -> None:
    client = browser()
    sign_in(client, mia.email)
    for page in (APP, STEPS, "/account/passkeys/add/"):
        assert client.get(page).status_code == 200
    assert not Authenticator.objects.exists()


def test_keys_are_sealed_in_the_database(mia: Person, app: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        kept = str(cursor.fetchall())
    assert "last_step" in kept
    assert app[0] not in kept
    assert not any(code in kept for code in app[1])


def test_host_link_lets_in_whoever_lost_everything(browser: Browser, mia: Person, app: Any) -> None:
    client = browser()
    client.post(actions.host_link(mia.email).partition("8000")[2])
    assert is_signed_in(client)
    client.post(APP + "remove/")
    assert sign_in(browser(), mia.email)["Location"] == "/"


def test_half_a_sign_in_ends_with_another_password(browser: Browser, mia: Person, app: Any) -> None:
    thief, client = half_in(browser, mia), half_in(browser, mia)
    client.post(SECOND, {"code": app[1][0]})
    client.post("/account/sessions/end/")
    assert thief.post(SECOND, {"code": app[1][1]}).status_code == 302
    assert not is_signed_in(thief)
