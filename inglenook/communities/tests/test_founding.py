"""A community is founded by whom the operator lets, and keeps its old addresses."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from inglenook import foundation
from inglenook.communities import actions
from inglenook.communities.models import Community
from inglenook.communities.views.founding import SEEDS
from inglenook.foundation.activity import Activity
from inglenook.foundation.audit import AuditEntry
from inglenook.foundation.policy import Invalid, Refused
from tests.cast import Cast, imported, joined, member_of


def found(cast: Cast, slug: str = "racket", **fields: str) -> Community:
    wanted: dict[str, Any] = {
        "name": "Racket",
        "purpose": "Learning it.",
        "host_name": "Olga",
    } | fields
    return actions.found_community(cast.people["olga"], slug=slug, **wanted)


def test_operator_becomes_host_of_what_they_found(cast: Cast) -> None:
    community = found(cast)
    viewer = cast.viewer("olga", community)
    assert viewer.is_host
    assert community.members_audience_id in viewer.audience_ids
    assert Activity.objects.get(community=community).verb == "founded"


def test_founding_by_a_member_is_refused_with_a_sentence(cast: Cast) -> None:
    with pytest.raises(Refused, match="whoever runs this installation"):
        actions.found_community(
            cast.people["mia"], name="X y", slug="xy", purpose="p", host_name="Mia"
        )


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"slug": "garage"}, "slug"),
        ({"slug": "account"}, "slug"),
        ({"slug": "No Way"}, "slug"),
        ({"name": " "}, "name"),
        ({"host_name": "<b>"}, "host_name"),
        ({"purpose": " "}, "purpose"),
    ],
)
def test_what_cant_be_taken_names_its_field_and_founds_nothing(
    cast: Cast, fields: dict[str, str], field: str
) -> None:
    before = Community.objects.count()
    with pytest.raises(Invalid) as refused:
        found(cast, **fields)
    assert refused.value.field == field
    assert Community.objects.count() == before


def test_old_address_leads_to_the_new_one_and_stays_taken(cast: Cast) -> None:
    actions.change_community(cast.viewer("hedda"), cast.garage, slug="bicycles")
    moved = Client().get("/garage/s/workshop/?show=new")
    assert (moved.status_code, moved["Location"]) == (301, "/bicycles/s/workshop/?show=new")
    with pytest.raises(Invalid):
        found(cast, slug="garage")
    actions.change_community(cast.viewer("hedda"), cast.garage, slug="garage")
    assert Client().get("/bicycles/")["Location"] == "/garage/"


def test_settings_are_for_hosts_and_leave_a_trace(cast: Cast) -> None:
    with pytest.raises(Refused):
        actions.change_community(cast.viewer("mo"), cast.garage, name="Moped")
    actions.change_community(cast.viewer("hedda"), cast.garage, name="Bicycles")
    assert AuditEntry.objects.filter(deed="community.change", subject="name").exists()
    assert Community.objects.get(pk=cast.garage.pk).name == "Bicycles"


def test_what_somebody_is_in_one_community_stays_there(cast: Cast) -> None:
    community = found(cast)
    assert member_of(community, cast.people["olga"]).role == "host"
    assert not cast.viewer("olga").is_inside
    assert not cast.viewer("hedda", community).is_inside


def test_colours_to_choose_are_those_that_are_shown() -> None:
    sheet = (Path(foundation.__file__).parent / "static/css/tokens/seeds.css").read_text()
    shown = re.findall(r"\.seed-(\d) \{\s+--seed: (#\w{6});", sheet)
    assert shown == [(f"{n}", value) for n, (value, _) in enumerate(SEEDS, 1)]


def test_first_steps_stand_at_home_until_somebody_comes(cast: Cast) -> None:
    community, olga = found(cast), cast.client("olga")
    imported(community, "Joe")
    assert "Your first steps as a host" in olga.get("/racket/").text
    joined(cast.viewer("olga", community), community, cast.people["stella"], "Stella")
    assert "Your first steps as a host" not in olga.get("/racket/").text
