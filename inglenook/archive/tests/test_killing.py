"""Killed at any moment and run again, an import comes to the same end."""

import json
import random
import subprocess
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from inglenook.archive.tests.houses import (
    contents,
    founded,
    importing,
    inside,
    killed,
    large_export,
    rows,
    worker,
)
from inglenook.site.tests.processes import children_of, until
from tests.journeys.running import RunningHouse

KILLS = 10
MESSAGES = 9_000
PROGRESS = "SELECT state, done, total FROM archive_import ORDER BY id DESC"


def whole(house: RunningHouse) -> None:
    """Nothing is broken, doubled or unfindable."""
    if "DATABASE_URL" not in house.environment:
        assert rows(house, "PRAGMA integrity_check") == [("ok",)]
        assert rows(house, "PRAGMA foreign_key_check") == []
    normal = rows(house, "SELECT count(*) FROM conversations_post WHERE kind = 'normal'")
    assert rows(house, "SELECT count(*) FROM fulltext_document") == normal
    waiting = rows(house, "SELECT count(*) FROM conversations_post")
    assert rows(house, "SELECT count(*) FROM archive_arrival WHERE kind = 'post'") == waiting


def begun(process: subprocess.Popen[str]) -> None:
    """Wait until its reader runs: while Python still starts nothing would be tried."""
    assert until(lambda: children_of(process.pid) or process.poll() is not None)


def gone_on(house: RunningHouse, process: subprocess.Popen[str], before: list[Any]) -> bool:
    """Whether the import has brought more in than there was, or is over."""
    now = rows(house, PROGRESS)[:1]
    return process.poll() is not None or (now != before and bool(now) and now[0][1] > 0)


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return large_export(tmp_path_factory.mktemp("export") / "export.zip", MESSAGES)


@pytest.fixture(scope="module")
def untroubled(
    export: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[RunningHouse, dict[str, Any], float]:
    """A house into which the same archive came in peace, its counts, and the seconds it took."""
    house = founded(tmp_path_factory.mktemp("untroubled"))
    began = time.monotonic()
    out, errors = importing(house, export).communicate()
    assert errors == "" and out.count("\n") == 1
    return house, json.loads(out), time.monotonic() - began


def test_counts_of_the_command_are_json_alone_and_add_up(
    untroubled: tuple[RunningHouse, dict[str, Any], float],
) -> None:
    house, counts, _seconds = untroubled
    assert counts["posts"] + sum(counts["skipped"].values()) == MESSAGES
    assert list(counts["skipped"]) == ["empty"]
    assert rows(house, "SELECT count(*) FROM conversations_post") == [(counts["posts"],)]
    stats = house.json("stats", "--community", "racket")
    assert (stats["threads"], stats["posts"]) == (counts["threads"], counts["posts"])
    assert (stats["spaces"], stats["imported"]) == (counts["spaces"], counts["people"])
    replies = "SELECT sum(reply_count) FROM conversations_thread WHERE kind = 'branch'"
    assert rows(house, replies) == [(counts["replies"],)]
    assert rows(house, "SELECT count(*) FROM conversations_reaction") == [(counts["reactions"],)]
    whole(house)


def test_import_killed_at_ten_random_points_comes_to_the_same_end(
    export: Path, tmp_path: Path, untroubled: tuple[RunningHouse, dict[str, Any], float]
) -> None:
    peaceful, counts, seconds = untroubled
    house = founded(tmp_path / "killed")
    dice = random.Random()
    in_the_middle = kills = 0
    while kills < KILLS:
        before = rows(house, PROGRESS)[:1]
        process = importing(house, export)
        begun(process)
        if kills % 2:  # every other one once something more is in, however slow the machine
            until(partial(gone_on, house, process, before))
            time.sleep(dice.uniform(0, seconds / 20))
        else:
            time.sleep(dice.uniform(0, seconds / 5))
        if process.poll() is not None:  # it was through already, and runs once more
            assert process.returncode == 0, process.communicate()
            continue
        killed(process)
        kills += 1
        for state, done, total in rows(house, PROGRESS)[:1]:  # none where it was too early
            in_the_middle += state == "running" and 0 < done < total
    out, errors = importing(house, export).communicate()
    assert json.loads(out) == counts, errors
    assert in_the_middle >= 2, f"{kills} kills, of which {in_the_middle} in the middle"
    whole(house)
    assert contents(house) == contents(peaceful)


def test_import_through_the_page_goes_on_after_its_worker_was_killed(
    export: Path, tmp_path: Path, untroubled: tuple[RunningHouse, dict[str, Any], float]
) -> None:
    house = founded(tmp_path / "worked")
    inside(
        house,
        f"""
from pathlib import Path
from django.core.files.uploadedfile import SimpleUploadedFile
from inglenook.archive import actions
from inglenook.communities.models import Membership
from inglenook.communities.viewing import viewer_of
hedda = Membership.objects.select_related("community").get(role="host")
path = Path({str(export)!r})
run = actions.stage(viewer_of(hedda), hedda.community,
    SimpleUploadedFile(path.name, path.read_bytes()), source="slack", direct_messages=False)
actions.start(viewer_of(hedda), actions.examine(run.pk))
""",
    )
    first = worker(house)
    assert until(lambda: rows(house, PROGRESS)[0][1] > 0)
    killed(first)
    state, done, total = rows(house, PROGRESS)[0]
    assert state == "running" and 0 < done < total == MESSAGES
    second = worker(house)
    try:
        assert until(lambda: rows(house, PROGRESS)[0][0] == "done", 90)
    finally:
        killed(second)
    assert rows(house, PROGRESS)[0][1] == MESSAGES
    whole(house)
    assert contents(house)["posts"] == contents(untroubled[0])["posts"]
