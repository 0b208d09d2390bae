"""An address that answers another method says so, in a page and in the header."""

import pytest

from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("method", "address", "allowed"),
    [
        ("get", "/garage/spaces/order/", "POST"),
        ("post", "/garage/people/", "GET, HEAD"),
        ("delete", "/garage/people/", "GET, HEAD"),
        ("put", "/found/", "GET, HEAD, POST"),
        ("post", "/", "GET, HEAD"),
    ],
)
def test_wrong_method_is_told_in_a_page(
    cast: Cast, method: str, address: str, allowed: str
) -> None:
    answer = getattr(cast.client("hedda"), method)(address)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == allowed
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    page = answer.content.decode()
    assert "<h1>This door opens another way</h1>" in page and 'lang="en"' in page


def test_page_speaks_the_language_of_whoever_asks(cast: Cast) -> None:
    person = cast.people["mia"]
    person.language = "de"
    person.save()
    answer = cast.client("mia").get("/garage/spaces/order/")
    assert answer.status_code == 405
    assert 'lang="de"' in answer.content.decode()


def test_what_does_not_exist_for_somebody_is_not_there_by_any_method(cast: Cast) -> None:
    shown = cast.client("hedda").post("/garage/s/surprise/new/", {})
    assert shown.status_code != 404
    hidden = cast.client("mia").put("/writers/people/")
    nowhere = cast.client("mia").put("/nowhere/people/")
    assert hidden.status_code == nowhere.status_code == 404
