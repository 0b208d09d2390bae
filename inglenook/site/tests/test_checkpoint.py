"""The checkpointer: what was written reaches the database file, and the WAL is cut back."""

from pathlib import Path
from typing import Any

import pysqlite3 as sqlite

from inglenook.site.server.checkpoint import Checkpointer
from inglenook.site.tests.processes import until


def _written(folder: Path) -> tuple[Path, Any]:
    path = folder / "house.sqlite3"
    connection = sqlite.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA wal_autocheckpoint=0")
    connection.execute("CREATE TABLE word (text TEXT)")
    connection.executemany("INSERT INTO word VALUES (?)", [("w" * 1000,)] * 500)
    return path, connection


def test_what_is_written_moves_into_the_file_while_a_writer_lives(tmp_path: Path) -> None:
    path, connection = _written(tmp_path)
    assert path.stat().st_size < 100_000
    thread = Checkpointer(path, every=0.02, idle=60)
    thread.start()
    assert until(lambda: path.stat().st_size > 500_000, 5)
    connection.execute("INSERT INTO word VALUES ('still written')")
    thread.stop()
    assert not thread.is_alive()
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_an_idle_wal_is_cut_back_to_nothing(tmp_path: Path) -> None:
    path, connection = _written(tmp_path)
    wal = path.with_name(path.name + "-wal")
    assert wal.stat().st_size > 500_000
    thread = Checkpointer(path, every=0.02, idle=0.1)
    thread.start()
    assert until(lambda: wal.stat().st_size == 0, 5)
    thread.stop()
    assert connection.execute("SELECT count(*) FROM word").fetchone() == (500,)


def test_a_reader_holds_nothing_up(tmp_path: Path) -> None:
    path, connection = _written(tmp_path)
    reader = sqlite.connect(str(path), isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM word").fetchone()
    connection.execute("DELETE FROM word")
    thread = Checkpointer(path, every=0.02, idle=0.06)
    thread.start()
    connection.execute("INSERT INTO word VALUES ('new')")
    assert reader.execute("SELECT count(*) FROM word").fetchone() == (500,)
    reader.execute("COMMIT")
    thread.stop()
    assert connection.execute("SELECT count(*) FROM word").fetchone() == (1,)
