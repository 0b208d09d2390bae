"""Private talk has an index of its own: those who are in it find it, and it is in nobody's way."""

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from inglenook.communities.models import Membership
from inglenook.conversations.actions.importing import NewPost, import_batch, render_imported
from inglenook.conversations.indexing import index_thread
from inglenook.conversations.models import Thread
from inglenook.conversations.queries.spaces import spaces_of
from inglenook.foundation import fulltext
from inglenook.foundation.audience import LIST, Audience, AudienceEntry
from inglenook.foundation.fulltext import Document, parse
from inglenook.search.pages import BEST, Asked, search_page
from inglenook.search.rebuild import rebuild
from inglenook.search.tests.cast import House, house

pytestmark = pytest.mark.django_db


@pytest.fixture(name="garage")
def _garage(db: None) -> House:
    return house()


@pytest.fixture(name="talk")
def _talk(garage: House) -> Thread:
    """Mia and Mo, alone, of a parrot."""
    audience = Audience.objects.create(community=garage.community, kind=LIST)
    thread = Thread.objects.create(
        community=garage.community, audience=audience, kind=Thread.Kind.DIRECT, title="Two"
    )
    for name in ("mia", "mo"):
        _let_in(thread, garage.people[name])
    said = ("A parrot, between us.", "Parrots keep no secret.")
    batch = [
        NewPost(
            thread,
            garage.people["mia"].pk,
            1_700_000_000_000_000 + n,
            words,
            render_imported(words, ()),
        )
        for n, words in enumerate(said)
    ]
    import_batch(None, garage.community, batch)
    return thread


def _let_in(thread: Thread, member: Membership) -> None:
    AudienceEntry.objects.create(
        community_id=thread.community_id, audience_id=thread.audience_id, membership=member
    )


def titles(garage: House, name: str, text: str, sort: str = "newest") -> list[str]:
    viewer = garage.viewer(name)
    found = search_page(viewer, "garage", spaces_of(viewer), Asked(text, sort))
    return [hit.title for hit in found.hits]


def test_those_who_are_in_it_find_it_and_nobody_else(garage: House, talk: Thread) -> None:
    for sort in ("newest", BEST):
        for name in ("mia", "mo"):
            assert titles(garage, name, "parrot", sort) == ["Two"]
        for name in ("hedda", "ada", "gus"):
            assert titles(garage, name, "parrot", sort) == []
    assert titles(garage, "mo", "parrot from:mia") == ["Two"]
    assert titles(garage, "mia", "parrot from:mo") == []


def test_it_stands_among_what_spaces_say_and_in_no_space(garage: House, talk: Thread) -> None:
    garage.thread(garage.space("Workshop"), "Aviary", "A parrot for all.")
    assert titles(garage, "mia", "parrot") == ["Aviary", "Two"]
    assert titles(garage, "mia", "parrot in:workshop") == ["Aviary"]
    assert titles(garage, "ada", "parrot") == ["Aviary"]


def test_spaces_table_holds_nothing_of_it(garage: House, talk: Thread) -> None:
    assert fulltext.match(parse("parrot"), private=[[f"m{garage.people['mia'].pk}"]])
    assert fulltext.match(parse("parrot")) == []


def test_byline_of_whoever_was_in_it_finds_it(garage: House, talk: Thread) -> None:
    ada = garage.people["ada"]
    imported = Membership.objects.create(
        community=garage.community, name="Ada of old", byline_of=ada, person=ada.person
    )
    for member in (imported, ada):
        _let_in(talk, member)
    AudienceEntry.objects.filter(membership=ada).delete()
    index_thread(talk)
    _let_in(talk, ada)
    assert titles(garage, "ada", "parrot") == ["Two"]


def test_rebuilt_index_holds_it_apart_again(garage: House, talk: Thread) -> None:
    fulltext.clear()
    assert titles(garage, "mo", "parrot") == []
    rebuild(garage.community)
    assert titles(garage, "mo", "parrot") == ["Two"]
    assert fulltext.match(parse("parrot")) == []


def test_what_an_older_release_wrote_moves_to_its_own_table(garage: House, talk: Thread) -> None:
    garage.thread(garage.space("Workshop"), "Aviary", "A parrot for all.")
    mine = [[f"m{garage.people['mia'].pk}"]]
    keys = fulltext.match(parse("parrot"), scope_any=[[]], private=mine)
    assert len(keys) == 1
    fulltext.erase(keys)
    fulltext.write([Document(keys[0], "", "A parrot, between us.", ("c1", "direct", "u1"))])
    assert len(fulltext.match(parse("parrot"))) == 2
    name = "0001_private_talk_apart"
    then = MigrationLoader(connection).project_state([("search", name)]).apps
    import_module(f"inglenook.search.migrations.{name}").move(then, None)
    assert len(fulltext.match(parse("parrot"))) == 1
    assert fulltext.match(parse("parrot"), scope_any=[[]], private=mine) == keys
    assert titles(garage, "mia", "parrot") == ["Aviary", "Two"]
