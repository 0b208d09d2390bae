import stat
import zipfile

import pytest

from inglenook.archive import limits
from inglenook.archive.errors import ArchiveError, Flaw
from inglenook.archive.reading import GuardedZip, UnreadableEntryError
from inglenook.archive.slack import open_slack
from inglenook.archive.survey import survey

from .exports import export, said, write_zip


def refused(path) -> Flaw:
    with pytest.raises(ArchiveError) as refusal:
        GuardedZip(path).close()
    assert len(str(refusal.value)) > 40
    return refusal.value.flaw


def with_entry(path, info: zipfile.ZipInfo, data: bytes = b"x"):
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("users.json", b"[]")
        target.writestr(info, data)
    return path


def test_sound_zip_is_read(tmp_path):
    with GuardedZip(write_zip(tmp_path / "a.zip", {"a.json": b"[]", "b/c.json": b"{}"})) as source:
        assert set(source) == {"a.json", "b/c.json"}
        assert source.read("b/c.json") == b"{}"
        assert source.size("a.json") == 2


@pytest.mark.parametrize("content", [b"", b"PK", b"hello" * 99, b"PK\x05\x06" + b"\xff" * 40])
def test_what_is_no_zip_is_refused(tmp_path, content):
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    assert refused(path) in (Flaw.NOT_A_ZIP, Flaw.TOO_MANY_ENTRIES)


def test_damaged_zip_is_refused(tmp_path):
    path = export(tmp_path / "a.zip", [said(1, "x")])
    whole = path.read_bytes()
    path.write_bytes(whole[:-60])
    assert refused(path) is Flaw.NOT_A_ZIP


@pytest.mark.parametrize(
    "name",
    [
        "../x.json",
        "/etc/passwd",
        "a/../../x",
        "a\\b.json",
        "C:/x",
        "a//b",
        "./a",
        "a\x07b",
        "a" * 501,
    ],
)
def test_path_tricks_are_refused(tmp_path, name):
    info = zipfile.ZipInfo("placeholder")
    info.filename = name
    assert refused(with_entry(tmp_path / "a.zip", info)) is Flaw.STRANGE_PATH


def test_name_that_ends_early_is_refused(tmp_path):
    """zipfile cuts a name at a zero byte; the whole one counts."""
    info = zipfile.ZipInfo("placeholder")
    info.filename = "users2.json\0../../x"
    assert refused(with_entry(tmp_path / "a.zip", info)) is Flaw.STRANGE_PATH


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_are_refused(tmp_path, kind):
    info = zipfile.ZipInfo("garden/link")
    info.external_attr = (kind | 0o777) << 16
    assert refused(with_entry(tmp_path / "a.zip", info, b"/etc/passwd")) is Flaw.LINK


def test_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        target.writestr("users.json", b"[]")
        target.writestr("garden/2024-05-01.json", bytes(limits.RATIO_FROM_BYTES * 2))
    assert refused(path) is Flaw.UNPACKS_TOO_LARGE


def test_entry_that_understates_its_size_is_not_believed(tmp_path):
    """The table of contents says 10 bytes; the entry holds 64 MiB."""
    path = tmp_path / "liar.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("users.json", bytes(64 * limits.MIB))
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    path.write_bytes(data)
    with GuardedZip(path) as source, pytest.raises(UnreadableEntryError):
        source.read("users.json")


def test_entries_over_one_another_are_refused(tmp_path):
    path = tmp_path / "a.zip"
    write_zip(path, {"a.bin": bytes(range(256)) * 20, "b.bin": bytes(range(256)) * 20})
    data = bytearray(path.read_bytes())
    for at in (data.index(b"PK\x01\x02"), data.rindex(b"PK\x01\x02")):
        data[at + 20 : at + 24] = (len(data) - 10).to_bytes(4, "little")
    path.write_bytes(data)
    assert refused(path) is Flaw.UNPACKS_TOO_LARGE


def test_locked_entry_is_refused(tmp_path):
    path = write_zip(tmp_path / "a.zip", {"users.json": b"[]"})
    data = bytearray(path.read_bytes())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert refused(path) is Flaw.LOCKED


def test_entry_that_is_there_twice_is_refused(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("users.json", b"[]")
        with pytest.warns(UserWarning):
            target.writestr("users.json", b"[1]")
    assert refused(path) is Flaw.TWICE


def test_unusual_packing_is_refused(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as target:
        target.writestr("users.json", b"[]")
    assert refused(path) is Flaw.UNKNOWN_PACKING


def test_too_many_entries_are_refused_by_the_end_record_alone(tmp_path, monkeypatch):
    path = write_zip(tmp_path / "a.zip", {f"{number}.json": b"[]" for number in range(5)})
    monkeypatch.setattr(limits, "ENTRIES", 4)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    assert refused(path) is Flaw.TOO_MANY_ENTRIES


def test_large_table_of_contents_is_refused_by_the_end_record_alone(tmp_path, monkeypatch):
    path = write_zip(tmp_path / "a.zip", {f"{number}.json": b"[]" for number in range(5)})
    monkeypatch.setattr(limits, "DIRECTORY_BYTES", 100)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    assert refused(path) is Flaw.TOO_MANY_ENTRIES


@pytest.mark.parametrize(
    ("limit", "flaw"),
    [("ARCHIVE_BYTES", Flaw.TOO_LARGE), ("UNPACKED_BYTES", Flaw.UNPACKS_TOO_LARGE)],
)
def test_sizes_are_limited(tmp_path, monkeypatch, limit, flaw):
    path = export(tmp_path / "a.zip", [said(1, "x")])
    monkeypatch.setattr(limits, limit, 100)
    assert refused(path) is flaw


@pytest.mark.parametrize(("limit", "most"), [("MESSAGES", 2), ("PEOPLE", 3), ("SPACES", 0)])
def test_numbers_are_limited(tmp_path, monkeypatch, limit, most):
    path = export(tmp_path / "a.zip", [said(number, "x") for number in range(3)])
    monkeypatch.setattr(limits, limit, most)
    with pytest.raises(ArchiveError) as refusal:
        open_slack(path)
    assert refusal.value.flaw is Flaw.TOO_MUCH
    assert str(most) in str(refusal.value)


def test_damaged_day_costs_that_day_alone(tmp_path):
    text = "to be damaged " * 40
    more = {"garden/2024-05-02.json": [said(number, text) for number in range(40)]}
    path = export(tmp_path / "a.zip", [said(1, "x")], more=more)
    with zipfile.ZipFile(path) as sound:
        entry = sound.getinfo("garden/2024-05-02.json")
    data = bytearray(path.read_bytes())
    middle = entry.header_offset + 30 + len(entry.filename) + entry.compress_size // 2
    data[middle : middle + 8] = b"\xff" * 8
    path.write_bytes(data)
    with open_slack(path) as archive:
        report = survey(archive)
    assert report.counts["skipped"] == {"broken_file": 1}
    assert report.counts["posts"] == 1


def test_day_larger_than_the_limit_is_a_counted_skip(tmp_path, monkeypatch):
    path = export(tmp_path / "a.zip", [said(number, "y" * 99) for number in range(99)])
    monkeypatch.setattr(limits, "JSON_BYTES", 2000)
    with open_slack(path) as archive:
        assert survey(archive).counts["skipped"] == {"broken_file": 1}
