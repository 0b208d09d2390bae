"""The file of a backup: each byte that is changed or missing is noticed, locked or not."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from inglenook.site.backup import container, locked
from inglenook.site.backup.container import Manifest, TableEntry, Writer
from inglenook.site.backup.errors import BackupRefused, Damaged, WrongPassphrase
from inglenook.site.backup.locked import CHUNK, LockedReader, LockedWriter
from inglenook.site.backup.sums import SummedReader

pytestmark = pytest.mark.sqlite_only
PASSPHRASE = "seven lamps under the stairs"
LOCKS = pytest.mark.parametrize("passphrase", ["", PASSPHRASE], ids=["plain", "locked"])


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """A try costs half a second otherwise; what it costs stands in the file."""
    monkeypatch.setattr(locked, "_COST", 2)


def small(passphrase: str = "") -> bytes:
    """A whole backup of a few members."""
    out = io.BytesIO()
    writer = Writer(out, passphrase)
    entry = TableEntry([("id", "int")], rows=2, parts=1)
    manifest = Manifest(1, "0.1.0", "sqlite", "2026-11-24T03:05:00+00:00", "nightly", ["a.0001"])
    manifest.tables["conversations_post"] = entry
    writer.add("head.json", b'{"format": 1, "product": "0.1.0", "engine": "sqlite", "made_at": '
        b'"x", "kind": "nightly", "migrations": [], "tables": {}}')  # fmt: skip
    writer.add("tables/conversations_post/000001.jsonl", b"[1]\n[2]\n")
    writer.add("files/attachments/word", b"bytes of a file")
    writer.finish(manifest)
    return out.getvalue()


def look(data: bytes, passphrase: str) -> Manifest:
    return container.look_through(io.BytesIO(data), passphrase)


@LOCKS
def test_each_changed_byte_is_noticed(passphrase: str) -> None:
    whole = small(passphrase)
    assert look(whole, passphrase).posts == 2
    for place in range(len(whole)):
        for change in (0x01, 0x80):
            broken = bytearray(whole)
            broken[place] ^= change
            with pytest.raises(BackupRefused):
                look(bytes(broken), passphrase)


@LOCKS
def test_each_missing_end_is_noticed(passphrase: str) -> None:
    whole = small(passphrase)
    for length in range(len(whole)):
        with pytest.raises(BackupRefused):
            look(whole[:length], passphrase)
    with pytest.raises(BackupRefused):
        look(whole + b"\0", passphrase)


def test_another_passphrase_is_told_from_damage() -> None:
    whole = small(PASSPHRASE)
    for other in ("", "eight lamps under the stairs"):
        with pytest.raises(WrongPassphrase):
            look(whole, other)
    with pytest.raises(Damaged):
        look(whole[:-1] + bytes([whole[-1] ^ 1]), PASSPHRASE)


def test_the_checksum_alone_tells_of_damage_without_the_passphrase() -> None:
    whole = small(PASSPHRASE)
    container.require_whole(io.BytesIO(whole))
    with pytest.raises(Damaged):
        container.require_whole(io.BytesIO(whole[:50] + b"x" + whole[51:]))


@pytest.mark.parametrize(
    "name", ["files/../../secret_key", "/etc/passwd", "files//x", "files/a/./b", "other.json"]
)
def test_names_that_lead_elsewhere_are_refused(name: str) -> None:
    out = io.BytesIO()
    writer = Writer(out, "")
    writer.add(name, b"x")
    writer.finish(Manifest(1, "0.1.0", "sqlite", "x", "nightly", []))
    with pytest.raises(Damaged):
        look(out.getvalue(), "")


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_was_locked_opens_as_it_was(size: int) -> None:
    data = bytes(range(256)) * (size // 256 + 1)
    out = io.BytesIO()
    writer = LockedWriter(out, PASSPHRASE)
    for start in range(0, size, 1000):
        writer.write(data[start : min(start + 1000, size)])
    writer.finish()
    reader = LockedReader(io.BytesIO(out.getvalue()), PASSPHRASE)
    assert b"".join(iter(lambda: reader.read(777), b"")) == data[:size]


def test_chunks_can_be_neither_swapped_nor_left_out_nor_be_those_of_another_file() -> None:
    def chunks() -> list[bytes]:
        out = io.BytesIO()
        writer = LockedWriter(out, PASSPHRASE)
        writer.write(b"a" * CHUNK + b"b" * CHUNK + b"c" * CHUNK)
        writer.finish()
        data = out.getvalue()
        head, step = len(data) - 3 * (CHUNK + 16), CHUNK + 16
        return [data[:head], *(data[head + n * step : head + (n + 1) * step] for n in range(3))]

    head, one, two, three = chunks()
    foreign = chunks()
    for parts in ([one, two], [two, one, three], [one, three], [one, foreign[2], three]):
        with pytest.raises(BackupRefused):
            reader = LockedReader(io.BytesIO(head + b"".join(parts)), PASSPHRASE)
            while reader.read(CHUNK):
                pass


def test_a_stream_that_gives_little_at_a_time_is_read_whole() -> None:
    class Slow:
        def __init__(self, data: bytes) -> None:
            self._pieces: Iterator[int] = iter(data)

        def read(self, size: int = -1) -> bytes:
            return bytes([piece]) if (piece := next(self._pieces, None)) is not None else b""

    whole = small()
    found = SummedReader(Slow(whole)).read()
    assert whole.startswith(found) and len(whole) - len(found) == 40


@pytest.mark.skipif(not shutil.which("zstd"), reason="zstd is not installed here")
def test_a_backup_without_a_passphrase_opens_with_ordinary_programs(tmp_path: Path) -> None:
    path = tmp_path / "backup.tar.zst"
    path.write_bytes(small())
    listed = subprocess.run(
        ["tar", "--zstd", "-tf", str(path)], capture_output=True, text=True, check=True
    )
    assert "files/attachments/word" in listed.stdout.splitlines()


def test_a_passphrase_is_the_first_line_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "passphrase"
    path.write_text(f"{PASSPHRASE}\nand a note\n")
    assert locked.read_passphrase(path) == PASSPHRASE
    path.write_text("short\n")
    with pytest.raises(BackupRefused, match="12 characters"):
        locked.read_passphrase(path)
