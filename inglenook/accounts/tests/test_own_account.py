"""One's account: sessions, another password, another address, looks, going for good."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from inglenook.accounts.models import Person, Session
from inglenook.accounts.sessions import hashed
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


@pytest.fixture
def here(browser: Browser, mia: Person) -> Client:
    client = browser()
    sign_in(client, mia.email)
    return client


@pytest.fixture
def elsewhere(browser: Browser, mia: Person) -> Client:
    client = browser()
    sign_in(client, mia.email)
    return client


def test_sessions_are_listed_by_device(here: Client, elsewhere: Client) -> None:
    page = here.get("/account/").text
    assert page.count("Firefox on Linux") == 2
    assert page.count("This one, now") == 1


def test_one_other_session_can_be_ended(here: Client, elsewhere: Client) -> None:
    key = hashed(elsewhere.cookies["sessionid"].value)
    assert here.post(f"/account/sessions/{key}/end/")["Location"] == "/account/"
    assert not is_signed_in(elsewhere)
    assert is_signed_in(here)


def test_sessions_of_others_cannot_be_ended(here: Client, browser: Browser, hedda: Person) -> None:
    theirs = browser()
    sign_in(theirs, hedda.email)
    here.post(f"/account/sessions/{hashed(theirs.cookies['sessionid'].value)}/end/")
    assert is_signed_in(theirs)


def test_sign_out_everywhere_keeps_this_one(here: Client, elsewhere: Client, mia: Person) -> None:
    before = mia.access_version
    here.post("/account/sessions/end/")
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
    mia.refresh_from_db()
    assert mia.access_version > before


def test_session_of_an_older_access_version_is_over(here: Client, mia: Person) -> None:
    Person.objects.filter(pk=mia.pk).update(access_version=7)
    assert not is_signed_in(here)
    # Even where its row is written once more by a request that was under way.
    assert Session.objects.get().access_version == 1


def test_change_of_password_signs_out_elsewhere_and_tells(
    here: Client, elsewhere: Client, mia: Person, browser: Browser
) -> None:
    assert here.get("/account/password/change/").status_code == 200
    answer = here.post(
        "/account/password/change/", {"oldpassword": "not-that-one", "password1": OTHER_PASSWORD}
    )
    assert answer.status_code == 422
    assert is_signed_in(elsewhere)
    answer = here.post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": OTHER_PASSWORD}
    )
    assert answer["Location"] == "/account/"
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
    assert sign_in(browser(), mia.email, OTHER_PASSWORD).status_code == 302
    letter = letters_to(mia.email)[0]
    assert "Your password was changed" in letter.subject
    assert "Firefox on Linux" in letter.text


def test_first_password_is_set_without_an_old_one(browser: Browser) -> None:
    nils = Person.objects.create_user("nils@example.org")
    client = browser()
    client.post("/account/login/code/", {"email": nils.email})
    client.post("/account/login/code/confirm/", {"code": code_for(nils.email)})
    assert "No password" in client.get("/account/").text
    assert client.get("/account/password/set/").status_code == 200
    client.post("/account/password/set/", {"password1": OTHER_PASSWORD})
    assert is_signed_in(client)
    assert sign_in(browser(), nils.email, OTHER_PASSWORD).status_code == 302


def test_address_changes_once_the_new_one_is_proved_and_the_old_is_told(
    here: Client, mia: Person, browser: Browser
) -> None:
    assert here.get("/account/email/").status_code == 200
    answer = here.post("/account/email/", {"email": "mia@new.example", "password": PASSWORD})
    assert answer["Location"] == "/account/confirm-email/"
    mia.refresh_from_db()
    assert mia.email == "mia@example.org"
    assert "Becomes" in here.get("/account/").text
    assert "mia@new.example" in here.get("/account/email/").text
    here.get("/account/confirm-email/")
    answer = here.post("/account/confirm-email/", {"code": code_for("mia@new.example")})
    assert answer["Location"] == "/account/"
    mia.refresh_from_db()
    assert mia.email == "mia@new.example"
    assert "mia@new.example" in letters_to("mia@example.org")[0].text
    assert sign_in(browser(), "mia@new.example").status_code == 302
    assert sign_in(browser(), "mia@example.org").status_code == 422


def test_change_of_address_asks_for_the_password_and_can_be_forgotten(
    here: Client, mia: Person
) -> None:
    answer = here.post("/account/email/", {"email": "mia@new.example", "password": "not-that-one"})
    assert answer.status_code == 422
    assert "mia@new.example" in answer.text
    assert not letters_to("mia@new.example")
    here.post("/account/email/", {"email": "mia@new.example", "password": PASSWORD})
    here.post("/account/email/", {"action_remove": ""})
    here.post("/account/confirm-email/", {"code": code_for("mia@new.example")})
    mia.refresh_from_db()
    assert mia.email == "mia@example.org"


def test_address_of_another_is_refused_only_to_whoever_reads_its_mail(
    here: Client, mia: Person, hedda: Person
) -> None:
    answer = here.post("/account/email/", {"email": hedda.email, "password": PASSWORD})
    assert answer["Location"] == "/account/confirm-email/"
    answer = here.post("/account/confirm-email/", {"code": code_for(hedda.email)}, follow=True)
    assert "Another account here has this address" in answer.text
    mia.refresh_from_db()
    assert mia.email == "mia@example.org"


def test_address_that_nobody_proved_gives_way(here: Client, mia: Person, browser: Browser) -> None:
    new = {"email": "mia@new.example", "password1": OTHER_PASSWORD}
    assert browser().post("/account/signup/", new).status_code == 302
    assert Person.objects.filter(email="mia@new.example").exists()
    cache.clear()  # a letter went there a moment ago
    here.post("/account/email/", {"email": "mia@new.example", "password": PASSWORD})
    here.post("/account/confirm-email/", {"code": code_for("mia@new.example")})
    mia.refresh_from_db()
    assert mia.email == "mia@new.example"


def test_preferences_change_every_page(here: Client, mia: Person) -> None:
    looks = {"language": "de", "time_zone": "Europe/Berlin", "theme": "dark", "large_text": "on"}
    here.post("/account/preferences/", looks)
    page = here.get("/account/").text
    assert '<html lang="de"' in page
    assert 'data-theme="dark"' in page
    assert 'data-text="large"' in page
    assert "Europe/Berlin" in page
    here.post("/account/preferences/", {"language": "", "time_zone": "", "theme": ""})
    mia.refresh_from_db()
    assert (mia.language, mia.time_zone, mia.theme, mia.large_text) == ("", "", "", False)


@pytest.mark.parametrize("wrong", [{"language": "xx"}, {"time_zone": "Mars/Base"}, {"theme": "x"}])
def test_preferences_that_there_are_not_change_nothing(
    here: Client, mia: Person, wrong: dict[str, str]
) -> None:
    assert here.post("/account/preferences/", {"language": "de", **wrong}).status_code == 422
    mia.refresh_from_db()
    assert mia.language == ""


def test_deletion_asks_for_the_password_and_erases_everything(here: Client, mia: Person) -> None:
    assert here.get("/account/delete/").status_code == 200
    assert here.post("/account/delete/", {"password": "not-that-one"}).status_code == 422
    assert is_signed_in(here)
    assert here.post("/account/delete/", {"password": PASSWORD})["Location"] == "/"
    assert not is_signed_in(here)
    assert not Person.objects.exists()
    assert not Session.objects.exists()


def test_last_operator_stays_while_others_are_here(
    browser: Browser, hedda: Person, here: Client
) -> None:
    client = browser()
    sign_in(client, hedda.email)
    answer = client.post("/account/delete/", {"password": PASSWORD})
    assert answer.status_code == 403
    assert "Make somebody else an operator" in answer.text
    client.post("/operator/", {"email": "mia@example.org"})
    assert client.post("/account/delete/", {"password": PASSWORD}).status_code == 302
    assert here.get("/operator/").status_code == 200


def test_deletion_without_a_password_asks_for_a_word(browser: Browser) -> None:
    nils = Person.objects.create_user("nils@example.org")
    client = browser()
    client.force_login(nils)
    assert client.post("/account/delete/", {"word": "no"}).status_code == 422
    assert client.post("/account/delete/", {"word": "Delete"}).status_code == 302
    assert not Person.objects.filter(pk=nils.pk).exists()


def test_use_is_written_down_at_most_every_ten_minutes(here: Client, mia: Person) -> None:
    row = Session.objects.get(person=mia)
    here.post("/account/preferences/", {"theme": "dark"})
    assert Session.objects.get(person=mia).seen_at == row.seen_at
    Session.objects.update(seen_at=timezone.now() - timedelta(hours=2))
    here.get("/account/")
    assert Session.objects.get(person=mia).seen_at < timezone.now() - timedelta(hours=1)
    here.post("/account/preferences/", {"theme": "dark"})
    assert Session.objects.get(person=mia).seen_at > timezone.now() - timedelta(minutes=1)


@pytest.mark.parametrize(
    ("ask", "path"),
    [
        ("/account/login/code/", "/account/login/code/confirm/"),
        ("/account/signup/", "/account/confirm-email/"),
        ("/account/password/reset/", "/account/password/reset/confirm/"),
    ],
)
def test_code_that_ran_out_is_forgotten_by_pages_that_may_not_write(
    client: Client, ask: str, path: str
) -> None:
    client.post(ask, {"email": "stella@example.org", "password1": PASSWORD})
    code = code_for("stella@example.org") if "signup" in ask else "BBBB-BBBB"
    before = Session.objects.get().data
    with time_machine.travel(timezone.now() + timedelta(minutes=30), tick=False):
        assert client.get(path).status_code == 302
        for page in ("login", "signup", "login/code", "password/reset"):
            assert client.get(f"/account/{page}/").status_code == 200
        assert Session.objects.get().data == before
        client.post(path, {"code": code})
        assert not is_signed_in(client)
    assert Session.objects.get().data != before
