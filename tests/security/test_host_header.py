"""Whatever name a request gives the house, letters and pages lead to its own address."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.cache import cache
from django.test import Client
from django_ox.testing import run_tasks

from inglenook.accounts.models import Person
from inglenook.accounts.tests.conftest import letters_to
from inglenook.foundation import mail
from tests.cast import Cast

pytestmark = pytest.mark.django_db

EVIL = ("e.example", "testserver.e.example", "testserver:80@e.example", "testserver/e.example",
        "e.example:80", "testserver\te.example", "[::1]e.example", "testserver, e")  # fmt: skip
BESIDE = ("X-Forwarded-Host", "X_Forwarded_Host", "Forwarded", "X-Original-URL", "X-Rewrite-URL",
          "X-Forwarded-Server", "X-Forwarded-Prefix", "X-Forwarded-Port", "Referer",
          "Origin")  # fmt: skip
FORMS = {
    "/account/password/reset/": {"email": "mailofmia@example.org"},
    "/account/login/code/": {"email": "mailofmia@example.org"},
    "/account/signup/": {"email": "mailofmia@example.org", "password1": "a kettle in the loft"},
}


@pytest.fixture(autouse=True)
def _mailbox(settings: Any, tmp_path: Path) -> None:
    cache.clear()
    settings.MAILBOX_DIR = tmp_path / "mail"
    settings.MAILERS = {"default": {"BACKEND": "inglenook.foundation.mail.FileMailbox"}}


@pytest.mark.parametrize("host", EVIL)
def test_another_host_is_refused_and_mails_nothing(cast: Cast, host: str) -> None:
    for path, data in FORMS.items():
        assert Client().post(path, data, headers={"Host": host}).status_code == 400, path
        assert Client().get("/garage/", headers={"Host": host}).status_code == 400
    assert letters_to("mailofmia@example.org") == []


@pytest.mark.parametrize("path", FORMS)
def test_letters_lead_to_the_house_whatever_is_said_beside(cast: Cast, path: str) -> None:
    headers = dict.fromkeys(BESIDE, "https://e.example/evil")
    assert Client(headers=headers).post(path, FORMS[path]).status_code == 302
    (letter,) = letters_to("mailofmia@example.org")
    assert "e.example" not in letter.text.replace(configured.PUBLIC_URL, "")


def test_pages_lead_nowhere_else_whatever_is_said_beside(cast: Cast) -> None:
    client = cast.client("hedda")
    for path in ("/", "/garage/", "/garage/invitations/", f"/garage/t/{cast.threads['plans'].pk}/"):
        answer = client.get(path, headers=dict.fromkeys(BESIDE, "e.example"))
        assert answer.status_code == 200
        assert "e.example" not in answer.text


LOOK_ALIKES = ("m\u0131a@example.org", "mi\u0430@example.org", "mia@ex\u0430mple.org",
               "mia\u200b@example.org", "mia@example.org\r\nmo@example.org")  # fmt: skip


@pytest.mark.parametrize("typed", LOOK_ALIKES)
def test_look_alike_of_an_address_gets_no_code(db: None, typed: str) -> None:
    """A code goes to the address that is stored, never to the one that was typed."""
    Person.objects.create_user("mia@example.org", "a long enough phrase")
    for path in ("/account/password/reset/", "/account/login/code/"):
        assert Client().post(path, {"email": typed}).status_code in (302, 422), path
    run_tasks()
    for line in mail.mails():
        letter = mail.mail(line.name)
        assert letter is not None and line.to not in ("mia@example.org", typed)
        assert not re.search(r"[A-Z]{4}-[A-Z]{4}", letter.text)
    Client().post("/account/login/code/", {"email": "MIA@example.org"})
    assert re.search(r"[A-Z]{4}-[A-Z]{4}", letters_to("mia@example.org")[0].text)
