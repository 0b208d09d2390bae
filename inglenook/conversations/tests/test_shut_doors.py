"""The pages behind which nothing is, and those that say why not."""

from django.test import Client

from tests.cast import Cast


def test_page_of_nothing_is_a_page_of_the_house(cast: Cast) -> None:
    for client in (Client(), cast.client("mia")):
        answer = client.get("/garage/t/999999/")
        assert answer.status_code == 404
        assert "There is nothing behind this door" in answer.text
        assert "<main" in answer.text
        assert "Garage" in answer.text
        assert answer["Cache-Control"] == "private, no-store"


def test_page_of_nothing_outside_every_community(cast: Cast) -> None:
    answer = Client().get("/nowhere/at/all/")
    assert answer.status_code == 404
    assert "There is nothing behind this door" in answer.text


def test_refusal_says_why_and_who_can_help(cast: Cast) -> None:
    answer = cast.client("mia").get("/garage/settings/")
    assert answer.status_code == 403
    assert "Only a host can do this. Ask one of the hosts." in answer.text
    assert "<main" in answer.text


def test_page_of_nothing_lists_only_what_its_reader_sees(cast: Cast) -> None:
    text = cast.client("mia").get("/garage/s/surprise/").text
    assert "foundplansname" in text
    assert "foundsurprisename" not in text
