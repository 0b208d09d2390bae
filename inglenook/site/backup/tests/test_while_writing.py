"""Backups of a house in which four people write, attach and take away all the time."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from inglenook.archive.tests.houses import founded, rows
from inglenook.site.backup import container
from inglenook.site.backup.container import Manifest
from inglenook.site.backup.tests.backed_up import backed_up, empty_house
from inglenook.site.tests.processes import until
from tests.journeys.running import RunningHouse

WRITERS = 4
NUMBERED = "SELECT count(*) FROM conversations_post WHERE markdown LIKE 'number %'"
FILES = "SELECT count(*) FROM conversations_postfile"
WRITE = """
import itertools, sys
from functools import partial
from io import BytesIO
from django.core.files.storage import default_storage
from django.db import transaction
from inglenook.communities.models import Membership
from inglenook.communities.viewing import viewer_of
from inglenook.conversations import actions as talk
from inglenook.conversations.models import PostFile, Thread
from inglenook.spaces.actions import make_space
me = sys.argv[1]
member = Membership.objects.select_related("community").get()
viewer = viewer_of(member)
name = f"Board {me}"
space = make_space(viewer, member.community, name=name, slug=f"board{me}", kind="board")
thread = talk.start_thread(viewer, space, title=f"Writer {me}", markdown="So it begins.")
held = []
for number in itertools.count():
    post = talk.reply(viewer, thread, markdown=f"number {number} of {me}")
    name = default_storage.save(f"attachments/{me}-{number}", BytesIO(b"bytes %d" % number))
    stored = name.removeprefix("attachments/")
    row = PostFile.objects.create(post=post, community=member.community, name="n", stored_as=stored)
    held.append(row)
    if len(held) > 2:
        gone = held.pop(0)
        with transaction.atomic():
            PostFile.objects.unguarded("a test takes away what it made").filter(pk=gone.pk).delete()
            place = f"attachments/{gone.stored_as}"
            transaction.on_commit(partial(default_storage.delete, place))
"""


@contextmanager
def writers(house: RunningHouse) -> Iterator[None]:
    """Four processes that write until the block is left."""
    environment = house.environment | {"DJANGO_SETTINGS_MODULE": "inglenook.site.settings"}
    code = f"import django; django.setup()\n{WRITE}"
    at_work = [
        subprocess.Popen([sys.executable, "-c", code, str(number)], env=environment)
        for number in range(WRITERS)
    ]
    try:
        yield
        assert all(process.poll() is None for process in at_work)
    finally:
        for process in at_work:
            process.kill()
            process.wait()


def has_more_than(house: RunningHouse, wanted: int) -> bool:
    return bool(rows(house, NUMBERED)[0][0] > wanted)


def read(path: Path) -> tuple[Manifest, dict[str, list[dict[str, Any]]]]:
    """What a backup holds of posts and their files, each row by its columns."""
    found: dict[str, list[bytes]] = {"conversations_post": [], "conversations_postfile": []}
    with path.open("rb") as source:
        for member in container.members(source, ""):
            table = member.name.split("/")[1] if member.name.startswith("tables/") else ""
            if table in found:
                found[table] += member.whole().splitlines()
            if member.name == container.MANIFEST:
                manifest = container.parse_manifest(member.whole())
    return manifest, {
        table: [
            dict(zip([c[0] for c in manifest.tables[table].columns], row, strict=True))
            for row in map(msgspec.json.decode, lines)
        ]
        for table, lines in found.items()
    }


def hold_together(path: Path) -> int:
    """Every row's file is there, and of what each writer wrote nothing is missing in between."""
    manifest, tables = read(path)
    files = set(manifest.files)
    named = {f"attachments/{row['stored_as']}" for row in tables["conversations_postfile"]}
    assert named and named <= files and not manifest.lost
    posts = {row["id"] for row in tables["conversations_post"]}
    assert {row["post_id"] for row in tables["conversations_postfile"]} <= posts
    numbers: dict[str, list[int]] = {}
    for row in tables["conversations_post"]:
        if row["markdown"].startswith("number "):
            _word, number, _of, writer = row["markdown"].split()
            numbers.setdefault(writer, []).append(int(number))
    assert len(numbers) == WRITERS
    assert all(sorted(found) == list(range(len(found))) for found in numbers.values())
    return sum(map(len, numbers.values()))


def test_each_backup_is_of_one_moment_with_all_its_files(tmp_path: Path) -> None:
    house = founded(tmp_path / "home")
    begun = "SELECT count(DISTINCT author_id || '-' || title) FROM conversations_thread "
    begun += "WHERE title LIKE 'Writer %'"
    made: list[Path] = []
    with writers(house):
        for _ in range(2):
            assert until(lambda: rows(house, begun)[0][0] == WRITERS)
            wanted = rows(house, NUMBERED)[0][0] + 20 * WRITERS
            assert until(partial(has_more_than, house, wanted))
            made.append(tmp_path / backed_up(house, tmp_path))
        after = rows(house, NUMBERED)[0][0]
    counts = [hold_together(path) for path in made]
    assert counts == sorted(counts) and 0 < counts[0] < counts[-1] <= after + WRITERS
    again = empty_house(tmp_path / "again")
    done = json.loads(again.command("restore", str(made[-1]), "--json"))
    assert rows(again, NUMBERED) == [(counts[-1],)] and done["posts"] > counts[-1]
    if not again.environment.get("DATABASE_URL"):
        assert rows(again, "PRAGMA foreign_key_check") == []
        assert rows(again, "PRAGMA integrity_check") == [("ok",)]
    kept = {path.name for path in (again.home / "files" / "attachments").iterdir()}
    assert rows(again, FILES)[0][0] >= WRITERS
    named = rows(again, "SELECT stored_as FROM conversations_postfile")
    assert {name for (name,) in named} <= kept
