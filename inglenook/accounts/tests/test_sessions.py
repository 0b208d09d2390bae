"""The table of sessions behaves as Django's own, and ends with the access version."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.db.models import F

from inglenook.accounts.models import Person, Session
from inglenook.accounts.sessions import SessionStore, hashed

pytestmark = pytest.mark.django_db


def stored(person: Person | None = None, **data: object) -> SessionStore:
    store = SessionStore()
    store.update(data | ({SESSION_KEY: str(person.pk)} if person else {}))
    store.save()
    return store


def test_what_was_put_in_is_found_again_by_its_key_alone() -> None:
    store = stored(lamp="lit")
    assert store.session_key
    assert SessionStore(store.session_key)["lamp"] == "lit"
    assert SessionStore(hashed(store.session_key)).get("lamp") is None
    assert SessionStore("x" * 32).is_empty() is True or SessionStore("x" * 32).get("lamp") is None


def test_unknown_key_is_dropped_not_taken_over() -> None:
    store = SessionStore("chosen-by-somebody-else-entirely")
    assert store.get("lamp") is None
    assert store.session_key is None
    store["lamp"] = "lit"
    store.save()
    assert store.session_key != "chosen-by-somebody-else-entirely"


def test_cycle_key_moves_the_data_and_forgets_the_old_key(mia: Person) -> None:
    store = SessionStore(stored(mia, lamp="lit").session_key)
    before = store.session_key
    assert store["lamp"] == "lit"
    store.cycle_key()
    store.save()
    assert before and SessionStore(before).get("lamp") is None
    again = SessionStore(store.session_key)
    assert again["lamp"] == "lit"
    assert again.person == mia
    assert Session.objects.count() == 1


def test_flush_leaves_nothing(mia: Person) -> None:
    store = SessionStore(stored(mia).session_key)
    assert store.person == mia
    store.flush()
    assert store.person is None
    assert store.is_empty()
    assert not Session.objects.exists()


def test_session_under_way_gains_no_newer_access_version(mia: Person) -> None:
    store = SessionStore(stored(mia).session_key)
    assert store.person == mia
    Person.objects.filter(pk=mia.pk).update(access_version=F("access_version") + 1)
    store["lamp"] = "lit"
    store.save()
    assert SessionStore(store.session_key).person is None


def test_session_ended_meanwhile_is_not_written_anew(mia: Person) -> None:
    store = SessionStore(stored(mia).session_key)
    assert store.person == mia
    Session.objects.all().delete()
    store["lamp"] = "lit"
    with pytest.raises(UpdateError):
        store.save()


def test_only_dropping_is_told_from_adding() -> None:
    store = SessionStore(stored(lamp="lit", kettle="on").session_key)
    del store["lamp"]
    assert store.only_forgets()
    store["kettle"] = "off"
    assert not store.only_forgets()
