from inglenook.archive.reasons import Change, Reason
from inglenook.archive.records import PostKind
from inglenook.archive.survey import survey

from .exports import DAY, GARDEN, HEDDA, MIA, MO, micro, opened, posts, said, skips, threads, ts


def test_replies_hang_on_the_message_that_they_answer(tmp_path):
    day = [
        said(1, "Who waters?", reply_count=2, thread=1),
        said(2, "I do.", MO, thread=1),
        said(3, "Something else."),
        said(4, "Thank you!", thread=1),
    ]
    items = list(opened(tmp_path, day).posts())
    first, reply, alone, last = posts(items)
    assert [thread.source_id for thread in threads(items)] == [first.source_id]
    assert first.begins_thread and first.thread == first.source_id == f"{GARDEN}:{micro(1)}"
    assert reply.replies and last.replies
    assert reply.thread == last.thread == first.source_id
    assert alone.thread is None and not alone.begins_thread


def test_branch_needs_replies_and_not_slack_s_word(tmp_path):
    day = [
        said(1, "Answered, though nothing says so"),
        said(2, "An answer", thread=1),
        said(3, "Replies were deleted", thread=3, reply_count=4),
    ]
    first, _, third = posts(opened(tmp_path, day).posts())
    assert first.begins_thread
    assert third.thread is None


def test_reply_without_its_first_message_stands_in_the_stream(tmp_path):
    archive = opened(tmp_path, [said(2, "An answer", thread=1), said(3, "And one", thread=1)])
    found = posts(archive.posts())
    assert [post.thread for post in found] == [None, None]
    assert [change.change for post in found for change in post.changes] == [
        Change.START_MISSING
    ] * 2
    report = survey(archive)
    assert report.counts["replies"] == report.counts["threads"] == 0
    assert (report.threads.found, report.threads.stays) == (1, 1)
    assert report.messages.changed == 2


def test_reply_to_an_empty_message_stands_in_the_stream(tmp_path):
    items = list(opened(tmp_path, [said(1, " "), said(2, "An answer", thread=1)]).posts())
    assert [skip.reason for skip in skips(items)] == [Reason.EMPTY]
    assert posts(items)[0].thread is None


def test_reply_to_a_reply_stands_in_the_stream(tmp_path):
    day = [said(1, "One"), said(2, "Two", thread=1), said(3, "Three", thread=2)]
    items = list(opened(tmp_path, day).posts())
    one, two, three = posts(items)
    assert (one.begins_thread, two.thread, three.thread) == (True, one.source_id, None)
    assert len(threads(items)) == 1


def test_reply_on_another_day_finds_its_branch(tmp_path):
    later = {"garden/2024-05-03.json": [said(2880, "Two days later", MO, thread=1)]}
    archive = opened(tmp_path, [said(1, "First")], **later)
    first, reply = posts(archive.posts())
    assert reply.thread == first.source_id
    assert [chapter.source_id for chapter in archive.chapters()] == [
        f"garden/{DAY}.json",
        "garden/2024-05-03.json",
    ]


def test_reply_in_an_earlier_file_than_its_first_message_is_no_reply(tmp_path):
    """The writer must meet a branch before its replies, whatever a file claims."""
    files = {
        "garden/2024-04-01.json": [said(5, "Answer in the wrong file", thread=1)],
        "garden/2024-05-03.json": [said(6, "Answer in a right one", thread=1)],
    }
    wrong, first, right = posts(opened(tmp_path, [said(1, "First")], **files).posts())
    assert wrong.thread is None
    assert right.thread == first.thread == first.source_id


def test_broadcast_reply_is_a_reply(tmp_path):
    day = [said(1, "First"), said(2, "Also to all", thread=1, subtype="thread_broadcast")]
    assert posts(opened(tmp_path, day).posts())[1].replies


def test_message_that_is_there_twice_comes_once(tmp_path):
    again = {"garden/2024-05-02.json": [said(1, "One"), said(9, "Two")]}
    items = list(opened(tmp_path, [said(1, "One"), said(1, "One")], **again).posts())
    assert [post.markdown for post in posts(items)] == ["One", "Two"]
    assert [skip.reason for skip in skips(items)] == [Reason.DUPLICATE] * 2


def test_messages_of_a_day_come_in_order_of_time(tmp_path):
    day = [said(3, "c"), said(1, "a"), said(2, "b")]
    found = posts(opened(tmp_path, day).posts())
    assert [post.markdown for post in found] == ["a", "b", "c"]
    assert [post.time for post in found] == [micro(1), micro(2), micro(3)]


def test_joins_and_topics_are_system_lines(tmp_path):
    day = [
        said(1, f"<@{MIA}> has joined the channel", MIA, subtype="channel_join"),
        said(2, f"<@{MO}> set the channel topic: Tomatoes", MO, subtype="channel_topic"),
        said(3, "This message was deleted.", MO, subtype="tombstone", thread=3, reply_count=1),
        said(4, "I saw it", HEDDA, thread=3),
    ]
    joined, topic, gone, answer = posts(opened(tmp_path, day).posts())
    assert {joined.kind, topic.kind, gone.kind} == {PostKind.SYSTEM}
    assert joined.markdown == f"<@source:{MIA}> has joined the channel"
    assert answer.thread == gone.source_id and answer.kind is PostKind.NORMAL


def test_times_without_sense_are_skipped(tmp_path):
    day = [
        said(1, "good"),
        {"ts": "yesterday", "text": "bad", "user": HEDDA},
        {"ts": "0", "text": "bad", "user": HEDDA},
        {"ts": "99999999999.0", "text": "bad", "user": HEDDA},
        {"text": "bad"},
        {"ts": 17, "text": "bad"},
        ["not a message"],
        None,
    ]
    archive = opened(tmp_path, day)
    items = list(archive.posts())
    assert [post.markdown for post in posts(items)] == ["good"]
    assert [skip.reason for skip in skips(items)] == [Reason.MALFORMED] * 7
    assert survey(archive).read == 8


def test_thread_time_without_sense_leaves_a_stream_post(tmp_path):
    (post,) = posts(opened(tmp_path, [said(1, "x") | {"thread_ts": "never"}]).posts())
    assert post.thread is None and not post.changes


def test_old_time_without_fraction_is_read(tmp_path):
    (post,) = posts(opened(tmp_path, [said(1, "x") | {"ts": ts(1)[:10]}]).posts())
    assert post.time == micro(1) - 100
