"""The sweeper erases what no row names and is old, and nothing else; files are kept whole."""

import os
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from inglenook.communities import portraits
from inglenook.communities.models import Membership
from inglenook.foundation import orphans
from inglenook.foundation.pictures import Portrait
from inglenook.foundation.schedule import sweep_files
from inglenook.foundation.stored import declared_files
from tests.cast import Cast
from tests.casting import built_cast, cast

__all__ = ["built_cast", "cast"]
DAYS = 2 * 24 * 60 * 60


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, settings) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "tmp"
    yield


def aged(path: str | Path) -> None:
    """As if it had come two days ago."""
    then = time.time() - DAYS
    os.utime(path, (then, then))


def kept(place: str, *, old: bool) -> str:
    name = default_storage.save(place, ContentFile(b"words"))
    if old:
        aged(default_storage.path(name))
    return name


def portrait() -> str:
    """A picture as `portraits` keeps it, two days old."""
    name = portraits.keep(Portrait(b"small", b"large"))
    for size in ("small", "large"):
        aged(default_storage.path(f"portraits/{name}-{size}.webp"))
    return name


def test_what_no_row_names_is_erased_after_a_day(cast: Cast) -> None:
    named = next(iter(cast_files()))
    mine, former = portrait(), portrait()
    Membership.objects.filter(pk=cast.members["mia"].pk).update(picture=mine)
    there = [kept(f"attachments/{named}", old=True), kept("attachments/fresh", old=False)]
    orphaned = [kept("attachments/orphan", old=True), kept("portraits/.half.partial", old=True)]
    assert orphans.sweep() == len(orphaned) + 2
    assert all(default_storage.exists(place) for place in there)
    assert not any(default_storage.exists(place) for place in orphaned)
    assert portraits.opened(mine, "small") and portraits.opened(mine, "large")
    assert portraits.opened(former, "small") is None and portraits.opened(former, "large") is None
    assert orphans.sweep() == 0


def cast_files() -> list[str]:
    from inglenook.conversations.models import PostFile

    rows = PostFile.objects.unguarded("a test looks at the rows themselves")
    return list(rows.values_list("stored_as", flat=True))


def test_what_is_left_of_broken_uploads_is_erased_after_a_day() -> None:
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR)
    folder.mkdir()
    old, fresh = folder / "old.upload", folder / "fresh.upload"
    for path in (old, fresh):
        path.write_bytes(b"half")
    aged(old)
    assert orphans.sweep_uploads() == 1
    assert fresh.exists() and not old.exists()


@pytest.mark.django_db
def test_the_job_finds_an_empty_store_in_order() -> None:
    sweep_files.func()


def test_each_kind_of_file_is_declared_with_a_column_that_there_is(cast: Cast) -> None:
    assert {kind.table for kind in declared_files()} >= {
        "communities_membership",
        "conversations_postfile",
    }
    orphans.sweep()


class Breaking(File):
    """A file whose reading fails in the middle."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"half"
        raise OSError(28, "No space left on device")


def test_a_file_that_breaks_off_is_not_there_at_all() -> None:
    with pytest.raises(OSError, match="No space"):
        default_storage.save("attachments/broken", Breaking(BytesIO(b""), "broken"))
    assert default_storage.listdir("attachments") == ([], [])
