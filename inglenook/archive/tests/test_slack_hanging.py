from inglenook.archive import limits
from inglenook.archive.reasons import Change, Reason
from inglenook.archive.records import File, Reaction
from inglenook.archive.survey import survey

from .exports import HEDDA, MIA, MO, micro, only_post, opened, posts, said, skips, ts


def test_reactions_are_one_a_person_and_emoji(tmp_path):
    reactions = [
        {"name": "+1", "users": [MO, MIA], "count": 2},
        {"name": "thumbsup", "users": [MO], "count": 1},
        {"name": "wave::skin-tone-3", "users": [HEDDA], "count": 9},
        {"name": "party_parrot", "users": [HEDDA], "count": 1},
        {"name": "<b>", "users": [HEDDA]},
        {"name": "tada", "users": "nobody"},
        "nonsense",
    ]
    archive = opened(tmp_path, [said(1, "Harvest!", reactions=reactions)])
    (post,) = posts(archive.posts())
    assert post.reactions == (
        Reaction("👍", MO),
        Reaction("👍", MIA),
        Reaction("👋🏼", HEDDA),
        Reaction(":party_parrot:", HEDDA),
    )
    assert [change.change for change in post.changes] == [Change.CUSTOM_EMOJI]
    assert survey(archive).counts["reactions"] == 4


def test_edit_keeps_its_time(tmp_path):
    post = only_post(tmp_path, said(1, "New words", edited={"user": HEDDA, "ts": ts(5)}))
    assert post.edited == micro(5)
    assert only_post(tmp_path, said(1, "x", edited="odd")).edited is None


def test_file_comes_by_name_where_its_bytes_are_elsewhere(tmp_path):
    file = {"id": "F0PLAN", "name": "../../plan.pdf", "mimetype": "application/pdf", "size": 12}
    archive = opened(tmp_path, [said(1, "", files=[file])])
    (post,) = posts(archive.posts())
    assert post.files == (File("F0PLAN", "plan.pdf", "application/pdf", 12, None),)
    assert [(c.change, c.sample) for c in post.changes] == [(Change.FILE_BY_NAME, "plan.pdf")]
    report = survey(archive)
    assert (report.files.found, report.files.comes, report.files.stays) == (1, 0, 1)


def test_file_is_taken_where_its_bytes_are_in_the_archive(tmp_path):
    more = {
        "__uploads/F0PLAN/plan.pdf": b"%PDF",
        "garden/attachments/F0LIST-list.txt": b"seeds",
        "garden/F0BARE.txt": b"bare",
    }
    listed = [{"id": name, "name": f"{name}.x"} for name in ("F0PLAN", "F0LIST", "F0BARE", "F0NO")]
    archive = opened(tmp_path, [said(1, "see", files=listed)], **more)
    (post,) = posts(archive.posts())
    assert [file.taken for file in post.files] == [True, True, True, False]
    contents = []
    for file in post.files[:3]:
        with archive.open_file(file) as stream:
            contents.append(stream.read())
    assert contents == [b"%PDF", b"seeds", b"bare"]


def test_old_single_file_is_read(tmp_path):
    post = only_post(tmp_path, said(1, "", subtype="file_share", file={"id": "F1", "title": "T"}))
    assert [file.name for file in post.files] == ["T"]


def test_deleted_file_alone_is_empty(tmp_path):
    gone = {"id": "F1", "mode": "tombstone"}
    items = list(opened(tmp_path, [said(1, "", files=[gone])]).posts())
    assert [skip.reason for skip in skips(items)] == [Reason.EMPTY]


def test_messages_without_text_or_file_are_skipped(tmp_path):
    day = [
        said(1, ""),
        said(2, " \n\u200b"),
        {"ts": ts(3), "user": HEDDA},
        {"ts": ts(4), "text": None, "user": HEDDA},
        said(5, "", files=[], blocks=[], attachments=[]),
        said(6, "", subtype="message_deleted", deleted_ts=ts(1)),
    ]
    archive = opened(tmp_path, [*day, said(7, "x")])
    report = survey(archive)
    assert report.counts["skipped"] == {"empty": 6}
    assert report.counts["posts"] == 1
    assert report.read == 7


def test_message_longer_than_slack_allows_is_skipped(tmp_path):
    long = "a" * (limits.MESSAGE_CHARACTERS + 1)
    items = list(opened(tmp_path, [said(1, long), said(2, long[1:])]).posts())
    assert [skip.reason for skip in skips(items)] == [Reason.TOO_LONG]
    assert len(posts(items)) == 1


def test_more_files_than_the_limit_are_cut_and_told(tmp_path):
    many = [{"id": f"F{number}", "name": "x"} for number in range(limits.FILES_PER_MESSAGE + 2)]
    post = only_post(tmp_path, said(1, "", files=many))
    assert len(post.files) == limits.FILES_PER_MESSAGE
    assert Change.REACTIONS_CUT in {change.change for change in post.changes}


def test_me_message_is_in_italics(tmp_path):
    assert only_post(tmp_path, said(1, "waves", subtype="me_message")).markdown == "_waves_"


def test_halves_of_surrogates_and_controls_cost_nothing_else(tmp_path):
    day = [said(1, "broken \ud83d half\x00\x07"), said(2, "sound \U0001f600")]
    half, sound = posts(opened(tmp_path, day).posts())
    assert half.markdown == "broken ? half"
    assert sound.markdown == "sound \U0001f600"
