"""What the tests of this room share: a cast, a mailbox, a browser that reads its mail."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django_ox.models import OxTask
from django_ox.testing import run_tasks

from inglenook.accounts.models import Person
from inglenook.foundation import mail

PASSWORD = "seven-lamps-under-the-stairs"
OTHER_PASSWORD = "a-kettle-sings-in-the-loft"


@pytest.fixture(autouse=True)
def _no_memory_of_tries() -> Iterator[None]:
    """Every test begins with all its tries."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def mailbox(settings: Any, tmp_path: Path) -> Path:
    settings.MAILBOX_DIR = tmp_path / "mail"
    settings.MAILERS = {"default": {"BACKEND": "inglenook.foundation.mail.FileMailbox"}}
    return tmp_path / "mail"


@pytest.fixture
def mia(db: None) -> Person:
    return Person.objects.create_user("mia@example.org", PASSWORD)


@pytest.fixture
def hedda(db: None) -> Person:
    """Keeps the house."""
    return Person.objects.create_user("hedda@example.org", PASSWORD, is_operator=True)


@pytest.fixture
def browser() -> Callable[[], Client]:
    def fresh() -> Client:
        return Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0"})

    return fresh


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/account/login/", {"login": email, "password": password, **more})


def letters_to(address: str) -> list[mail.Mail]:
    """Send what waits, and read what came, the newest first."""
    run_tasks()
    found = (mail.mail(line.name) for line in mail.mails() if line.to == address)
    return [letter for letter in found if letter is not None]


def code_for(address: str) -> str:
    found = re.search(r"^ +([A-Z]{4}-[A-Z]{4})\r?$", letters_to(address)[0].text, re.MULTILINE)
    assert found, letters_to(address)[0].text
    return found[1]


def jobs_waiting() -> int:
    return OxTask.objects.count()


def is_signed_in(client: Client) -> bool:
    return bool(client.get("/account/").status_code == 200)
