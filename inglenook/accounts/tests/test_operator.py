"""Pages of whoever keeps the house."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from inglenook.accounts.actions import forget_leftovers
from inglenook.accounts.models import Person, Session
from inglenook.accounts.tests.conftest import PASSWORD, letters_to, sign_in
from inglenook.foundation import conditions, mail
from inglenook.foundation.audit import AuditEntry
from inglenook.foundation.conditions import Check, State, fine, kept, registry, wrong

pytestmark = pytest.mark.django_db
PAGES = ("/operator/", "/operator/mail/", "/operator/state/")
NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_letters_are_for_the_operator_alone_and_each_look_is_noted(
    browser: Callable[[], Client], hedda: Person, mia: Person
) -> None:
    browser().post("/account/login/code/", {"email": mia.email})
    assert letters_to(mia.email)
    client = browser()
    sign_in(client, hedda.email)
    page = client.get("/operator/mail/")
    assert "Your code to sign in" in page.text
    letter = client.get(f"/operator/mail/{mail.mails()[0].name}/")
    assert "Type this code into the open page" in letter.text
    noted = list(AuditEntry.objects.order_by("pk").values_list("deed", "subject", "person"))
    assert noted == [
        ("mail.list", "", hedda.pk),
        ("mail.look", mail.mails()[0].name, hedda.pk),
    ]


def test_those_are_counted_who_have_signed_in(
    browser: Callable[[], Client], hedda: Person, mia: Person
) -> None:
    client = browser()
    sign_in(client, hedda.email)
    assert "1 person has signed in here" in client.get("/operator/").text
    sign_in(browser(), mia.email)
    assert "2 people have signed in here" in client.get("/operator/").text


@pytest.mark.parametrize("page", [*PAGES, "/operator/mail/nonsense/"])
def test_operators_pages_do_not_exist_for_others(
    page: str, browser: Callable[[], Client], mia: Person
) -> None:
    client = browser()
    assert client.get(page).status_code == 404
    sign_in(client, mia.email)
    assert client.get(page).status_code == 404
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("name", ["nonsense", "..%2f..%2fsecret", "20260101T000000000000-0.eml"])
def test_letter_that_is_none_is_not_found(
    name: str, browser: Callable[[], Client], hedda: Person
) -> None:
    client = browser()
    sign_in(client, hedda.email)
    assert client.get(f"/operator/mail/{name}/").status_code == 404


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Check]]:
    """What is looked at: nothing yet, whatever the machine of the tests is like."""
    found: dict[str, Check] = {}
    monkeypatch.setattr(registry, "_checks", found)
    kept.forget_looks()
    yield found
    kept.forget_looks()


def test_banner_says_that_no_mail_leaves_to_the_operator_alone(
    browser: Callable[[], Client], hedda: Person, mia: Person, looks: dict[str, Check]
) -> None:
    client = browser()
    sign_in(client, hedda.email)
    assert "No mail leaves this house" in client.get("/account/").text
    client = browser()
    sign_in(client, mia.email)
    assert "No mail leaves this house" not in client.get("/account/").text


def test_what_is_wrong_is_told_to_the_operator_alone_wherever_they_are(
    browser: Callable[[], Client], hedda: Person, mia: Person, looks: dict[str, Check]
) -> None:
    looks["roof"] = Check("roof", "Roof", lambda: wrong("It drips.", "Mend it.", since=NINE))
    looks["wall"] = Check("wall", "Wall", lambda: fine("It stands."))
    client = browser()
    sign_in(client, hedda.email)
    assert "Roof: It drips." in client.get("/account/").text
    assert "It drips." in client.get("/operator/").text
    page = client.get("/operator/state/").text
    assert "1 thing needs you." in page and "It stands." in page
    assert "Mend it." in page and f'datetime="{NINE.isoformat()}"' in page
    assert "Django" in page
    other = browser()
    sign_in(other, mia.email)
    assert "It drips." not in other.get("/account/").text


def test_house_that_is_well_says_so(
    browser: Callable[[], Client], hedda: Person, looks: dict[str, Check]
) -> None:
    looks["wall"] = Check("wall", "Wall", lambda: fine("It stands."))
    client = browser()
    sign_in(client, hedda.email)
    assert "All is well." in client.get("/operator/").text
    page = client.get("/operator/state/").text
    assert "All is well." in page and "What is wrong" not in page


def test_everything_that_the_house_declares_can_be_looked_at() -> None:
    found = {line.name: line for line in conditions.lines()}
    assert {"database", "disk", "worker", "jobs", "letters", "counters"} <= set(found)
    assert found["database"].state == found["counters"].state == State.FINE
    assert not [line for line in found.values() if "looked at" in line.sentence]


def test_keys_are_handed_on(browser: Callable[[], Client], hedda: Person, mia: Person) -> None:
    client = browser()
    sign_in(client, hedda.email)
    assert client.post("/operator/", {"email": mia.email}).status_code == 422  # never came in
    sign_in(browser(), mia.email)
    assert client.post("/operator/", {"email": mia.email}).status_code == 302
    assert mia.email in client.get("/operator/").text
    assert client.post("/operator/resign/").status_code == 302
    assert client.get("/operator/").status_code == 404
    other = browser()
    sign_in(other, mia.email)
    assert other.post("/operator/resign/").status_code == 403


def test_what_nobody_needs_is_forgotten(
    browser: Callable[[], Client], hedda: Person, mia: Person
) -> None:
    sign_in(browser(), mia.email)
    browser().post("/account/signup/", {"email": "not@example.org", "password1": PASSWORD})
    forget_leftovers()
    assert Person.objects.count() == 3
    Session.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    Person.objects.update(joined_at=timezone.now() - timedelta(days=4))
    forget_leftovers()
    assert set(Person.objects.all()) == {hedda, mia}
    assert not Session.objects.exists()
