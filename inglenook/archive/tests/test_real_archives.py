"""The two real exports reach the counts that an independent script made."""

import json
from pathlib import Path

import pytest

from inglenook.archive.records import Person, Post, PostKind
from inglenook.archive.slack import open_slack
from inglenook.archive.survey import Survey, survey

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
NAMES = ["racket-2019-slack-export-threads.zip", "racket-slack-export.zip"]

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real archives are not here")


def true_counts(name: str) -> dict:
    return json.loads((DATA / "counts.json").read_text())[name]


@pytest.mark.parametrize("name", NAMES)
def test_survey_reaches_the_true_counts(name):
    true = true_counts(name)
    with open_slack(DATA / name) as archive:
        found = survey(archive)
    empty = true["empty_text"]
    assert found.read == true["messages"]
    assert found.counts == {
        "people": true["people"],
        "spaces": true["channels"],
        "threads": true["threads"],
        "posts": true["messages"] - empty,
        "replies": true["replies"],
        "reactions": 0,
        "skipped": {"empty": empty} if empty else {},
    }
    assert found.never_wrote == true["users_who_never_wrote"]
    assert found.others == 0
    assert found.with_address == true["people"]


@pytest.mark.parametrize("name", NAMES)
def test_dates_and_rows_add_up(name):
    with open_slack(DATA / name) as archive:
        found = survey(archive)
    assert found.first is not None and found.last is not None
    assert [found.first // 10**6, found.last // 10**6] == [
        _seconds(date) for date in true_counts(name)["date_range"]
    ]
    (row,) = found.space_rows
    for part in (found.messages, found.threads, found.files, found.people, row.messages):
        assert part.found == part.comes + part.changed + part.stays
    assert Survey.from_json(json.loads(json.dumps(found.as_json()))) == found


def test_every_reply_follows_the_first_post_of_its_branch():
    with open_slack(DATA / NAMES[0]) as archive:
        begun: set[str] = set()
        for item in archive.posts():
            if isinstance(item, Post) and item.begins_thread:
                begun.add(item.source_id)
            elif isinstance(item, Post) and item.thread:
                assert item.thread in begun
    assert len(begun) == 493


def test_reading_twice_gives_the_same_and_resumes_after_a_chapter():
    with open_slack(DATA / NAMES[0]) as archive:
        whole = list(archive.posts())
        chapters = archive.chapters()
        again = list(archive.posts(after=chapters[70].source_id))
    first_part = sum(chapter.messages for chapter in chapters[:71])
    posts_before = [item for item in whole if isinstance(item, Post)][:first_part]
    assert whole[-len(again) :] == again
    assert posts_before[-1] not in again


def test_mentions_point_to_people_of_the_archive():
    with open_slack(DATA / NAMES[0]) as archive:
        people = {person.source_id: person for person in archive.people()}
        texts = [item.markdown for item in archive.posts() if isinstance(item, Post)]
    mentioned = {text.split("<@source:")[1].split(">")[0] for text in texts if "<@source:" in text}
    assert mentioned and mentioned <= set(people)
    assert all(isinstance(person, Person) and person.account for person in people.values())


def test_all_posts_are_normal_and_begin_no_thread_without_replies():
    with open_slack(DATA / NAMES[1]) as archive:
        found = [item for item in archive.posts() if isinstance(item, Post)]
    assert {post.kind for post in found} == {PostKind.NORMAL}
    assert not any(post.thread for post in found)


def _seconds(date: str) -> int:
    from datetime import datetime

    return int(datetime.fromisoformat(date).timestamp())
