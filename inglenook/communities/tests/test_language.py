"""A community has a language, and a person's own goes before it."""

import pytest
from django.test import Client

from tests.cast import Cast

pytestmark = pytest.mark.django_db


def _reads(client: Client, path: str) -> str:
    page = client.get(path, headers={"Accept-Language": "es"}).text
    return page.partition('<html lang="')[2][:2]


def test_community_speaks_its_language_to_whoever_has_chosen_none(cast: Cast) -> None:
    cast.garage.language = "de"
    cast.garage.save()
    mia = cast.people["mia"]
    assert _reads(cast.client("anonymous"), "/garage/") == "de"
    assert _reads(cast.client("mia"), "/garage/") == "de"
    assert _reads(cast.client("mia"), "/account/") == "es"
    mia.language = "en"
    mia.save()
    assert _reads(cast.client("mia"), "/garage/") == "en"
    assert _reads(cast.client("mia"), "/account/") == "en"


def test_page_that_is_not_there_speaks_the_language_of_the_browser(cast: Cast) -> None:
    assert _reads(cast.client("anonymous"), "/nowhere/at/all/") == "es"


def test_days_are_written_as_the_language_does(cast: Cast) -> None:
    client, post = cast.client("mia"), f"/garage/people/{cast.members['mo'].pk}/"
    assert "Here since today" in client.get(post).text
    cast.people["mia"].language = "es"
    cast.people["mia"].save()
    assert "Aquí desde hoy" in client.get(post).text
