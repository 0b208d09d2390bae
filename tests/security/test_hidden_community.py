"""A community that is neither listed nor open to requests doesn't exist for strangers."""

from __future__ import annotations

import pytest

from inglenook.communities import actions
from tests.cast import Cast
from tests.house.doors import PARAMETERS, Door

pytestmark = pytest.mark.django_db

#: Whom Writers is hidden from: it is neither listed nor readable, and takes no requests.
OUTSIDERS = ("anonymous", "stella", "hedda", "olga")
ROUTES = [name for name, known in PARAMETERS.items() if "community" in known]


def address(cast: Cast, name: str, community: str) -> str:
    return Door(name, "1" if {"pk", "key", "thread_id"} & set(PARAMETERS[name]) else "x").url(
        cast, community
    )


@pytest.mark.parametrize("who", OUTSIDERS)
def test_no_address_of_a_hidden_community_answers_outsiders(cast: Cast, who: str) -> None:
    client = cast.client(who)
    found = []
    for name in ROUTES:
        for community in ("writers", "nowhere"):
            url = address(cast, name, community)
            statuses = {client.get(url).status_code, client.post(url).status_code}
            if statuses != {404}:
                found.append(f"{url}: {statuses}")
    assert not found, "\n".join(found)


def test_hidden_community_answers_its_members(cast: Cast) -> None:
    client = cast.client("nils")
    for page in ("", "privacy/", "theme.css", "claim/"):
        assert client.get(f"/writers/{page}").status_code == 200, page


def test_former_address_of_a_hidden_community_leads_members_alone(cast: Cast) -> None:
    nils = cast.viewer("nils", cast.writers)
    actions.change_community(nils, cast.writers, slug="scribes")
    moved = cast.client("nils").get("/writers/privacy/")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/scribes/privacy/")
    for who in OUTSIDERS:
        assert cast.client(who).get("/writers/privacy/").status_code == 404
        assert cast.client(who).get("/writers/join/nonsense/").status_code == 404


def test_former_address_still_leads_whoever_holds_a_link(cast: Cast) -> None:
    nils = cast.viewer("nils", cast.writers)
    _invitation, key = actions.make_invitation(nils, cast.writers)
    actions.change_community(nils, cast.writers, slug="scribes")
    moved = cast.client("stella").get(f"/writers/join/{key}/")
    assert (moved.status_code, moved.headers["Location"]) == (301, f"/scribes/join/{key}/")


def test_whoever_holds_a_link_reads_the_pages_for_strangers_and_no_others(cast: Cast) -> None:
    nils = cast.viewer("nils", cast.writers)
    _invitation, key = actions.make_invitation(nils, cast.writers)
    client = cast.client("stella")
    assert client.get("/writers/privacy/").status_code == 404
    assert client.get(f"/writers/join/{key}/").status_code == 200
    for page in ("privacy/", "theme.css", "claim/"):
        assert client.get(f"/writers/{page}").status_code == 200, page
    for page in ("people/", "s/desk/", "search/", "settings/", "ask/"):
        assert client.get(f"/writers/{page}").status_code == 404, page


def test_cookie_that_the_house_did_not_sign_opens_nothing(cast: Cast) -> None:
    nils = cast.viewer("nils", cast.writers)
    _invitation, key = actions.make_invitation(nils, cast.writers)
    client, name = cast.client("stella"), f"link{cast.writers.pk}"
    client.get(f"/writers/join/{key}/")
    signed = client.cookies[name].value
    for forged in (f"{cast.writers.pk}:x:y", f"{cast.garage.pk}{signed[1:]}", signed[:-1]):
        client.cookies[name] = forged
        assert client.get("/writers/privacy/").status_code == 404
