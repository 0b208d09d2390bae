"""Links that open once: the first account, and a host who is locked out."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from inglenook.accounts import actions
from inglenook.accounts.models import OneTimeLink, Person
from inglenook.accounts.tests.conftest import OTHER_PASSWORD, PASSWORD, is_signed_in, sign_in
from inglenook.foundation.audit import AuditEntry
from inglenook.foundation.policy import Invalid, Refused

pytestmark = pytest.mark.django_db
Browser = Callable[[], Client]
FIRST = {"email": "hedda@example.org", "password": PASSWORD}


def path_of(link: str) -> str:
    assert link.startswith(settings.PUBLIC_URL)
    return link.removeprefix(settings.PUBLIC_URL)


def test_first_account_keeps_the_house_and_goes_on_to_found(client: Client) -> None:
    path = path_of(actions.setup_link())
    page = client.get(path)
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "strict-origin"
    assert client.post(path, FIRST)["Location"] == "/found/"
    assert client.get("/found/").status_code == 200
    assert Person.objects.get().is_operator
    assert actions.setup_link() == ""


def test_setup_link_works_once_and_opening_it_uses_nothing_up(browser: Browser) -> None:
    path = path_of(actions.setup_link())
    for _ in range(3):
        assert browser().get(path).status_code == 200
    assert browser().post(path, {**FIRST, "password": "short"}).status_code == 422
    assert browser().post(path, FIRST).status_code == 302
    assert browser().get(path).status_code == 404
    assert browser().post(path, {**FIRST, "email": "mo@example.org"}).status_code == 404
    assert Person.objects.count() == 1


def test_newer_setup_link_ends_the_older(client: Client) -> None:
    old, new = path_of(actions.setup_link()), path_of(actions.setup_link())
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200
    assert new.split("/")[2] not in str(list(OneTimeLink.objects.values()))


def test_whoever_signs_up_before_the_operator_gains_nothing(browser: Browser) -> None:
    browser().post("/account/signup/", {"email": FIRST["email"], "password1": OTHER_PASSWORD})
    path = path_of(actions.setup_link())
    assert browser().post(path, FIRST).status_code == 302
    assert Person.objects.get().is_operator
    assert sign_in(browser(), FIRST["email"], OTHER_PASSWORD).status_code == 422


def test_host_link_signs_in_by_its_button_alone_and_once(browser: Browser, mia: Person) -> None:
    path = path_of(actions.host_link("Mia@example.org"))
    for _ in range(2):
        page = browser().get(path)
        assert page.status_code == 200
        assert "Sign me in" in page.text
    client = browser()
    assert client.post(path)["Location"] == "/"
    assert is_signed_in(client)
    late = browser()
    assert late.get(path).status_code == 410
    assert late.post(path).status_code == 410
    assert not is_signed_in(late)
    assert [e.deed for e in AuditEntry.objects.order_by("pk")] == ["link.make", "link.use"]


def test_host_link_can_bring_another_password(browser: Browser, mia: Person) -> None:
    elsewhere = browser()
    sign_in(elsewhere, mia.email)
    path = path_of(actions.host_link(mia.email))
    client = browser()
    assert client.post(path, {"password": "short"}).status_code == 422
    assert client.post(path, {"password": OTHER_PASSWORD}).status_code == 302
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert sign_in(browser(), mia.email, OTHER_PASSWORD).status_code == 302


def test_host_link_ends_with_the_access_that_it_was_made_for(browser: Browser, mia: Person) -> None:
    used, left = (path_of(actions.host_link(mia.email)) for _ in range(2))
    assert browser().get(left).status_code == 200
    browser().post(used, {"password": OTHER_PASSWORD})
    assert browser().get(left).status_code == 410
    client = browser()
    assert client.post(left).status_code == 410
    assert not is_signed_in(client)


def test_host_link_runs_out_after_a_day(client: Client, mia: Person) -> None:
    path = path_of(actions.host_link(mia.email))
    OneTimeLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.post(path).status_code == 410
    assert client.get("/enter/nonsense/").status_code == 410


def test_host_link_is_the_operators_by_default(mia: Person, hedda: Person, client: Client) -> None:
    client.post(path_of(actions.host_link()))
    assert "hedda@example.org" in client.get("/account/").text


def test_host_link_for_nobody_says_so(db: None) -> None:
    with pytest.raises(Refused, match="Nobody keeps this house"):
        actions.host_link()
    with pytest.raises(Refused, match="has the address"):
        actions.host_link("not@example.org")
    with pytest.raises(Invalid, match="no @"):
        actions.host_link("nonsense")


def test_a_link_of_one_purpose_is_nothing_for_the_other(client: Client, mia: Person) -> None:
    setup, enter = path_of(actions.setup_link()), path_of(actions.host_link(mia.email))
    assert client.get(setup.replace("setup", "enter")).status_code == 410
    assert client.get(enter.replace("enter", "setup")).status_code == 404
