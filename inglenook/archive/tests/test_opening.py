"""No imported word becomes readable by the world but through the page with the sample."""

from pathlib import Path

import pytest

from inglenook.archive.tests.exports import DAY, HEDDA, said
from inglenook.archive.tests.moving import (
    PRIVATE,
    TALK,
    again,
    archive,
    branches,
    bring,
    last_run,
    post_of,
    space_named,
    spaces,
    undo,
)
from inglenook.communities import actions as communities
from inglenook.conversations import actions as talk
from inglenook.foundation.audience import MEMBERS, WORLD
from inglenook.foundation.policy import Refused
from inglenook.spaces.actions import make_space, open_space
from inglenook.spaces.models import Space
from tests.cast import Cast, post_now, thread_now

pytestmark = pytest.mark.django_db


def kind_of(space: Space) -> str:
    rows = Space.objects.unguarded("a test looks at the row itself").select_related("audience")
    return str(rows.get(pk=space.pk).audience.kind)


def the_space(cast: Cast) -> Space:
    return space_named(cast.garage, "garden")


def opened(cast: Cast, *slugs: str) -> None:
    """Through the page, as Hedda."""
    url = f"/garage/import/{last_run().pk}/open/"
    answer = cast.client("hedda").post(url, {"sure": "on", "space": list(slugs)})
    assert answer.status_code == 302


def board(cast: Cast, openness: str = MEMBERS) -> Space:
    made = make_space(
        cast.viewer("hedda"), cast.garage, name="Records", kind="board", openness=openness
    )
    rows = Space.objects.unguarded("a test looks at the row itself")
    return rows.select_related("audience", "community").get(pk=made.pk)


def test_page_shows_whose_words_and_opens_what_was_chosen(cast: Cast, tmp_path: Path) -> None:
    channels = [{"id": "C0GARDEN", "name": "garden", "members": [HEDDA]},
                {"id": "C0LOOM", "name": "loom", "members": [HEDDA]}]  # fmt: skip
    more = {**PRIVATE, "channels.json": channels, f"loom/{DAY}.json": [said(9, "Warp and weft.")]}
    bring(cast, archive(tmp_path, more=more))
    url = f"/garage/import/{last_run().pk}/"
    assert f'{url}open/"' in cast.client("hedda").get(url).text
    page = cast.client("hedda").get(f"{url}open/").text
    assert "The quinces are ripe" in page and "behind the loom" not in page
    assert 'value="garden"' in page and 'value="loom"' in page and 'value="attic"' not in page
    stream = post_of(cast.garage, "quinces")
    for name in ("stella", "anonymous"):
        assert cast.client(name).get(f"/garage/p/{stream.pk}/").status_code == 404
    opened(cast, "garden")
    for name in ("stella", "anonymous"):
        answer = cast.client(name).get("/garage/s/garden/")
        assert "quinces are ripe" in answer.text
        assert cast.client(name).get("/garage/s/loom/").status_code == 404
        assert cast.client(name).get("/garage/s/attic/").status_code == 404


def test_nothing_opens_unless_the_host_is_sure_and_chose(cast: Cast, tmp_path: Path) -> None:
    bring(cast, archive(tmp_path))
    client, url = cast.client("hedda"), f"/garage/import/{last_run().pk}/open/"
    answer = client.post(url, {"space": ["garden"]})
    assert answer.status_code == 422 and "Tick the box first" in answer.text
    answer = client.post(url, {"sure": "on"})
    assert answer.status_code == 422 and "Choose at least one space" in answer.text
    assert client.post(url, {"sure": "on", "space": ["kitchen"]}).status_code == 422
    assert kind_of(the_space(cast)) == MEMBERS


def test_settings_of_a_space_refuse_and_tell_the_way(cast: Cast, tmp_path: Path) -> None:
    bring(cast, archive(tmp_path))
    space = the_space(cast)
    with pytest.raises(Refused, match="Look at the sample first"):
        open_space(cast.viewer("hedda"), space, WORLD)
    form = {"name": "Renamed", "purpose": "", "icon": "book-open", "slug": "garden",
            "openness": WORLD}  # fmt: skip
    answer = cast.client("hedda").post("/garage/s/garden/settings/", form)
    assert answer.status_code == 403 and "Look at the sample first" in answer.text
    assert (kind_of(space), the_space(cast).name) == (MEMBERS, "garden")


def test_community_that_becomes_readable_opens_nothing(cast: Cast, tmp_path: Path) -> None:
    hedda = cast.viewer("hedda")
    communities.change_community(hedda, cast.garage, readable_by="members")
    bring(cast, archive(tmp_path))
    communities.change_community(hedda, cast.garage, readable_by="world")
    assert kind_of(the_space(cast)) == MEMBERS
    assert cast.client("stella").get("/garage/s/garden/").status_code == 404


def test_imported_thread_moves_to_no_space_of_the_world(cast: Cast, tmp_path: Path) -> None:
    bring(cast, archive(tmp_path))
    branch = thread_now(branches(cast.garage)[0].pk)
    with pytest.raises(Refused, match="can't move to a space"):
        talk.move_thread(cast.viewer("mo"), branch, board(cast, WORLD))


def test_board_that_took_an_imported_thread_opens_only_after_the_look(
    cast: Cast, tmp_path: Path
) -> None:
    bring(cast, archive(tmp_path))
    records = board(cast)
    talk.move_thread(cast.viewer("mo"), thread_now(branches(cast.garage)[0].pk), records)
    now = Space.objects.unguarded("a test looks at the row itself").select_related("audience")
    with pytest.raises(Refused, match="Look at the sample first"):
        open_space(cast.viewer("hedda"), now.get(pk=records.pk), WORLD)
    page = cast.client("hedda").get(f"/garage/import/{last_run().pk}/open/").text
    assert f'value="{records.slug}"' in page
    opened(cast, records.slug)
    assert kind_of(records) == WORLD


def test_thread_gathered_of_imported_lines_counts_as_imported(cast: Cast, tmp_path: Path) -> None:
    space = make_space(cast.viewer("hedda"), cast.garage, name="garden", kind="chat")
    assert space.slug == "garden"
    bring(cast, archive(tmp_path))
    root = post_of(cast.garage, "Lemonade")
    last = post_of(cast.garage, "rhubarb")
    gathered = talk.branch_stretch(cast.viewer("mo"), post_now(root.pk), post_now(last.pk))
    with pytest.raises(Refused, match="can't move to a space"):
        talk.move_thread(cast.viewer("mo"), thread_now(gathered.pk), board(cast, WORLD))


def test_words_that_come_later_close_the_space_until_they_are_seen(
    cast: Cast, tmp_path: Path
) -> None:
    bring(cast, archive(tmp_path, TALK[:4], name="first.zip"))
    opened(cast, "garden")
    bring(cast, archive(tmp_path, TALK[:4], name="first.zip"))
    assert kind_of(the_space(cast)) == WORLD
    bring(cast, archive(tmp_path, name="second.zip"))
    assert kind_of(the_space(cast)) == MEMBERS
    assert cast.client("stella").get("/garage/s/garden/").status_code == 404
    page = cast.client("hedda").get(f"/garage/import/{last_run().pk}/").text
    assert "Show me the sample" in page
    opened(cast, "garden")
    assert "Lemonade" in cast.client("stella").get("/garage/s/garden/").text


def test_import_run_again_into_an_opened_space_closes_it(cast: Cast, tmp_path: Path) -> None:
    bring(cast, archive(tmp_path))
    talk.say(cast.viewer("mia"), the_space(cast), markdown="Still here.")
    opened(cast, "garden")
    run = undo(cast)
    assert [space.name for space in spaces(cast.garage)] == ["garden"]
    again(cast, run)
    assert kind_of(the_space(cast)) == MEMBERS


def test_import_that_is_not_done_opens_nothing(cast: Cast, tmp_path: Path) -> None:
    bring(cast, archive(tmp_path))
    url = f"/garage/import/{last_run().pk}/"
    undo(cast)
    assert cast.client("hedda").get(f"{url}open/")["Location"] == url
    assert cast.client("hedda").post(f"{url}open/", {"sure": "on"})["Location"] == url
