"""Every page in a language that runs from right to left, without a word that went past gettext.

The language is made of the house's own sentences, see tests/pseudo.py; how the pages look is a
matter of the journeys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.test import Client, override_settings
from django.utils import translation

from inglenook.accounts import letters
from inglenook.foundation.mail import compose
from tests import pseudo
from tests.cast import Cast
from tests.house.doors import Door
from tests.house.expectations import DOORS

pytestmark = pytest.mark.django_db

LOOKS = ("anonymous", "mia", "hedda", "olga")
#: Words that are the same in every language.
SAME = pseudo.latin("Slack Inglenook Python Django SQLite PostgreSQL Valkey ephemeral")
HOST = pseudo.latin(settings.PUBLIC_URL)
READ = {"alt", "title", "aria-label", "placeholder", "label", "data-unsent", "data-refused"}


class Words(HTMLParser):
    """Collects what a person reads or hears of a page, and how its root is marked."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.root: dict[str, str | None] = {}
        self.silent = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "html":
            self.root = dict(attrs)
        self.silent += tag in ("script", "style", "code", "pre", "option", "svg")
        if tag != "optgroup":  # the first half of the names of time zones
            self.said += [value or "" for name, value in attrs if name in READ]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style", "code", "pre", "option", "svg")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(data)


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("locale")
    pseudo.write(folder)
    languages = [*settings.LANGUAGES, (pseudo.LANGUAGE, pseudo.NAME)]
    with override_settings(LANGUAGES=languages, LOCALE_PATHS=[folder]), translation.override("en"):
        yield


@pytest.fixture(scope="module")
def readers(
    arabic: None, built_cast: Cast, django_db_blocker: Any
) -> Iterator[tuple[Cast, dict[str, Client], set[str]]]:
    """The cast with Arabic as everybody's language, their browsers, and all that anybody wrote."""
    with django_db_blocker.unblock():
        for person in built_cast.people.values():
            person.language = pseudo.LANGUAGE
            person.save()
        for community in (built_cast.garage, built_cast.writers):
            community.language = pseudo.LANGUAGE
            community.save()
        browsers = {name: built_cast.client(name) for name in LOOKS}
        for browser in browsers.values():
            browser.defaults["HTTP_ACCEPT_LANGUAGE"] = pseudo.LANGUAGE
        yield built_cast, browsers, _written()


def _written() -> set[str]:
    """Every Latin word in the database: names, titles, addresses, posts."""
    words: set[str] = set()
    for model in apps.get_models():
        fields = [f.attname for f in model._meta.concrete_fields if _holds_words(f)]
        rows = model._base_manager.all()
        rows = rows.unguarded("the test reads every word") if hasattr(rows, "unguarded") else rows
        for row in rows.values_list(*fields) if fields else ():
            words |= pseudo.latin(" ".join(str(value) for value in row if value))
    return words


def _holds_words(field: Any) -> bool:
    return isinstance(field, models.CharField | models.TextField | models.JSONField)


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.title)
def test_page_is_in_its_language_and_direction(
    readers: tuple[Cast, dict[str, Client], set[str]], door: Door
) -> None:
    cast, browsers, written = readers
    known = SAME | HOST | written
    for name in LOOKS:
        with transaction.atomic():
            answer: Any = browsers[name].get(door.url(cast))
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            transaction.set_rollback(True)
        if "html" not in answer.get("Content-Type", ""):
            continue
        page = Words(body.decode())
        if page.root:
            assert (page.root["lang"], page.root["dir"]) == (pseudo.LANGUAGE, "rtl"), name
        bare = {word for text in page.said for word in pseudo.latin(_plain(text))} - known
        assert not bare, f"{name} reads English at {door.url(cast)}: {sorted(bare)}"


def test_english_page_is_told_apart(client: Client) -> None:
    page = Words(client.get("/account/login/").content.decode())
    assert (page.root["lang"], page.root["dir"]) == ("en", "ltr")
    assert "password" in {word for text in page.said for word in pseudo.latin(text)}


@pytest.mark.parametrize("kind", letters.KINDS)
def test_letter_is_in_its_language_and_direction(arabic: None, kind: str) -> None:
    facts = {"code": "4711", "device": "", "at": "2026-11-24T10:00:00Z", "to_email": "-"}
    facts |= {"name": "-", "left": "3"}
    with translation.override(pseudo.LANGUAGE):
        subject, words = letters.words(kind, facts)
    letter = compose("mia@example.org", subject, "letter", words, pseudo.LANGUAGE)
    [(html, _type)] = letter.alternatives
    page = Words(str(html))
    assert (page.root["lang"], page.root["dir"]) == (pseudo.LANGUAGE, "rtl")
    texts = [str(letter.subject), str(letter.body), *page.said]
    assert {word for text in texts for word in pseudo.latin(_plain(text))} - HOST == set()


def _plain(text: str) -> str:
    """Without addresses."""
    return re.sub(r"\S*[@/]\S*", " ", text)
