"""Pages and letters speak the language of whoever reads them."""

from collections.abc import Callable

import pytest
from django.test import Client

from inglenook.accounts.models import Person
from inglenook.accounts.tests.conftest import letters_to, sign_in

pytestmark = pytest.mark.django_db
Browser = Callable[[], Client]
LOOKS = {"time_zone": "", "theme": ""}


def test_stranger_reads_the_language_of_the_browser(browser: Browser) -> None:
    page = browser().get("/account/login/", headers={"Accept-Language": "es-MX,es;q=0.9"})
    assert '<html lang="es" dir="ltr"' in page.text
    assert "Qué bien verte" in page.text
    assert page["Content-Language"] == "es"


def test_unknown_language_is_answered_in_english(browser: Browser) -> None:
    page = browser().get("/account/login/", headers={"Accept-Language": "tlh"})
    assert '<html lang="en" dir="ltr"' in page.text


def test_person_chooses_a_language(browser: Browser, mia: Person) -> None:
    client = browser()
    sign_in(client, mia.email)
    english = {"Accept-Language": "en"}
    assert "Your account" in client.get("/account/", headers=english).text
    client.post("/account/preferences/", LOOKS | {"language": "de"}, headers=english)
    page = client.get("/account/", headers=english)
    assert '<html lang="de"' in page.text
    assert "Dein Konto" in page.text
    assert "Gespeichert." in page.text


def test_language_that_the_house_does_not_speak_is_refused(browser: Browser, mia: Person) -> None:
    client = browser()
    sign_in(client, mia.email)
    answer = client.post("/account/preferences/", LOOKS | {"language": "tlh"})
    assert answer.status_code == 422
    mia.refresh_from_db()
    assert mia.language == ""


def test_letter_speaks_the_language_of_its_reader(browser: Browser, mia: Person) -> None:
    Person.objects.filter(pk=mia.pk).update(language="de")
    asked = {"Accept-Language": "es"}
    browser().post("/account/login/code/", {"email": mia.email}, headers=asked)
    letter = letters_to(mia.email)[0]
    assert letter.subject == "Dein Code zum Anmelden"
    assert "Tippe diesen Code" in letter.text


def test_letter_to_nobody_speaks_the_language_of_the_browser(browser: Browser) -> None:
    asked = {"Accept-Language": "es"}
    browser().post("/account/login/code/", {"email": "nobody@example.org"}, headers=asked)
    assert letters_to("nobody@example.org")[0].subject == "No hay cuenta con esta dirección"
