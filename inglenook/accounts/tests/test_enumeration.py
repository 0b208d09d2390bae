"""Nothing tells whether an address has an account: not the page, not the work that is done.

Time itself is not measured here, since a busy machine would make the test lie; that both ways do
the same work is. Measured by hand on one machine (60 of each), the two could not be told apart.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inglenook.accounts.models import Person
from inglenook.accounts.tests.conftest import (
    OTHER_PASSWORD,
    code_for,
    jobs_waiting,
    letters_to,
)

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "mia@example.org", "not@example.org"
Ask = Callable[[Client, str], Any]


class CountingHasher(MD5PasswordHasher):
    """Counts, where Argon2 would take its time."""

    made = 0

    def encode(self, password: str, salt: str) -> str:
        CountingHasher.made += 1
        return super().encode(password, salt)


@pytest.fixture
def hashes(settings: Any) -> Iterator[type[CountingHasher]]:
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    yield CountingHasher


def page_of(answer: Any, email: str) -> str:
    """What anybody sees of an answer, without the address that they typed and without tokens."""
    text = re.sub(r'(csrfmiddlewaretoken" value="|nonce="|CSRFToken": ")[^"]+', r"\1", answer.text)
    return f"{answer.status_code} {answer.headers.get('Location')} {text.replace(email, 'ADDRESS')}"


@contextmanager
def work(hashes: type[CountingHasher]) -> Iterator[dict[str, int]]:
    done = {"hashes": -hashes.made, "jobs": -jobs_waiting()}
    with CaptureQueriesContext(connection) as queries:
        yield done
    done["hashes"] += hashes.made
    done["jobs"] += jobs_waiting()
    for word in ("INSERT", "UPDATE", "SELECT"):
        # PostgreSQL's cursors are declared for a SELECT.
        done[word] = sum(f"{word} " in query["sql"][:120] for query in queries)


def login(client: Client, email: str) -> Any:
    return client.post("/account/login/", {"login": email, "password": OTHER_PASSWORD})


def sign_up(client: Client, email: str) -> Any:
    return client.post("/account/signup/", {"email": email, "password1": OTHER_PASSWORD})


def ask_code(client: Client, email: str) -> Any:
    return client.post("/account/login/code/", {"email": email})


def ask_reset(client: Client, email: str) -> Any:
    return client.post("/account/password/reset/", {"email": email})


def first(ask: Ask, path: str, data: dict[str, str]) -> Ask:
    def then(client: Client, email: str) -> Any:
        ask(client, email)
        return client.post(path, data)

    return then


CODE, CONFIRM, RESET = (
    "/account/login/code/confirm/",
    "/account/confirm-email/",
    "/account/password/reset/confirm/",
)
WRONG, AGAIN = {"code": "BBBB-BBBB"}, {"action": "resend"}
WAYS = {
    "sign in": (login, "", 1, 0),
    "sign up": (sign_up, CONFIRM, 1, 1),
    "ask for a code": (ask_code, CODE, 0, 1),
    "ask for a new password": (ask_reset, RESET, 0, 1),
    "wrong code": (first(ask_code, CODE, WRONG), CODE, 0, 1),
    "wrong code after signing up": (first(sign_up, CONFIRM, WRONG), CONFIRM, 1, 1),
    "wrong code for a new password": (first(ask_reset, RESET, WRONG), RESET, 0, 1),
    "another code": (first(ask_code, CODE, AGAIN), CODE, 0, 2),
}


@pytest.mark.parametrize("way", WAYS)
def test_known_and_unknown_get_the_same_page_for_the_same_work(
    way: str, browser: Callable[[], Client], mia: Person, hashes: type[CountingHasher]
) -> None:
    ask, after, made, jobs = WAYS[way]
    seen, done = {}, {}
    for email in (KNOWN, UNKNOWN):
        client = browser()
        with work(hashes) as done[email]:
            answer = ask(client, email)
        seen[email] = page_of(answer, email)
        if after:
            seen[email] += page_of(client.get(after), email)
    assert seen[KNOWN] == seen[UNKNOWN]
    assert (done[UNKNOWN]["hashes"], done[UNKNOWN]["jobs"]) == (made, jobs)
    if way != "sign in":  # where one look more or less is lost beside the hash
        assert abs(done[KNOWN].pop("SELECT") - done[UNKNOWN].pop("SELECT")) <= 1
        assert done[KNOWN] == done[UNKNOWN]


def test_rehearsal_of_a_new_account_leaves_nothing(client: Client, mia: Person) -> None:
    before = mia.password
    sign_up(client, KNOWN)
    assert Person.objects.get().password == before


def test_the_owner_learns_by_letter_what_the_page_does_not_say(
    browser: Callable[[], Client], mia: Person
) -> None:
    sign_up(browser(), KNOWN)
    assert "account here already" in letters_to(KNOWN)[0].subject
    ask_code(browser(), UNKNOWN)
    assert "No account" in letters_to(UNKNOWN)[0].subject
    ask_reset(browser(), KNOWN)
    assert code_for(KNOWN)


def test_limits_are_the_same_for_known_and_unknown(
    browser: Callable[[], Client], mia: Person
) -> None:
    tried = {
        email: [ask_code(browser(), email).status_code for _ in range(5)]
        for email in (KNOWN, UNKNOWN)
    }
    assert tried[KNOWN] == tried[UNKNOWN] == [302, 302, 302, 429, 429]


def test_letters_name_the_house_whatever_host_was_asked(browser: Callable[[], Client]) -> None:
    evil = {"Host": "evil.example"}
    assert browser().post("/account/signup/", {}, headers=evil).status_code == 400
    for name in ("X-Forwarded-Host", "Forwarded"):
        asked = {"email": f"{name.lower()}@example.org"}
        browser().post("/account/login/code/", asked, headers={name: "evil.example"})
        assert "evil.example" not in letters_to(asked["email"])[0].text
