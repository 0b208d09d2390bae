"""What an archive becomes: people, spaces, threads, posts, each where it belongs."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.utils import timezone

from inglenook.archive.actions import import_from_command_line
from inglenook.archive.models import Import
from inglenook.archive.tests.exports import DAY, GROUPS, HEDDA, MIA, MO, said
from inglenook.archive.tests.moving import (
    COUNTS,
    PRIVATE,
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
)
from inglenook.communities.jobs import forget_addresses
from inglenook.communities.models import Claim, Membership
from inglenook.conversations.models import Reaction, ReadMark, Thread
from inglenook.foundation import fulltext
from inglenook.foundation.activity import Activity
from inglenook.foundation.keys import moment_of
from inglenook.spaces.models import SpaceMark
from tests.cast import Cast

pytestmark = pytest.mark.django_db
WHY = "a test looks at the rows themselves"


def test_counts_of_what_came_are_those_of_the_rows(cast: Cast, tmp_path: Path) -> None:
    before = numbers(cast.garage)
    assert bring(cast, archive(tmp_path)) == COUNTS
    after = numbers(cast.garage)
    gained = {name: after[name] - before[name] for name in before}
    assert gained == {
        "people": 4, "spaces": 1, "threads": 3, "posts": 7, "reactions": 2, "arrivals": 14,
    }  # fmt: skip
    run = last_run()
    assert (run.state, run.done, run.total) == (Import.State.DONE, 7, 7)
    assert [p.markdown for p in posts(cast.garage) if p.thread.kind == "stream"] == [
        "The quinces are ripe. Who comes?",
        f"@[{came(cast, 'Gus').pk}] has joined the channel",
        "Lemonade stands in the shade.",
        "Is there rhubarb too?",
    ]


def test_branch_hangs_on_the_line_that_stays_in_the_stream(cast: Cast, tmp_path: Path) -> None:
    bring(cast, archive(tmp_path))
    first, second = branches(cast.garage)
    root = post_of(cast.garage, "quinces")
    assert (first.first_key, first.reply_count, first.author_id) == (root.pk, 2, root.author_id)
    assert first.last_key == post_of(cast.garage, "ladder").pk
    assert first.last_author_id == came(cast, "Mia").pk
    assert first.title == "The quinces are ripe. Who comes?"
    assert (second.title, second.reply_count) == ("Is there rhubarb too?", 1)
    assert root.thread.kind == Thread.Kind.STREAM
    assert cast.client("mia").get(f"/garage/t/{first.pk}/").text.count("quinces are ripe") >= 2


def test_title_of_a_branch_names_nobody(cast: Cast, tmp_path: Path) -> None:
    talk = [said(0, "<@U0MO> <@U0MIA>"), said(1, "Yes?", MO, thread=0)]
    bring(cast, archive(tmp_path, talk))
    (branch,) = branches(cast.garage)
    assert branch.title == "A thread"


def test_posts_keep_time_author_edit_and_mention(cast: Cast, tmp_path: Path) -> None:
    bring(cast, archive(tmp_path))
    post = post_of(cast.garage, "ladder")
    assert moment_of(post.pk).isoformat() == "2024-05-01T10:02:00+00:00"
    assert post.edited_at is not None and post.edited_at.isoformat() == "2024-05-01T10:40:00+00:00"
    assert (post.author_id, post.imported) == (came(cast, "Mia").pk, True)
    assert "<strong>long</strong>" in post.html
    assert f'href="m:{came(cast, "Mia").pk}"' in post_of(cast.garage, "I come").html


def test_system_lines_are_neither_found_nor_written_by_anybody_on_the_page(
    cast: Cast, tmp_path: Path
) -> None:
    bring(cast, archive(tmp_path))
    (line,) = posts(cast.garage, kind="system")
    assert fulltext.match(fulltext.parse("lemonade"), scope_all=[f"c{cast.garage.pk}"])
    assert not fulltext.match(fulltext.parse("joined channel"), scope_all=[f"c{cast.garage.pk}"])
    page = cast.client("mia").get(f"/garage/s/{spaces(cast.garage)[0].slug}/")
    assert "has joined the channel" in page.text
    assert f'id="p{line.pk}"' in page.text


def test_reactions_come_once_a_person_as_old_as_their_post(cast: Cast, tmp_path: Path) -> None:
    bring(cast, archive(tmp_path))
    post = post_of(cast.garage, "quinces")
    rows = Reaction.objects.unguarded(WHY).filter(post=post.pk)
    assert {row.author_id for row in rows} == {came(cast, "Mo").pk, came(cast, "Mia").pk}
    assert {row.emoji for row in rows} == {"❤️"}
    assert {row.at for row in rows} == {moment_of(post.pk)}


def test_private_channel_is_for_its_list_alone(cast: Cast, tmp_path: Path) -> None:
    counts = bring(cast, archive(tmp_path, more=PRIVATE))
    assert (counts["spaces"], counts["skipped"]) == (2, {"direct_message": 3})
    attic = space_named(cast.garage, "attic")
    url = f"/garage/s/{attic.slug}/"
    for name in ("hedda", "mo", "mia", "stella"):
        assert cast.client(name).get(url).status_code == 404
    claim(cast, "stella", "Mo")
    page = cast.client("stella").get(url)
    assert page.status_code == 200
    assert "behind the loom" in page.text


def test_direct_messages_come_for_their_participants_alone(cast: Cast, tmp_path: Path) -> None:
    counts = bring(cast, archive(tmp_path, more=PRIVATE), direct=True)
    assert (counts["spaces"], counts["posts"], counts["skipped"]) == (4, 11, {})
    post = post_of(cast.garage, "marzipan")
    reply = post_of(cast.garage, "Not a word")
    url = f"/garage/t/{post.thread_id}/"
    assert cast.client("hedda").get(url).status_code == 404
    assert cast.client("hedda").get(f"/garage/p/{reply.pk}/").status_code == 404
    searched = "/garage/search/?q=marzipan"
    assert "Only between us" not in cast.client("hedda").get(searched).text
    claim(cast, "hedda", "Hedda")
    page = cast.client("hedda").get(url).text
    assert "Only between us" in page and "Not a word" in page
    assert "Only between us" in cast.client("hedda").get(searched).text.replace("</mark>", "")
    assert cast.client("hedda").get(f"/garage/p/{reply.pk}/", follow=True).status_code == 200
    assert cast.client("mo").get(url).status_code == 404
    topic = (
        Thread.objects.unguarded("a thread of a board")
        .filter(community=cast.garage, kind=Thread.Kind.TOPIC)
        .first()
    )
    assert topic is not None
    assert "Move it" in cast.client("hedda").get(f"/garage/t/{topic.pk}/").text
    assert "Move it" not in page


def test_import_lights_no_dot_and_notifies_nobody(cast: Cast, tmp_path: Path) -> None:
    latest = Activity.objects.latest("pk").pk
    marks = ReadMark.objects.count()
    bring(cast, archive(tmp_path))
    space = spaces(cast.garage)[0]
    assert space.last_key == 0
    told = Activity.objects.filter(pk__gt=latest).values_list("verb", "about")
    assert set(told) == {("brought_in", "communities.community")}
    assert ReadMark.objects.count() == marks
    assert not SpaceMark.objects.filter(space=space).exists()


def test_imported_words_of_yesterday_are_new_to_nobody(cast: Cast, tmp_path: Path) -> None:
    """An export made after the community began: later than when its members came."""
    Membership.objects.filter(community=cast.garage).update(joined_at=moment_of(1 << 58))
    assert "quinces" not in cast.client("mia").get("/garage/").text
    bring(cast, archive(tmp_path))
    home = cast.client("mia").get("/garage/").text
    assert "quinces" not in home and "rhubarb" not in home
    page = cast.client("mia").get(f"/garage/s/{spaces(cast.garage)[0].slug}/").text
    assert "quinces" in page and "New since" not in page
    ReadMark.objects.all().delete()  # without the marks it would be news
    assert "quinces" in cast.client("mia").get("/garage/").text


def test_addresses_are_erased_after_a_year(cast: Cast, tmp_path: Path) -> None:
    bring(cast, archive(tmp_path))
    for days, left in ((364, 4), (366, 0)):
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
            forget_addresses.func()
        brought = Claim.objects.filter(email__endswith="@house.example")
        assert brought.count() == left
    assert came(cast, "Mo").state == Membership.State.IMPORTED


def test_addresses_are_kept_for_a_year_and_bots_have_none(cast: Cast, tmp_path: Path) -> None:
    bring(cast, archive(tmp_path))
    kept = Claim.objects.get(membership=came(cast, "Mo"))
    assert kept.email == "mo@house.example"
    assert 364 <= (kept.erase_at - last_run().made_at).days <= 365
    assert came(cast, "Mo").state == Membership.State.IMPORTED


def test_files_in_the_archive_come_and_others_are_named(cast: Cast, tmp_path: Path) -> None:
    files = [
        {"id": "F0PLAN", "name": "plan.svg", "mimetype": "image/svg+xml", "size": 11},
        {"id": "F0GONE", "name": "gone.pdf", "size": 5},
    ]
    more = {"__uploads/F0PLAN/plan.svg": b"<svg></svg>", "groups.json": GROUPS,
            f"attic/{DAY}.json": [said(0, "See the plan.", MO, files=files)]}  # fmt: skip
    bring(cast, archive(tmp_path, more=more))
    post = post_of(cast.garage, "See the plan")
    plan, gone = post.attached
    assert (plan["name"], gone["name"], gone["stored_as"]) == ("plan.svg", "gone.pdf", "")
    url = f"/garage/file/{post.pk}/{plan['stored_as']}"
    assert cast.client("hedda").get(url).status_code == 404
    claim(cast, "stella", "Mo")
    answer = cast.client("stella").get(url)
    assert b"".join(answer.streaming_content) == b"<svg></svg>"  # type: ignore[attr-defined]
    assert answer["Content-Disposition"] == 'attachment; filename="plan.svg"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert default_storage.exists(f"attachments/{plan['stored_as']}")


def test_posts_of_the_same_microsecond_all_come(cast: Cast, tmp_path: Path) -> None:
    groups = [{"id": f"G0ROOM{n}", "name": f"room{n}", "members": [HEDDA]} for n in range(40)]
    more = {"groups.json": groups}
    more |= {f"room{n}/{DAY}.json": [said(0, f"Word {n}.")] for n in range(40)}
    counts = bring(cast, archive(tmp_path, [said(0, "Word.")], more=more))
    assert counts["posts"] == 41
    keys = {post.pk for post in posts(cast.garage)}
    assert len(keys) == 41
    assert len({key >> 20 for key in keys}) == 1


def test_same_archive_in_two_communities_comes_whole_in_both(cast: Cast, tmp_path: Path) -> None:
    path = archive(tmp_path)
    bring(cast, path)
    counts = import_from_command_line(
        source="slack", path=path, community="writers", direct_messages=False,
        progress=lambda done, total: None,
    )  # fmt: skip
    assert counts == COUNTS
    assert len(posts(cast.writers)) == len(posts(cast.garage)) == 7


def test_text_without_end_keeps_its_words(cast: Cast, tmp_path: Path) -> None:
    wall = "|".join("ab" for _ in range(120)) + "\n" + "|".join("--" for _ in range(120))
    wall += ("\n" + "|".join("c" for _ in range(2))) * 9000
    bring(cast, archive(tmp_path, [said(0, "start " + wall)]))
    (post,) = posts(cast.garage)
    assert post.markdown.startswith("start ab")
    assert len(post.html) < 600_000


def test_apps_and_strangers_become_members_without_address(cast: Cast, tmp_path: Path) -> None:
    talk = [
        said(0, "Build passed.", None, subtype="bot_message", bot_id="B0BUILD", username="Builder"),
        said(1, "Who am I?", "U0STRANGER"),
    ]
    bring(cast, archive(tmp_path, talk))
    builder = post_of(cast.garage, "Build passed").author
    assert builder is not None and builder.name == "Builder"
    assert post_of(cast.garage, "Who am I").author is not None
    assert not Claim.objects.filter(membership=builder).exists()
    assert MIA not in builder.name


def test_day_with_more_messages_than_sqlite_takes_values_comes_whole(
    cast: Cast, tmp_path: Path
) -> None:
    talk = [{"type": "message", "ts": f"{1_600_000_000 + n}.0", "user": MO, "text": "x"}
            for n in range(33_000)]  # fmt: skip
    counts = bring(cast, archive(tmp_path, talk))
    assert counts["posts"] == 33_000
    assert len({post.pk for post in posts(cast.garage)}) == 33_000
