"""The ephemeral cache: it counts right between processes and outlives the loss of its file."""

import multiprocessing
import time
from pathlib import Path

import pytest

from inglenook.foundation.ephemeral import EphemeralCache


def cache_in(folder: Path, **options: int) -> EphemeralCache:
    return EphemeralCache(folder / "ephemeral.sqlite3", {"OPTIONS": options})


def _count_up(folder: Path, times: int) -> None:
    cache = cache_in(folder)
    for _ in range(times):
        cache.incr("tries")


def _take(folder: Path, taken: "multiprocessing.Queue[bool]") -> None:
    taken.put(cache_in(folder).add("place", "mine"))


def test_values_of_any_kind_come_back(tmp_path: Path) -> None:
    cache = cache_in(tmp_path)
    for value in (1, 2**80, -3, True, None, "text", b"bytes", {"a": [1, 2]}):
        cache.set("key", value)
        assert cache.get("key", "default") == value
    assert cache.get("other", "default") == "default"
    assert cache.get_many(["key", "other"]) == {"key": {"a": [1, 2]}}


def test_what_expired_is_gone_and_may_be_added_again(tmp_path: Path) -> None:
    cache = cache_in(tmp_path)
    assert cache.add("key", 1, timeout=1)
    assert not cache.add("key", 2)
    time.sleep(1.1)
    assert cache.get("key") is None and not cache.has_key("key") and not cache.touch("key")
    assert cache.add("key", 3, timeout=None)
    assert cache.get("key") == 3


def test_counting_what_is_no_number_is_refused(tmp_path: Path) -> None:
    cache = cache_in(tmp_path)
    cache.set("word", "text")
    for key in ("word", "nothing"):
        with pytest.raises(ValueError):
            cache.incr(key)


def test_four_processes_count_up_together(tmp_path: Path) -> None:
    cache = cache_in(tmp_path)
    cache.set("tries", 0)
    workers = [multiprocessing.Process(target=_count_up, args=(tmp_path, 100)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert cache.get("tries") == 400


def test_one_of_eight_processes_takes_the_place(tmp_path: Path) -> None:
    taken: multiprocessing.Queue[bool] = multiprocessing.Queue()
    workers = [multiprocessing.Process(target=_take, args=(tmp_path, taken)) for _ in range(8)]
    for worker in workers:
        worker.start()
    assert sorted(taken.get(timeout=60) for _ in workers) == [False] * 7 + [True]
    for worker in workers:
        worker.join(60)


@pytest.mark.parametrize("damage", ["delete", "garbage"])
def test_a_lost_or_damaged_file_is_made_anew(tmp_path: Path, damage: str) -> None:
    cache = cache_in(tmp_path)
    cache.set("key", 1)
    for file in tmp_path.iterdir():
        file.unlink()
    if damage == "garbage":
        (tmp_path / "ephemeral.sqlite3").write_bytes(b"no database at all " * 500)
    assert cache.get("key") is None or damage == "garbage"
    cache.add("other", 5)
    assert cache.get("other") == 5


def test_the_file_stays_within_its_bound(tmp_path: Path) -> None:
    cache = cache_in(tmp_path, MAX_MEGABYTES=1)
    for number in range(60):
        cache.set(f"key{number}", b"x" * 50_000, timeout=1000 + number)
    assert cache.get("key59") is not None and cache.get("key0") is None
    assert (tmp_path / "ephemeral.sqlite3").stat().st_size <= 1024 * 1024
    assert (tmp_path / "ephemeral.sqlite3").stat().st_mode & 0o777 == 0o600
