"""The index made anew holds what it held, and nothing that has no row."""

import pytest

from inglenook.conversations.models import Post
from inglenook.foundation import fulltext
from inglenook.foundation.fulltext import Document, parse
from inglenook.search.jobs import rebuild_index
from inglenook.search.rebuild import rebuild
from inglenook.search.tests.cast import House, house

pytestmark = pytest.mark.django_db


@pytest.fixture(name="garage")
def _garage(db: None) -> House:
    return house()


def keys(text: str, **options: object) -> list[int]:
    return fulltext.match(parse(text), **options)  # type: ignore[arg-type]


def test_lost_index_is_made_anew(garage: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inglenook.search.rebuild.BATCH", 2)
    thread = garage.thread(garage.space("Workshop"), "Canary birds", "They sing.")
    garage.say(garage.space("Tea room", kind="chat"), "A canary came in.")
    for n in range(3):
        garage.reply(thread, f"Answer {n}.")
    asked = ("canary", "sing", "answer")
    before = [keys(text) for text in asked]
    by_author = keys("", scope_all=[f"u{garage.people['mia'].pk}"])
    assert [len(found) for found in before] == [2, 1, 3]
    fulltext.clear()
    assert rebuild() == 5
    assert [keys(text) for text in asked] == before
    assert keys("", scope_all=[f"u{garage.people['mia'].pk}"]) == by_author


def test_strays_are_erased(garage: House) -> None:
    thread = garage.thread(garage.space("Workshop"), "Lead", "A canary.")
    scope = (f"c{garage.community.pk}", "s1", "u1")
    fulltext.write([Document(77, "", "A stray canary.", scope)])
    taken = garage.reply(thread, "A canary taken away behind the index's back.")
    Post.objects.unguarded("a test sets the standing").filter(pk=taken.pk).update(
        standing="removed"
    )
    assert len(keys("canary")) == 3
    assert rebuild(garage.community) == 1
    assert keys("canary") == [thread.first_key]


def test_one_community_is_made_anew_by_itself(garage: House) -> None:
    other = house("guild")
    thread = garage.thread(garage.space("Workshop"), "Lead", "A canary.")
    other.thread(other.space("Room"), "Lead", "A canary.")
    fulltext.clear()
    rebuild_index.func(garage.community.pk)
    assert keys("canary") == [thread.first_key]
    rebuild_index.func()
    assert len(keys("canary")) == 2
    rebuild_index.func(999)
