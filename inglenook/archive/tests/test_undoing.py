"""Putting an import back: what nobody touched goes, the rest stays with its reason."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from inglenook.archive import actions, undoing
from inglenook.archive.actions import forget, start
from inglenook.archive.models import Arrival, Import
from inglenook.archive.tests.exports import DAY, GARDEN, HEDDA, MO, said
from inglenook.archive.tests.moving import (
    COUNTS,
    PRIVATE,
    TALK,
    again,
    archive,
    branches,
    bring,
    came,
    claim,
    last_run,
    numbers,
    post_of,
    posts,
    space_named,
    spaces,
    undo,
)
from inglenook.communities.models import Membership
from inglenook.conversations import actions as talk
from inglenook.conversations.models import Thread
from inglenook.foundation import fulltext
from inglenook.foundation.policy import Refused
from inglenook.spaces.actions import change_space
from tests.cast import Cast, post_now, thread_now

pytestmark = pytest.mark.django_db


def reasons(run: Import) -> dict[str, str]:
    return {line["title"]: line["reason"] for line in run.kept}


def test_untouched_import_goes_without_a_trace(cast: Cast, tmp_path: Path) -> None:
    before = numbers(cast.garage)
    files = [{"id": "F0PLAN", "name": "plan.txt"}]
    said_so = [*TALK, said(8, "The plan.", files=files)]
    bring(
        cast, archive(tmp_path, said_so, more={**PRIVATE, "__uploads/F0PLAN/p": b"x"}), direct=True
    )
    stored = post_of(cast.garage, "The plan").attached[0]["stored_as"]
    run = undo(cast)
    assert (run.state, run.kept) == (Import.State.UNDONE, [])
    assert numbers(cast.garage) == before
    assert not fulltext.match(fulltext.parse("lemonade"), scope_all=[f"c{cast.garage.pk}"])
    assert not default_storage.exists(f"attachments/{stored}")


def test_answered_thread_stays_whole(cast: Cast, tmp_path: Path) -> None:
    bring(cast, archive(tmp_path))
    first, second = branches(cast.garage)
    talk.reply(cast.viewer("mia"), thread_now(first.pk), markdown="I have a ladder.")
    run = undo(cast)
    assert [post.markdown.split()[0] for post in posts(cast.garage)] == ["The", "I", "With"]
    assert reasons(run)["The quinces are ripe. Who comes?"] == "Somebody has answered in it."
    assert thread_now(first.pk).reply_count == 3
    assert not Thread.objects.unguarded("is it gone").filter(pk=second.pk).exists()
    page = cast.client("mia").get(f"/garage/t/{first.pk}/").text
    assert "quinces" in page and "long" in page and "I have a ladder" in page
    assert came(cast, "Mia").name == "Mia"
    assert not Membership.objects.filter(community=cast.garage, name="Gus").exists()


def test_line_that_somebody_answered_apart_stays(cast: Cast, tmp_path: Path) -> None:
    bring(cast, archive(tmp_path))
    root = post_of(cast.garage, "Lemonade")
    thread = talk.start_branch(cast.viewer("mia"), root, markdown="With ice, please.")
    run = undo(cast)
    assert [post.pk for post in posts(cast.garage)] == [root.pk]
    assert list(reasons(run)) == ["Lemonade stands in the shade.", "garden", "Mo"]
    assert "Lemonade" in cast.client("mo").get(f"/garage/t/{thread.pk}/").text


def test_line_answered_in_the_stream_stays(cast: Cast, tmp_path: Path) -> None:
    bring(cast, archive(tmp_path))
    line = post_of(cast.garage, "Lemonade")
    talk.reply(cast.viewer("mia"), line.thread, markdown="Thanks!", reply_to=line.pk)
    run = undo(cast)
    assert [post.pk for post in posts(cast.garage)] == [line.pk]
    assert reasons(run)["A post"] == "Somebody has answered it."


def test_edited_reply_keeps_the_line_on_which_it_hangs(cast: Cast, tmp_path: Path) -> None:
    bring(cast, archive(tmp_path))
    claim(cast, "stella", "Mo")
    reply = post_of(cast.garage, "I come")
    talk.edit_post(cast.viewer("stella"), reply, markdown="I come by bicycle.", revision=1)
    run = undo(cast)
    kept = posts(cast.garage)
    assert [post.markdown.split()[0] for post in kept] == ["The", "I"]
    assert thread_now(reply.thread_id).reply_count == 1
    assert "It was changed since." in {line["reason"] for line in run.kept}
    assert reasons(run)["Mo"] == "This member has come."


def test_what_a_moderator_took_away_stays_away(cast: Cast, tmp_path: Path) -> None:
    path = archive(tmp_path)
    bring(cast, path)
    gone = post_of(cast.garage, "Lemonade")
    talk.delete_post(cast.viewer("mo"), gone)
    run = undo(cast)
    assert "It was taken away since; its mark stays." in {line["reason"] for line in run.kept}
    again(cast, run)
    assert post_now(gone.pk).standing == "removed"
    assert len(posts(cast.garage)) == 7


def test_post_with_a_members_reaction_stays(cast: Cast, tmp_path: Path) -> None:
    bring(cast, archive(tmp_path))
    talk.react(cast.viewer("mia"), post_of(cast.garage, "Lemonade"), "🎉", wanted=True)
    run = undo(cast)
    assert [post.markdown for post in posts(cast.garage)] == ["Lemonade stands in the shade."]
    assert reasons(run)["A post"] == "Somebody has reacted to it."
    undo(cast, again(cast, run))
    assert [post.markdown for post in posts(cast.garage)] == ["Lemonade stands in the shade."]


def test_reaction_that_came_along_holds_nothing_though_its_giver_has_come(
    cast: Cast, tmp_path: Path
) -> None:
    bring(cast, archive(tmp_path))
    claim(cast, "stella", "Mo")
    run = undo(cast)
    assert posts(cast.garage) == []
    assert reasons(run) == {"Mo": "This member has come."}


def test_people_whom_a_staying_text_names_stay(cast: Cast, tmp_path: Path) -> None:
    bring(cast, archive(tmp_path))
    gus = came(cast, "Gus")
    thread = cast.threads[next(iter(cast.threads))]
    talk.reply(cast.viewer("hedda"), thread_now(thread.pk), markdown=f"Greetings to @[{gus.pk}]!")
    run = undo(cast)
    assert reasons(run) == {"Gus": "Something stays that they wrote, or that names them."}
    assert Membership.objects.filter(pk=gus.pk).exists()


def test_renamed_space_stays_and_so_does_one_in_which_somebody_wrote(
    cast: Cast, tmp_path: Path
) -> None:
    channels = [
        {"id": GARDEN, "name": "garden", "members": [HEDDA]},
        {"id": "C0LOOM", "name": "loom", "members": [HEDDA]},
        {"id": "C0DUST", "name": "dust", "members": [HEDDA]},
    ]
    more = {"channels.json": channels} | {
        f"{name}/{DAY}.json": [said(n, f"In the {name}.")]
        for n, name in enumerate(("loom", "dust"), 50)
    }
    bring(cast, archive(tmp_path, more=more))
    hedda = cast.viewer("hedda")
    change_space(hedda, space_named(cast.garage, "garden"), name="Orchard")
    talk.say(cast.viewer("hedda"), space_named(cast.garage, "loom"), markdown="Still weaving.")
    run = undo(cast)
    assert [space.name for space in spaces(cast.garage)] == ["Orchard", "loom"]
    assert reasons(run) == {
        "Orchard": "You have changed it since.",
        "loom": "There is something in it that stays.",
    }
    assert posts(cast.garage) == []


def test_nothing_private_is_told_of_what_stays(cast: Cast, tmp_path: Path) -> None:
    talk_there = [said(10, "The surprise is behind the loom.", MO), said(11, "Hush.", thread=10)]
    more = {**PRIVATE, f"attic/{DAY}.json": talk_there}
    bring(cast, archive(tmp_path, more=more), direct=True)
    claim(cast, "stella", "Mo")
    branch = next(b for b in branches(cast.garage) if "surprise" in b.title)
    talk.reply(cast.viewer("stella"), thread_now(branch.pk), markdown="Hush indeed.")
    direct = post_of(cast.garage, "Three can keep")
    talk.reply(cast.viewer("stella"), thread_now(direct.thread_id), markdown="Can they?")
    run = undo(cast)
    told = str(run.kept)
    assert "A thread of a private space" in told
    for secret in ("surprise", "attic", "Three", "Direct"):
        assert secret not in told
    page = cast.client("hedda").get(f"/garage/import/{run.pk}/").text
    assert "A thread of a private space" in page and "behind the loom" not in page


def test_undone_import_can_be_run_again_with_the_same_counts(cast: Cast, tmp_path: Path) -> None:
    bring(cast, archive(tmp_path))
    there = numbers(cast.garage)
    rows = [(p.pk, p.html, p.thread.kind) for p in posts(cast.garage) if not p.html.count("m:")]
    run = again(cast, undo(cast))
    assert (run.state, run.tally, run.there) == (Import.State.DONE, COUNTS, 0)
    assert numbers(cast.garage) == there
    assert rows == [
        (p.pk, p.html, p.thread.kind) for p in posts(cast.garage) if not p.html.count("m:")
    ]


def test_run_again_beside_what_stayed_adds_only_what_is_missing(cast: Cast, tmp_path: Path) -> None:
    bring(cast, archive(tmp_path))
    first, second = branches(cast.garage)
    talk.reply(cast.viewer("mia"), thread_now(first.pk), markdown="I have a ladder.")
    talk.react(cast.viewer("mia"), post_of(cast.garage, "rhubarb"), "🎉", wanted=True)
    run = undo(cast)
    assert len(posts(cast.garage)) == 4  # the answered thread, and the line reacted to
    run = again(cast, run)
    assert run.tally == COUNTS
    assert len(posts(cast.garage)) == 7
    kept, new = branches(cast.garage)
    assert (kept.pk, kept.reply_count) == (first.pk, 3)
    assert (new.title, new.reply_count) == (second.title, 1)
    assert new.first_key == post_of(cast.garage, "rhubarb").pk
    page = cast.client("hedda").get(f"/garage/import/{run.pk}/").text
    assert "7 messages of 7 are here" in page


def test_undo_that_was_killed_goes_on(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [said(n, f"Line {n}.") for n in range(30)]
    bring(cast, archive(tmp_path, lines))
    talk.react(cast.viewer("mia"), post_of(cast.garage, "Line 7."), "🎉", wanted=True)
    monkeypatch.setattr(undoing, "GROUP", 4)
    done = 0
    drop = undoing._drop_group

    def dying(*what: object) -> list[str]:
        nonlocal done
        done += 1
        if done == 3:
            raise KeyboardInterrupt
        return drop(*what)  # type: ignore[arg-type]

    monkeypatch.setattr(undoing, "_drop_group", dying)
    with pytest.raises(KeyboardInterrupt):
        undo(cast)
    assert len(posts(cast.garage)) == 22
    assert last_run().state == Import.State.UNDOING
    undoing.put_back(last_run().pk)
    assert [post.markdown for post in posts(cast.garage)] == ["Line 7."]
    assert "Somebody has reacted to it." in {line["reason"] for line in last_run().kept}


def test_answer_given_while_it_is_put_back_is_not_lost(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [said(n, f"Line {n}.") for n in range(20)]
    bring(cast, archive(tmp_path, [*lines, said(30, "Me too.", MO, thread=2)]))
    monkeypatch.setattr(undoing, "GROUP", 8)
    drop = undoing._drop_group
    (branch,) = branches(cast.garage)
    line = post_of(cast.garage, "Line 1.")
    answered: list[Thread] = []

    def answering(*what: object) -> list[str]:
        gone = drop(*what)  # type: ignore[arg-type]
        if not answered:
            answered.append(
                talk.start_branch(cast.viewer("mia"), post_now(line.pk), markdown="Wait!")
            )
        return gone

    monkeypatch.setattr(undoing, "_drop_group", answering)
    undo(cast)
    assert [post.pk for post in posts(cast.garage)] == [line.pk]
    assert not Thread.objects.unguarded("is it gone").filter(pk=branch.pk).exists()


def test_other_imports_posts_are_untouched(cast: Cast, tmp_path: Path) -> None:
    bring(cast, archive(tmp_path, TALK[:4], name="first.zip"))
    first = last_run()
    bring(cast, archive(tmp_path, name="second.zip"))
    second = last_run()
    assert second.there == 4
    undo(cast, first)
    assert [post.markdown.split()[0] for post in posts(cast.garage)] == ["Lemonade", "Is", "Two"]
    assert len(spaces(cast.garage)) == 1
    undo(cast, second)
    assert posts(cast.garage) == [] and spaces(cast.garage) == []
    assert not Arrival.objects.filter(community=cast.garage).exists()


def test_first_line_stays_while_another_imports_replies_hang_on_it(
    cast: Cast, tmp_path: Path
) -> None:
    bring(cast, archive(tmp_path, [said(0, "Who has a saw?")], name="first.zip"))
    first = last_run()
    longer = [said(0, "Who has a saw?"), said(1, "I have.", MO, thread=0)]
    bring(cast, archive(tmp_path, longer, name="second.zip"))
    second = last_run()
    (branch,) = branches(cast.garage)
    root = post_of(cast.garage, "Who has a saw")
    assert (branch.first_key, branch.reply_count) == (root.pk, 1)
    assert branch.title == "Who has a saw?"
    undo(cast, first)
    assert len(posts(cast.garage)) == 2
    undo(cast, second)
    assert [post.markdown for post in posts(cast.garage)] == ["Who has a saw?"]
    assert branches(cast.garage) == []


def test_forgotten_import_never_brings_twice_what_stayed(cast: Cast, tmp_path: Path) -> None:
    path = archive(tmp_path)
    bring(cast, path)
    talk.react(cast.viewer("mia"), post_of(cast.garage, "Lemonade"), "🎉", wanted=True)
    run = undo(cast)
    forget(cast.viewer("hedda"), run)
    assert not Import.objects.filter(pk=run.pk).exists()
    assert bring(cast, path) == COUNTS
    assert len(posts(cast.garage)) == 7
    assert path.is_file()


def test_only_a_host_undoes_runs_again_or_forgets(cast: Cast, tmp_path: Path) -> None:
    bring(cast, archive(tmp_path))
    run = last_run()
    for deed in (actions.undo, start, forget):
        with pytest.raises(Refused):
            deed(cast.viewer("mo"), run)
    with pytest.raises(Refused, match="Undo the import first"):
        forget(cast.viewer("hedda"), run)
    assert len(posts(cast.garage)) == 7


def test_second_byline_keeps_its_words_and_name(cast: Cast, tmp_path: Path) -> None:
    bring(cast, archive(tmp_path))
    claim(cast, "mia", "Mia")
    reply = post_of(cast.garage, "ladder")
    assert reply.author is not None and reply.author.name == "Mia"
    assert reply.author.byline_of_id == cast.members["mia"].pk
    page = cast.client("mo").get("/garage/search/?q=from:Mia ladder").text
    assert "ladder" in page
    talk.edit_post(cast.viewer("mia"), reply, markdown="With the short one.", revision=1)
    assert post_of(cast.garage, "short one").author_id == reply.author_id
