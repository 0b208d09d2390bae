"""The two real exports of one workspace, brought into one community one after the other."""

import json
from pathlib import Path

import pytest

from inglenook.archive.actions import import_from_command_line
from inglenook.archive.models import Import
from inglenook.archive.tests.moving import branches, last_run, numbers, posts, undo
from inglenook.archive.tests.test_real_archives import DATA, NAMES, true_counts
from inglenook.communities.models import Claim, Membership
from inglenook.conversations.models import Post
from tests.cast import Cast

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not DATA.is_dir(), reason="the real archives are not here"),
]


def bring(name: str) -> dict[str, object]:
    return import_from_command_line(
        source="slack", path=DATA / name, community="garage", direct_messages=False,
        progress=lambda done, total: None,
    )  # fmt: skip


def expected(name: str) -> dict[str, object]:
    true = true_counts(name)
    empty = true["empty_text"]
    return {
        "people": true["people"], "spaces": 1, "threads": true["threads"],
        "posts": true["messages"] - empty, "replies": true["replies"], "reactions": 0,
        "skipped": {"empty": empty} if empty else {},
    }  # fmt: skip


def test_both_come_whole_share_their_people_and_go_apart(cast: Cast) -> None:
    before = numbers(cast.garage)
    for name in NAMES:
        assert bring(name) == expected(name)
    after = numbers(cast.garage)
    assert after["posts"] - before["posts"] == 5706 + 16465
    assert after["spaces"] - before["spaces"] == 1
    assert 245 < after["people"] - before["people"] < 111 + 245
    assert after["threads"] - before["threads"] == 493 + 1
    people = Membership.objects.filter(community=cast.garage, state="imported", claim__isnull=False)
    addresses = list(Claim.objects.filter(membership__in=people).values_list("email", flat=True))
    assert len(addresses) == len(set(addresses))
    rows = branches(cast.garage)
    assert len(rows) == 493 and sum(row.reply_count for row in rows) == 4995
    assert all(row.title and row.first_key and row.author_id for row in rows)
    for name in NAMES:
        bring(name)
    assert numbers(cast.garage) == after
    second = Import.objects.get(file_name=NAMES[1], there=0)
    undo(cast, second)
    assert len(posts(cast.garage)) == 5706
    undo(cast, Import.objects.get(file_name=NAMES[0], there=0))
    assert numbers(cast.garage) == before
    assert not Post.objects.unguarded("is it gone").filter(imported=True, community=cast.garage)
    assert last_run().there == 16465
    assert json.dumps(last_run().tally)
    assert Path(last_run().path).name == NAMES[1]
