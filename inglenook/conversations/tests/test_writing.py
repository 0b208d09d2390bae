"""Saying something: threads, answers, lines of a chat, branches."""

import pytest

from inglenook.conversations import actions
from inglenook.conversations.models import Post, Thread
from inglenook.foundation.policy import Invalid, Refused
from inglenook.foundation.standing import Standing
from tests.cast import Cast, post_now, posts_where, thread_now


def stream_of(cast: Cast) -> Thread:
    return thread_now(cast.threads["stream"].pk)


def say(cast: Cast, words: str, name: str = "mia") -> Post:
    return post_now(actions.say(cast.viewer(name), cast.space("corner"), markdown=words).pk)


def test_thread_begins_with_its_first_post(cast: Cast) -> None:
    thread = actions.start_thread(
        cast.viewer("mia"), cast.space("plans"), title=" A  ride\n", markdown="To the *sea*?"
    )
    post = post_now(thread.first_key)
    assert thread_now(thread.pk).title == "A ride"
    assert (post.thread_id, post.author_id) == (thread.pk, cast.members["mia"].pk)
    assert "<em>sea</em>" in post.html
    assert thread_now(thread.pk).reply_count == 0


@pytest.mark.parametrize(
    ("title", "words", "field"),
    [(" ", "x", "title"), ("x" * 201, "x", "title"), ("x", " \n", "markdown")],
)
def test_what_is_missing_is_named_and_nothing_is_written(
    cast: Cast, title: str, words: str, field: str
) -> None:
    before = posts_where().count()
    with pytest.raises(Invalid) as refused:
        actions.start_thread(cast.viewer("mia"), cast.space("plans"), title=title, markdown=words)
    assert refused.value.field == field
    assert posts_where().count() == before


def test_answer_stands_last_and_is_counted(cast: Cast) -> None:
    before = cast.thread("kitchen")
    post = actions.reply(cast.viewer("hedda"), before, markdown="Yes", reply_to=before.first_key)
    after = cast.thread("kitchen")
    assert (after.last_key, after.reply_count) == (post.pk, before.reply_count + 1)
    assert after.last_author_id == cast.members["hedda"].pk
    assert after.version > before.version
    assert cast.space("kitchen").last_key == post.pk


def test_reader_from_the_world_and_guest_write_where_they_were_invited(cast: Cast) -> None:
    for name in ("stella", "bertram", "gus"):
        with pytest.raises(Refused):
            actions.reply(cast.viewer(name), cast.thread("workshop"), markdown="Hello")
    actions.reply(cast.viewer("gus"), cast.thread("guestroom"), markdown="Hello")


def test_closed_thread_is_answered_by_moderators_alone(cast: Cast) -> None:
    actions.close_thread(cast.viewer("mo"), cast.thread("plans"), closed=True)
    with pytest.raises(Refused, match="closed"):
        actions.reply(cast.viewer("mia"), cast.thread("plans"), markdown="But")
    actions.reply(cast.viewer("mo"), cast.thread("plans"), markdown="One more word")


def test_mention_is_kept_by_id_and_never_of_somebody_blocked(cast: Cast) -> None:
    words = "Ask @Lena Ortiz, not @Ben Foundben"
    post = actions.reply(cast.viewer("mia"), cast.thread("plans"), markdown=words)
    assert f"@[{cast.members['lena'].pk}]" in post.markdown
    assert "@Ben Foundben" in post.markdown


def test_chat_has_one_stream_however_many_speak(cast: Cast) -> None:
    first, second = say(cast, "One"), say(cast, "Two", "mo")
    assert first.thread_id == second.thread_id == stream_of(cast).pk
    assert first.pk < second.pk
    streams = Thread.objects.unguarded("a look at the rows").filter(space=cast.spaces["corner"])
    assert streams.filter(kind="stream").count() == 1


def test_board_has_no_stream_and_chat_no_threads(cast: Cast) -> None:
    with pytest.raises(Refused, match="Say it in the stream"):
        actions.start_thread(cast.viewer("mia"), cast.space("corner"), title="a", markdown="b")


def test_branch_leaves_its_line_in_the_stream(cast: Cast) -> None:
    root = say(cast, "Who has a 15 mm spanner?")
    branch = actions.start_branch(cast.viewer("lena"), root, markdown="I have")
    again = actions.start_branch(cast.viewer("mo"), root, markdown="So have I")
    assert branch.pk == again.pk
    assert post_now(root.pk).thread_id == stream_of(cast).pk
    branch = thread_now(branch.pk)
    assert (branch.kind, branch.first_key, branch.reply_count) == ("branch", root.pk, 2)
    assert branch.title == "Who has a 15 mm spanner?"
    assert branch.audience_id == cast.space("corner").audience_id
    page = cast.client("mia").get(f"/garage/t/{branch.pk}/").text
    assert page.index("15 mm") < page.index("I have") < page.index("So have I")
    stream = cast.client("mia").get("/garage/s/corner/").text
    assert "2 replies" in stream
    assert "So have I" not in stream


@pytest.mark.parametrize("standing", [s for s in Standing.values if s != Standing.PUBLISHED])
def test_line_that_not_all_can_read_gives_its_words_to_no_branch(cast: Cast, standing: str) -> None:
    root = say(cast, "foundnowhere", "lena")
    posts_where(pk=root.pk).update(standing=standing)
    for viewer in (cast.viewer("mo"), cast.viewer("lena")):
        with pytest.raises(Refused):
            actions.start_branch(viewer, post_now(root.pk), markdown="Aha")
        with pytest.raises(Refused):
            actions.branch_stretch(viewer, post_now(root.pk), post_now(root.pk))


def test_stretch_becomes_a_branch_in_one_step(cast: Cast) -> None:
    lines = [say(cast, f"line {n}") for n in range(6)]
    branch = actions.branch_stretch(cast.viewer("lena"), lines[1], lines[4])
    rows = {post.pk: post_now(post.pk).thread_id for post in lines}
    moved = {post.pk for post in lines[2:5]}
    assert {pk for pk, thread in rows.items() if thread == branch.pk} == moved
    branch = thread_now(branch.pk)
    assert (branch.reply_count, branch.last_key) == (3, lines[4].pk)
    with pytest.raises(Invalid):
        actions.branch_stretch(cast.viewer("lena"), lines[5], lines[0])


def test_branch_is_made_of_one_stream_alone(cast: Cast) -> None:
    line, other = say(cast, "here"), cast.post("band")
    with pytest.raises(Invalid):
        actions.branch_stretch(cast.viewer("hedda"), line, other)
    with pytest.raises(Refused, match="Only a chat"):
        actions.start_branch(cast.viewer("mia"), cast.post("plans"), markdown="x")
