"""Spaces are opened, changed, archived and put in order by hosts who are in them."""

from typing import Any

import pytest
from django.test import Client

from inglenook.conversations.queries.spaces import spaces_of
from inglenook.foundation.audience import LIST, MEMBERS, WORLD
from inglenook.foundation.policy import Invalid, Refused
from inglenook.spaces import actions
from inglenook.spaces.models import Space
from tests.cast import Cast


def made(cast: Cast, by: str = "hedda", **fields: Any) -> Space:
    wanted = {"name": "Tools", "kind": "board"} | fields
    return actions.make_space(cast.viewer(by), cast.garage, **wanted)


def slugs(cast: Cast, name: str) -> list[str]:
    return [row.slug for row in spaces_of(cast.viewer(name))]


def test_space_opens_last_and_as_open_as_the_community(cast: Cast) -> None:
    space = made(cast)
    assert (space.slug, space.audience.kind) == ("tools", WORLD)
    assert slugs(cast, "mia")[-1] == "tools"
    assert made(cast).slug == "tools-2"


def test_whoever_opens_a_list_space_stands_on_its_list(cast: Cast) -> None:
    space = made(cast, openness=LIST)
    assert space.slug in slugs(cast, "hedda")
    assert space.slug not in slugs(cast, "mo")


def test_only_hosts_open_spaces(cast: Cast) -> None:
    for name in ("mo", "mia", "stella"):
        with pytest.raises(Refused):
            made(cast, by=name)


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"name": ""}, "name"), ({"kind": "hall"}, "kind"), ({"openness": "all"}, "openness")],
)
def test_senseless_space_is_not_opened(cast: Cast, fields: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        made(cast, **fields)
    assert refused.value.field == field


def test_old_address_leads_on_for_those_who_see_the_space_alone(cast: Cast) -> None:
    actions.change_space(cast.viewer("hedda"), cast.space("surprise"), slug="gift")
    old = "/garage/s/surprise/"
    assert cast.client("lena").get(old)["Location"] == "/garage/s/gift/"
    assert cast.client("mo").get(old).status_code == 404
    assert Client().get(old).status_code == 404


def test_taken_address_is_refused(cast: Cast) -> None:
    for slug in ("plans", "Bad Slug", "settings"):
        with pytest.raises(Invalid) as refused:
            actions.change_space(cast.viewer("hedda"), cast.space("workshop"), slug=slug)
        assert refused.value.field == "slug"


def test_opening_a_space_opens_all_that_was_said_in_it(cast: Cast) -> None:
    url = f"/garage/t/{cast.threads['plans'].pk}/"
    assert Client().get(url).status_code == 404
    actions.open_space(cast.viewer("hedda"), cast.space("plans"), WORLD)
    assert b"foundplans" in Client().get(url).content
    actions.open_space(cast.viewer("hedda"), cast.space("plans"), LIST)
    assert cast.client("mia").get(url).status_code == 404
    assert cast.client("hedda").get(url).status_code == 200


def test_imported_space_opens_to_the_world_after_a_look_alone(cast: Cast) -> None:
    space = actions.create_space(
        cast.garage, name="Old days", kind="board", openness=MEMBERS, imported=True
    )
    with pytest.raises(Refused, match="sample"):
        actions.open_space(cast.viewer("hedda"), space, WORLD)
    actions.open_space(cast.viewer("hedda"), space, WORLD, seen_sample=True)


def test_host_who_is_not_on_the_list_cannot_tend_the_space(cast: Cast) -> None:
    actions.leave_space(cast.viewer("hedda"), cast.space("surprise"))
    for deed in (
        lambda viewer, space: actions.change_space(viewer, space, name="Gift"),
        lambda viewer, space: actions.open_space(viewer, space, WORLD),
        lambda viewer, space: actions.archive_space(viewer, space, archived=True),
        lambda viewer, space: actions.add_to_space(viewer, space, cast.members["mia"]),
    ):
        with pytest.raises(Refused):
            deed(cast.viewer("hedda"), cast.space("surprise"))


def test_archived_space_is_read_and_not_written(cast: Cast) -> None:
    actions.archive_space(cast.viewer("hedda"), cast.space("plans"), archived=True)
    client = cast.client("mia")
    assert client.get("/garage/s/plans/").status_code == 200
    assert client.post("/garage/s/plans/new/", {"title": "a", "text": "b"}).status_code == 403
    url = f"/garage/t/{cast.threads['plans'].pk}/reply/"
    assert "archived" in client.post(url, {"text": "b"}).text
    actions.archive_space(cast.viewer("hedda"), cast.space("plans"), archived=False)
    assert client.post(url, {"text": "b"}).status_code == 302


def test_order_is_of_what_the_host_sees_and_leaves_the_others_alone(cast: Cast) -> None:
    before = slugs(cast, "lena")
    assert before[0] == "workshop"
    actions.order_spaces(cast.viewer("hedda"), cast.garage, ["plans", "workshop", "desk"])
    assert slugs(cast, "lena")[:2] == ["plans", "workshop"]
    assert Space.objects.unguarded("a look at the row").get(slug="desk").position == 1
    with pytest.raises(Refused):
        actions.order_spaces(cast.viewer("mo"), cast.garage, ["workshop"])


def test_space_that_takes_requests_shows_its_name_and_nothing_else(cast: Cast) -> None:
    actions.ask_for_space(cast.viewer("mia"), cast.space("band"))
    assert "band" not in slugs(cast, "mia")
    assert "Mia Sommer" in cast.client("hedda").get("/garage/s/band/settings/").text
    actions.add_to_space(cast.viewer("hedda"), cast.space("band"), cast.members["mia"])
    assert "band" in slugs(cast, "mia")


def test_secret_space_takes_no_requests(cast: Cast) -> None:
    with pytest.raises(Refused):
        actions.ask_for_space(cast.viewer("mia"), cast.space("surprise"))
    with pytest.raises(Refused):
        actions.ask_for_space(cast.viewer("gus"), cast.space("band"))


def test_whoever_is_taken_off_a_list_sees_nothing_more(cast: Cast) -> None:
    with pytest.raises(Refused):
        actions.take_off_list(cast.viewer("lena"), cast.space("surprise"), cast.members["hedda"])
    actions.take_off_list(cast.viewer("hedda"), cast.space("surprise"), cast.members["lena"])
    assert "surprise" not in slugs(cast, "lena")
    assert cast.client("lena").get("/garage/s/surprise/").status_code == 404


def test_nobody_steps_off_what_is_not_a_list(cast: Cast) -> None:
    with pytest.raises(Refused):
        actions.leave_space(cast.viewer("mia"), cast.space("plans"))


def test_second_byline_puts_its_person_on_the_list(cast: Cast) -> None:
    actions.add_to_space(cast.viewer("hedda"), cast.space("surprise"), cast.members["ivo"])
    assert "surprise" in slugs(cast, "mia")
