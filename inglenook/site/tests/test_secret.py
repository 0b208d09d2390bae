"""The secret key: made once, whole, and for its owner alone."""

import multiprocessing
from pathlib import Path

import pytest

from inglenook.site.problems import MendableError
from inglenook.site.secret import secret_keys


def _read(home: Path, found: "multiprocessing.Queue[str]") -> None:
    found.put(secret_keys(home)[0])


def test_eight_processes_at_once_agree_on_one_key(tmp_path: Path) -> None:
    found: multiprocessing.Queue[str] = multiprocessing.Queue()
    home = tmp_path / "home"
    readers = [multiprocessing.Process(target=_read, args=(home, found)) for _ in range(8)]
    for reader in readers:
        reader.start()
    keys = {found.get(timeout=60) for _ in readers}
    for reader in readers:
        reader.join(60)
    assert len(keys) == 1 and len(keys.pop()) >= 50
    assert (home / "secret_key").stat().st_mode & 0o777 == 0o600
    assert home.stat().st_mode & 0o777 == 0o700
    assert sorted(path.name for path in home.iterdir()) == ["secret_key", "tmp"]


def test_older_keys_stay_good_below_a_new_one(tmp_path: Path) -> None:
    old = secret_keys(tmp_path)[0]
    (tmp_path / "secret_key").write_text(f"{'n' * 50}\n{old}\n")
    assert secret_keys(tmp_path) == ["n" * 50, old]


def test_a_damaged_key_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("short\n")
    with pytest.raises(MendableError, match="damaged"):
        secret_keys(tmp_path)
