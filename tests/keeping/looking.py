"""What must be so after any number of kills: nothing lost, nothing doubled, nothing torn."""

from __future__ import annotations

import json
import re
from email import policy
from email.parser import BytesHeaderParser
from typing import Any

from inglenook.archive.tests.houses import inside, rows
from inglenook.site.tests.processes import until
from tests.journeys.running import RunningHouse
from tests.keeping.listening import Told
from tests.keeping.rounds import Course
from tests.keeping.writing import Answered, Visitor, word_of

SETTLED = 240.0
"""Seconds: the lease of a killed job (20), of a killed letter (30), and the minute's schedule."""
SPOKEN = "markdown LIKE '%says its number%'"


def look(course: Course) -> None:
    """All of it, while the house still runs."""
    house = course.house
    every_answered_post_is_there_once(course)
    counters_agree(house)
    every_post_has_its_activity(course)
    every_post_is_found_once(course)
    every_post_is_shown_once(course)
    every_letter_went(course)
    every_job_was_done(house)
    the_listener_was_told_all_and_nothing_twice(course)
    the_engine_is_sound(house)


def every_answered_post_is_there_once(course: Course) -> None:
    """As many rows as answers, each with its own words, where the answer said."""
    keys = _keys_by_word(course.house)
    expected = {word_of(w.name, a.number) for w in course.writers for a in w.answered}
    assert keys.keys() == expected, keys.keys() ^ expected
    doubled = {word: found for word, found in keys.items() if len(found) != 1}
    assert not doubled, doubled
    firsts = dict(rows(course.house, "SELECT id, first_key FROM conversations_thread"))
    for writer in course.writers:
        for answer in writer.answered:
            key = keys[word_of(writer.name, answer.number)][0]
            assert _stands_at(answer, key, firsts), (writer.name, answer, key)


def _stands_at(answer: Answered, key: int, firsts: dict[int, int]) -> bool:
    if answer.kind == "reply":
        return answer.location.endswith(f"#p{key}")
    if answer.kind == "start":
        return firsts[int(answer.location.split("/")[-2])] == key
    return True


def _keys_by_word(house: RunningHouse) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for key, markdown in rows(house, f"SELECT id, markdown FROM conversations_post WHERE {SPOKEN}"):
        found.setdefault(_word_in(markdown), []).append(key)
    return found


def _word_in(text: str) -> str:
    match = re.search(r"w\d+n\d+x", text)
    assert match is not None, text
    return match.group(0)


def counters_agree(house: RunningHouse) -> None:
    """Replies, the newest key of threads and spaces (what is unread hangs on it), read marks."""
    posts = "(SELECT %s FROM conversations_post p WHERE p.thread_id = t.id)"
    counts = rows(
        house,
        f"SELECT t.id, t.kind, t.reply_count, t.first_key, t.last_key, {posts % 'count(*)'},"
        f" {posts % 'min(p.id)'}, {posts % 'max(p.id)'} FROM conversations_thread t",
    )
    assert counts
    for pk, kind, replies, first, last, count, lowest, highest in counts:
        # A branch's first line stands in the stream.
        beneath = {"topic": count - 1, "branch": count, "stream": 0}[kind]
        assert (replies, last) == (beneath, highest), (pk, kind, replies, beneath, last, highest)
        assert kind != "topic" or first == lowest, (pk, first, lowest)
    stale = rows(
        house,
        "SELECT s.id FROM spaces_space s JOIN conversations_thread t ON t.space_id = s.id"
        " GROUP BY s.id, s.last_key HAVING s.last_key <> max(t.last_key)",
    )
    assert stale == []
    unread_by_their_author = rows(
        house,
        "SELECT p.id FROM conversations_post p LEFT JOIN conversations_readmark r"
        " ON r.thread_id = p.thread_id AND r.membership_id = p.author_id"
        f" WHERE {SPOKEN} AND (r.key IS NULL OR r.key < p.id)",
    )
    assert unread_by_their_author == []


def every_post_has_its_activity(course: Course) -> None:
    """One each, and in the order in which each writer wrote."""
    keys = _keys_by_word(course.house)
    logged: dict[int, list[int]] = {}
    for pk, about, object_id, numbers in rows(
        course.house,
        "SELECT id, about, object_id, numbers FROM foundation_activity"
        " WHERE verb IN ('started_thread', 'replied') ORDER BY id",
    ):
        told = numbers if isinstance(numbers, dict) else json.loads(numbers)
        key = object_id if about == "conversations.post" else told["post"]
        logged.setdefault(key, []).append(pk)
    missing = {word: logged.get(ks[0], []) for word, ks in keys.items()}
    assert all(len(found) == 1 for found in missing.values()), missing
    for writer in course.writers:
        mine = [logged[keys[word_of(writer.name, a.number)][0]][0] for a in writer.answered]
        assert mine == sorted(mine), writer.name


def every_post_is_found_once(course: Course) -> None:
    """The index holds as many documents as there are posts, and each by its own word."""
    house = course.house
    posts = rows(house, "SELECT count(*) FROM conversations_post WHERE standing = 'published'")
    assert rows(house, "SELECT count(*) FROM fulltext_document") == posts
    keys = {word: found[0] for word, found in _keys_by_word(house).items()}
    told = inside(
        house,
        f"""
import json
from inglenook.foundation import fulltext
words = json.loads({json.dumps(json.dumps(list(keys)))})
print(json.dumps({{word: fulltext.match(fulltext.parse(word)) for word in words}}))
""",
    )
    found = json.loads(told)
    wrong = {word: found[word] for word, key in keys.items() if found[word] != [key]}
    assert not wrong, wrong


def every_post_is_shown_once(course: Course) -> None:
    """Somebody who pages through the thread from its beginning sees each post, and none twice."""
    thread = course.scene["thread"]
    ada = Visitor(course.house.port, {"sessionid": course.scene["cookies"]["ada"]})
    shown: list[int] = []
    after = 1 << 21
    while True:
        status, _location, text = ada.ask("GET", f"/garage/t/{thread}/posts/?after={after}")
        assert status == 200, text[:500]
        page = [int(key) for key in re.findall(r'data-post="(\d+)"', text)]
        shown += [key for key in page if key > after]
        if not page or page[-1] <= after:
            break
        after = page[-1]
    there = rows(
        course.house, f"SELECT id FROM conversations_post WHERE thread_id = {thread} ORDER BY id"
    )
    assert shown == [key for (key,) in there]


def every_letter_went(course: Course) -> None:
    """One letter to everybody who was let in, as often as it may have gone under one id."""
    house, let_in = course.house, len(course.doorkeeper.answered)
    went = "SELECT count(*), count(done_at) FROM foundation_delivery"
    assert until(lambda: rows(house, went) == [(let_in, let_in)], SETTLED), rows(house, went)
    ids: dict[str, set[str]] = {}
    for path in (house.home / "mail").glob("*.eml"):
        letter = BytesHeaderParser(policy=policy.default).parsebytes(path.read_bytes())
        ids.setdefault(str(letter["To"]), set()).add(str(letter["Message-ID"]))
    assert {f"asks{n}@example.org" for n in range(let_in)} <= ids.keys()
    assert all(len(found) == 1 for found in ids.values()), ids


def every_job_was_done(house: RunningHouse) -> None:
    """None waits that is due, none was given up."""
    unfinished = "status IN ('READY', 'RUNNING') AND run_after IS NULL"
    query = f"SELECT task_path, status FROM django_ox_oxtask WHERE {unfinished}"
    assert until(lambda: not rows(house, query), SETTLED), rows(house, query)
    query = "SELECT task_path, errors FROM django_ox_oxtask WHERE status IN ('FAILED', 'LOST')"
    assert rows(house, query) == []


def the_listener_was_told_all_and_nothing_twice(course: Course) -> None:
    """Ids only rise, over all breaks; the first event that reaches an activity names its place."""
    newest = rows(course.house, "SELECT max(id) FROM foundation_activity")[0][0]
    told = course.listener.told
    assert until(lambda: told[-1].id >= newest), (told[-1], newest)
    assert "reload" not in {event.name for event in told}
    changed = [event for event in told if event.name == "changed"]
    ids = [event.id for event in changed]
    assert ids == sorted(set(ids)), "something was told twice"
    first = next(event.id for event in told if event.name == "here")
    _nothing_was_left_out(course, first, changed)


def _nothing_was_left_out(course: Course, first: int, changed: list[Told]) -> None:
    places = rows(
        course.house,
        "SELECT id, place_id FROM foundation_activity WHERE verb IN ('started_thread', 'replied')"
        f" AND id > {first} ORDER BY id",
    )
    events = iter(changed)
    event = next(events)
    for pk, place in places:
        while event.id < pk:
            event = next(events)
        assert f"thread:{place}" in event.regions, (pk, place, event)


def the_engine_is_sound(house: RunningHouse) -> None:
    """The database's own checks of itself."""
    if house.environment.get("DATABASE_URL"):
        _postgresql_is_sound(house)
        return
    assert rows(house, "PRAGMA integrity_check") == [("ok",)]
    assert rows(house, "PRAGMA foreign_key_check") == []


def _postgresql_is_sound(house: RunningHouse) -> None:
    """Every B-tree against its table, where the server brings amcheck along."""
    import psycopg

    with psycopg.connect(house.environment["DATABASE_URL"], autocommit=True) as connection:
        known: list[Any] = connection.execute(
            "SELECT 1 FROM pg_available_extensions WHERE name = 'amcheck'"
        ).fetchall()
        if not known:
            return
        connection.execute("CREATE EXTENSION IF NOT EXISTS amcheck")
        trees = connection.execute(
            "SELECT count(bt_index_check(c.oid, true)) FROM pg_index i"
            " JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE a.amname = 'btree' AND n.nspname = 'public' AND i.indisvalid"
        ).fetchone()
        assert trees is not None and trees[0] > 50
