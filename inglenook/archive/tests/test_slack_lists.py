import pytest

from inglenook.archive.errors import ArchiveError, Flaw
from inglenook.archive.reasons import Reason
from inglenook.archive.records import Readers
from inglenook.archive.slack import open_slack
from inglenook.archive.survey import survey

from .exports import (
    ATTIC,
    CHANNELS,
    DAY,
    DMS,
    GARDEN,
    GROUPS,
    HEDDA,
    MIA,
    MO,
    MPIMS,
    PAIR,
    TRIO,
    USERS,
    export,
    opened,
    posts,
    said,
    skips,
    write_zip,
)

EVERYTHING = {
    "groups.json": GROUPS,
    "dms.json": DMS,
    "mpims.json": MPIMS,
    f"attic/{DAY}.json": [said(1, "private")],
    f"{PAIR}/{DAY}.json": [said(1, "whispered"), said(2, "whispered back", MIA)],
    f"{MPIMS[0]['name']}/{DAY}.json": [said(1, "among three")],
}


def spaces(archive):
    return {space.source_id: space for space in archive.spaces()}


def test_private_channels_keep_their_lists(tmp_path):
    found = spaces(opened(tmp_path, [said(1, "x")], **EVERYTHING))
    assert found[GARDEN].readers is Readers.MEMBERS
    assert (found[ATTIC].readers, found[ATTIC].members) == (Readers.LIST, (HEDDA, MO))


def test_direct_messages_stay_behind_unless_asked_for(tmp_path):
    archive = opened(tmp_path, [said(1, "x")], **EVERYTHING)
    items = list(archive.posts())
    assert set(spaces(archive)) == {GARDEN, ATTIC}
    assert not any("whispered" in str(item) or "three" in str(item) for item in items)
    assert [skip.reason for skip in skips(items)] == [Reason.DIRECT_MESSAGE] * 3
    report = survey(archive)
    assert (report.spaces.found, report.spaces.comes, report.spaces.stays) == (4, 2, 2)
    assert report.counts["skipped"] == {"direct_message": 3}
    assert "whispered" not in str(report.as_json())


def test_direct_messages_come_when_asked_for_with_their_participants(tmp_path):
    archive = opened(tmp_path, [said(1, "x")], **EVERYTHING, direct_messages=True)
    found = spaces(archive)
    assert (found[PAIR].readers, found[PAIR].members) == (Readers.DIRECT, (HEDDA, MIA))
    assert (found[TRIO].readers, found[TRIO].name) == (Readers.DIRECT, "Hedda, Mo, Mia")
    assert {"whispered", "among three"} <= {post.markdown for post in posts(archive.posts())}


def test_folder_on_no_list_stays_behind(tmp_path):
    more = {f"secret/{DAY}.json": [said(1, "canary"), said(2, "canary")]}
    archive = opened(tmp_path, [said(1, "x")], **more)
    report = survey(archive)
    assert report.counts["skipped"] == {"unknown_space": 2}
    assert "canary" not in str(report.as_json())
    assert report.space_rows[-1].messages.stays == 2


def test_folder_claimed_twice_belongs_to_the_fewer_readers(tmp_path):
    more = {"groups.json": [{"id": ATTIC, "name": "garden", "members": [HEDDA]}]}
    (post,) = posts(opened(tmp_path, [said(1, "x")], **more).posts())
    assert post.space == ATTIC


def test_private_name_does_not_leak_through_a_link_to_it(tmp_path):
    more = EVERYTHING | {f"garden/{DAY}.json": [said(1, f"<#{ATTIC}|> <#{GARDEN}>")]}
    found = posts(opened(tmp_path, [], **more).posts())
    assert f"#{ATTIC} #garden" in {post.markdown for post in found}


def test_space_has_purpose_topic_and_state(tmp_path):
    listed = [
        CHANNELS[0] | {"purpose": {"value": "Green things"}, "is_archived": True},
        {"id": "C0B", "name": "b", "purpose": {"value": ""}, "topic": {"value": "Topic"}},
        {"id": "C0C", "name": None, "purpose": "odd", "members": "odd", "created": "odd"},
    ]
    found = spaces(opened(tmp_path, [], **{"channels.json": listed}))
    assert found[GARDEN].purpose == "Green things" and found[GARDEN].archived
    assert found["C0B"].purpose == "Topic"
    assert (found["C0C"].name, found["C0C"].members) == ("C0C", ())


def test_export_in_one_folder_is_read(tmp_path):
    files = {"users.json": USERS, "channels.json": CHANNELS, f"garden/{DAY}.json": [said(1, "x")]}
    within = {f"Our export/{name}": content for name, content in files.items()}
    noise = {"__MACOSX/Our export/._users.json": b"\0", "Our export/.DS_Store": b"\0"}
    with open_slack(write_zip(tmp_path / "export.zip", within | noise)) as archive:
        assert len(posts(archive.posts())) == 1


def test_channel_name_in_another_alphabet_is_found(tmp_path):
    channel = [{"id": GARDEN, "name": "büro-日本"}]
    more = {"channels.json": channel, f"büro-日本/{DAY}.json": [said(1, "x")]}
    assert len(posts(opened(tmp_path, [said(2, "y")], **more).posts())) == 1


@pytest.mark.parametrize("missing", [{"users.json"}, {"users.json", "channels.json"}])
def test_zip_that_is_no_export_says_so(tmp_path, missing):
    files = {"users.json": USERS, "channels.json": CHANNELS, "notes.txt": b"hello"}
    path = write_zip(tmp_path / "x.zip", {n: c for n, c in files.items() if n not in missing})
    with pytest.raises(ArchiveError) as refused:
        open_slack(path)
    assert refused.value.flaw is (Flaw.NO_USERS if len(missing) == 1 else Flaw.NOT_SLACK)
    assert "export" in str(refused.value).lower()


@pytest.mark.parametrize("name", ["users.json", "channels.json", "groups.json"])
@pytest.mark.parametrize(
    "content",
    [b"[{", b"{}", b"[1]", b'[{"name": "no id"}]', b'[{"id": "../x"}]', b"\xff\xfe[]", b""],
)
def test_broken_list_is_named_in_a_sentence(tmp_path, name, content):
    with pytest.raises(ArchiveError) as refused:
        open_slack(export(tmp_path / "x.zip", [], more={name: content}))
    assert refused.value.flaw is Flaw.BROKEN_LIST
    assert name in str(refused.value) and "Export once more" in str(refused.value)


def test_list_with_a_mark_of_byte_order_is_read(tmp_path):
    more = {"channels.json": b'\xef\xbb\xbf[{"id": "C0GARDEN", "name": "garden"}]'}
    assert len(posts(opened(tmp_path, [said(1, "x")], **more).posts())) == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'[{"ts": "17', Reason.BROKEN_FILE),
        (b"", Reason.BROKEN_FILE),
        (b'{"messages": []}', Reason.BROKEN_FILE),
        (b"[" * 100_000, Reason.BROKEN_FILE),
        ('[{"ts": "1714557600.000100", "text": "grün"}]'.encode("latin-1"), Reason.WRONG_CHARSET),
        ('[{"ts": "1714557600.000100"}]'.encode("utf-16"), Reason.WRONG_CHARSET),
    ],
)
def test_unreadable_day_is_a_counted_skip(tmp_path, content, reason):
    archive = opened(tmp_path, [said(1, "x")], **{"garden/2024-05-02.json": content})
    report = survey(archive)
    assert report.counts["skipped"] == {reason.value: 1}
    assert report.counts["posts"] == 1
    assert report.read == 2


def test_samples_come_from_spaces_that_all_read(tmp_path):
    file = [{"id": "F1", "name": "canary.txt"}]
    private = [said(1, "canary :canary:", files=file), {"ts": "no", "text": "canary"}]
    open_too = [said(1, "x :finch:"), {"ts": "no", "text": "sparrow"}]
    more = {"groups.json": GROUPS, f"attic/{DAY}.json": private}
    report = survey(opened(tmp_path, open_too, **more))
    shown = str(report.as_json())
    assert ":finch:" in shown and "sparrow" in shown
    assert report.counts["skipped"] == {"malformed": 2}
    assert "canary" not in shown
