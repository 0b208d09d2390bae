"""Imports beside one another, beside people who write, and stopped on their way."""

import subprocess
import sys
from pathlib import Path

import pytest

from inglenook.archive.tests.exports import said
from inglenook.archive.tests.houses import (
    founded,
    importing,
    inside,
    killed,
    large_export,
    rows,
)
from inglenook.archive.tests.moving import archive
from inglenook.site.tests.processes import until
from tests.journeys.running import RunningHouse

PROGRESS = "SELECT state, done FROM archive_import ORDER BY id"
WRITING = """
import django; django.setup()
import time
from inglenook.communities.models import Membership
from inglenook.communities.viewing import viewer_of
from inglenook.conversations import actions
from inglenook.spaces.models import Space
hedda = viewer_of(Membership.objects.select_related("community").get(role="host"))
spaces = Space.objects.unguarded("a test writes into it").select_related("audience")
for number in range(40):
    space = spaces.get(slug="room0")
    actions.say(hedda, space, markdown=f"Live line {number}.")
    time.sleep(0.02)
"""


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return large_export(tmp_path_factory.mktemp("export") / "export.zip", 7_000)


def under_way(house: RunningHouse, process: subprocess.Popen[str]) -> None:
    """Wait until its first posts are in."""
    assert until(lambda: (rows(house, PROGRESS) or [("", 0)])[-1][1] > 0 or process.poll())
    assert process.poll() is None


def test_second_import_is_refused_while_one_is_under_way(export: Path, tmp_path: Path) -> None:
    """The first was killed: it is under way until somebody carries it on, or stops it."""
    house = founded(tmp_path / "house")
    first = importing(house, export)
    under_way(house, first)
    killed(first)
    other = archive(tmp_path, [said(0, "Other.")])
    second = importing(house, other)
    out, errors = second.communicate()
    assert (second.returncode, out) == (2, "")
    assert "Another import is under way here: “export.zip”" in errors
    assert "Traceback" not in errors
    assert importing(house, export).wait(120) == 0
    assert importing(house, other).wait(120) == 0
    assert [state for state, _done in rows(house, PROGRESS)] == ["done", "done"]


def test_members_write_while_an_import_runs(export: Path, tmp_path: Path) -> None:
    house = founded(tmp_path / "house")
    process = importing(house, export)
    under_way(house, process)
    environment = house.environment | {"DJANGO_SETTINGS_MODULE": "inglenook.site.settings"}
    writer = subprocess.run(
        [sys.executable, "-c", WRITING], env=environment, check=False,
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert writer.returncode == 0, writer.stderr
    assert process.wait(120) == 0
    assert rows(house, "SELECT count(*) FROM conversations_post WHERE NOT imported") == [(40,)]
    (arrived,) = rows(house, "SELECT count(*) FROM archive_arrival WHERE kind = 'post'")
    assert rows(house, "SELECT count(*) FROM conversations_post WHERE imported") == [arrived]
    counted = rows(
        house,
        "SELECT t.last_key, max(p.id) FROM conversations_thread t JOIN conversations_post p"
        " ON p.thread_id = t.id WHERE t.kind = 'stream' GROUP BY t.id, t.last_key",
    )
    assert counted and all(last == newest for last, newest in counted)


def test_undo_stops_a_running_import_and_puts_it_back(export: Path, tmp_path: Path) -> None:
    house = founded(tmp_path / "house")
    process = importing(house, export)
    under_way(house, process)
    inside(
        house,
        """
from inglenook.archive import actions
from inglenook.archive.models import Import
from inglenook.communities.models import Membership
from inglenook.communities.viewing import viewer_of
hedda = viewer_of(Membership.objects.select_related("community").get(role="host"))
actions.undo(hedda, Import.objects.get())
""",
    )
    out, errors = process.communicate(timeout=120)
    assert (process.returncode, out) == (2, ""), rows(house, PROGRESS)
    assert "stopped" in errors and "Traceback" not in errors
    inside(house, "from inglenook.archive.undoing import put_back\nput_back(1)")
    assert rows(house, PROGRESS)[0][0] == "undone"
    for table in ("conversations_post", "archive_arrival", "fulltext_document", "spaces_space"):
        assert rows(house, f"SELECT count(*) FROM {table}") == [(0,)], table
    assert rows(house, "SELECT name FROM communities_membership") == [("Hedda",)]
