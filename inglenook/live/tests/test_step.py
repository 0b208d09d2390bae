"""Who is told of what: at delivery, by the one predicate; and who must go."""

from collections.abc import Callable

import pytest

from inglenook.accounts.models import Person, Session
from inglenook.accounts.sessions import hashed
from inglenook.communities.actions import block, leave, remove_member
from inglenook.conversations import actions as talk
from inglenook.conversations.models import Thread
from inglenook.foundation.activity import Activity
from inglenook.live.queries import news
from inglenook.live.queries.access import Claim, claim_of
from inglenook.live.step import Joining, Step, look
from inglenook.search.tests.cast import House, cookie_of, house
from inglenook.spaces.actions import add_to_space, open_space

pytestmark = pytest.mark.django_db

Told = Callable[[], dict[str, set[str]]]


@pytest.fixture(name="garage")
def _garage(db: None) -> House:
    return house()


def claim(garage: House, name: str) -> Claim:
    found = claim_of(cookie_of(garage.member(name).person), garage.community.slug)
    assert found is not None
    return found


class Listeners:
    """One stream each of some of the cast, in a worker of its own."""

    def __init__(self, garage: House, *names: str) -> None:
        self.names = dict(enumerate(names, 1))
        self.claims = {n: claim(garage, name) for n, name in self.names.items()}
        self.position = look(None, {}, {}, check=False).position

    def look(self, **options: bool) -> Step:
        done = look(self.position, self.claims, {}, check=options.get("check", False))
        self.position = done.position
        return done

    def told(self) -> dict[str, set[str]]:
        """The regions that each is told of now; whoever is told nothing is left out."""
        words = self.look().words.items()
        return {self.names[n]: set(regions_in(said)) for n, said in words}


def regions_in(words: bytes) -> list[str]:
    found = []
    for line in words.decode().splitlines():
        if line.startswith('data: {"regions": ['):
            found += [part.strip('" ') for part in line[len('data: {"regions": [') : -2].split(",")]
    return found


def test_members_are_told_and_a_guest_is_not(garage: House) -> None:
    workshop = garage.space("Workshop")
    listeners = Listeners(garage, "mia", "ada", "gus")
    thread = garage.thread(workshop, "Lead", "A canary.")
    here = {f"thread:{thread.pk}", f"space:{workshop.pk}", f"community:{garage.community.pk}"}
    assert listeners.told() == {"mia": here, "ada": here}
    assert listeners.told() == {}
    garage.reply(thread, "Yes.")
    assert listeners.told() == {"mia": here, "ada": here}


def test_words_of_a_stream_hold_no_words_of_people(garage: House) -> None:
    workshop = garage.space("Workshop")
    listeners = Listeners(garage, "ada")
    garage.thread(workshop, "Canary\ndata: forged", "A canary.")
    (said,) = listeners.look().words.values()
    assert said.startswith(b"id: ") and said.endswith(b'"]}\n\n')
    assert b"anary" not in said and said.count(b"\n") == 4


def test_list_space_reaches_its_list_alone(garage: House) -> None:
    secret = garage.space("Surprise", openness="list")
    listeners = Listeners(garage, "hedda", "mo", "mia", "ada", "gus")
    thread = garage.thread(secret, "Birthday", "A canary.", by="hedda")
    assert set(listeners.told()) == {"hedda"}
    add_to_space(garage.viewer("hedda"), secret, garage.member("mo"))
    assert set(listeners.told()) == {"hedda", "mo"}
    garage.reply(thread, "Another.", by="mo")
    assert set(listeners.told()) == {"hedda", "mo"}


def test_what_was_closed_before_delivery_is_not_told(garage: House) -> None:
    workshop = garage.space("Workshop")
    listeners = Listeners(garage, "hedda", "mia")
    garage.thread(workshop, "Lead", "A canary.")
    open_space(garage.viewer("hedda"), workshop, "list")
    assert set(listeners.told()) == {"hedda"}


def test_moved_thread_is_told_to_those_of_both_audiences(garage: House) -> None:
    den, workshop = garage.space("Den", openness="moderators"), garage.space("Workshop")
    listeners = Listeners(garage, "mo", "mia")
    thread = garage.thread(den, "Lead", "A canary.", by="mo")
    thread = garage.first_post(thread).thread
    talk.move_thread(garage.viewer("mo"), thread, workshop)
    assert set(listeners.told()) == {"mo", "mia"}
    thread = garage.thread(workshop, "Other", "Words.")
    talk.move_thread(garage.viewer("mo"), garage.first_post(thread).thread, den)
    # Mia was in the audience when it was said, and does not see it now.
    assert set(listeners.told()) == {"mo"}


def test_blocked_hear_nothing_of_one_another(garage: House) -> None:
    workshop = garage.space("Workshop")
    thread = garage.thread(workshop, "Lead", "First.", by="mo")
    listeners = Listeners(garage, "mia", "ada", "mo")
    garage.reply(thread, "By Ada.", by="ada")
    assert set(listeners.told()) == {"mia", "ada", "mo"}
    block(garage.viewer("mia"), garage.member("ada"))
    post = garage.reply(thread, "By Ada again.", by="ada")
    assert set(listeners.told()) == {"ada", "mo"}
    garage.reply(thread, "By Mia.", by="mia")
    assert set(listeners.told()) == {"mia", "mo"}
    post.thread = thread
    talk.react(garage.viewer("mo"), post, "💡", wanted=True)
    assert set(listeners.told()) == {"ada", "mo"}
    first = garage.first_post(thread)
    talk.react(garage.viewer("ada"), first, "💡", wanted=True)
    assert set(listeners.told()) == {"ada", "mo"}


def test_removed_thread_and_draft_are_not_told(garage: House) -> None:
    workshop = garage.space("Workshop")
    listeners = Listeners(garage, "mia", "ada", "mo")
    threads = Thread.objects.unguarded("a test sets the standing")
    thread = garage.thread(workshop, "Lead", "A canary.")
    threads.filter(pk=thread.pk).update(standing="hidden")
    assert set(listeners.told()) == {"mia", "mo"}
    thread = garage.thread(workshop, "Lead", "A canary.")
    threads.filter(pk=thread.pk).update(standing="draft")
    assert set(listeners.told()) == {"mia"}


def test_deleted_post_is_told_since_its_mark_is_seen(garage: House) -> None:
    thread = garage.thread(garage.space("Workshop"), "Lead", "A canary.")
    listeners = Listeners(garage, "ada")
    talk.delete_post(garage.viewer("mia"), garage.first_post(thread))
    assert set(listeners.told()) == {"ada"}


def test_reply_in_a_branch_changes_the_chat(garage: House) -> None:
    room = garage.space("Tea room", kind="chat")
    line = garage.say(room, "Kettle on?")
    listeners = Listeners(garage, "ada")
    branch = talk.start_branch(garage.viewer("mo"), line, markdown="Yes.")
    assert {f"thread:{branch.pk}", f"thread:{line.thread_id}"} < listeners.told()["ada"]


def test_neighbours_hear_nothing(garage: House) -> None:
    other = house("guild")
    workshop = garage.space("Workshop")
    listeners = Listeners(other, "hedda", "mia")
    garage.thread(workshop, "Lead", "A canary.")
    assert listeners.told() == {}
    other.thread(other.space("Room"), "Lead", "Words.")
    assert set(listeners.told()) == {"hedda", "mia"}


@pytest.mark.parametrize("deed", ["ban", "leave", "sign out", "password", "expiry", "deletion"])
def test_stream_ends_with_its_access(garage: House, deed: str) -> None:
    listeners = Listeners(garage, "mia", "ada")
    assert listeners.look(check=True).ended == set()
    mia = garage.member("mia")
    assert mia.person is not None
    if deed == "ban":
        remove_member(garage.viewer("hedda"), mia, ban=True)
    elif deed == "leave":
        leave(mia)
    elif deed == "sign out":
        Session.objects.filter(pk=listeners.claims[1].session).delete()
    elif deed == "password":
        Person.objects.filter(pk=mia.person.pk).update(access_version=2)
    elif deed == "expiry":
        Session.objects.filter(pk=listeners.claims[1].session).update(
            expires_at="2001-01-01T00:00Z"
        )
    else:
        Person.objects.filter(pk=mia.person.pk).delete()
    assert listeners.look(check=True).ended == {1}


def test_access_is_checked_at_delivery(garage: House) -> None:
    workshop = garage.space("Workshop")
    listeners = Listeners(garage, "mia", "ada")
    Session.objects.filter(pk=listeners.claims[1].session).delete()
    assert listeners.look().ended == set()
    garage.thread(workshop, "Lead", "A canary.", by="mo")
    done = listeners.look()
    assert (done.ended, set(done.words)) == ({1}, {2})


def test_claims_are_for_insiders(garage: House) -> None:
    other = house("guild")
    cookie = cookie_of(garage.member("mia").person)
    assert claim_of(cookie, "garage") is not None
    assert claim_of(cookie_of(garage.member("gus").person), "garage") is not None
    assert claim_of(cookie, "guild") is None
    assert claim_of(cookie, "nowhere") is None
    assert claim_of("x" * 32, "garage") is None
    assert claim_of("", "garage") is None
    assert claim_of(hashed(cookie), "garage") is None
    remove_member(other.viewer("hedda"), other.member("mia"), ban=True)
    assert claim_of(cookie_of(other.member("mia").person), "guild") is None


def greeting(garage: House, name: str, since: int | None) -> bytes:
    return look(None, {}, {1: Joining(claim(garage, name), since)}, check=False).words[1]


def test_what_was_missed_is_told_on_coming_back(garage: House) -> None:
    secret, workshop = garage.space("Surprise", openness="list"), garage.space("Workshop")
    since = news.newest_id()
    assert b"event: changed" not in greeting(garage, "mia", since)
    thread = garage.thread(workshop, "Lead", "A canary.")
    hidden = garage.thread(secret, "Birthday", "A canary.", by="hedda")
    said = greeting(garage, "mia", since)
    assert f"thread:{thread.pk}".encode() in said
    assert f"thread:{hidden.pk}".encode() not in said
    assert f"thread:{hidden.pk}".encode() in greeting(garage, "hedda", since)
    assert said.startswith(f"id: {news.newest_id()}\n".encode())


def test_newcomer_is_told_of_the_last_moments(garage: House) -> None:
    thread = garage.thread(garage.space("Workshop"), "Lead", "A canary.")
    assert f"thread:{thread.pk}".encode() in greeting(garage, "mia", None)
    Activity.objects.update(at="2026-01-01T00:00Z")
    said = greeting(garage, "mia", None)
    assert said == f"id: {news.newest_id()}\nevent: here\ndata: {{}}\n\n".encode()


def test_too_old_too_new_and_too_much_reload(
    garage: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = garage.thread(garage.space("Workshop"), "Lead", "A canary.")
    for n in range(4):
        garage.reply(thread, f"Number {n}.")
    newest = news.newest_id()
    Activity.objects.filter(pk__lte=newest - 4).delete()
    assert b"event: reload" in greeting(garage, "mia", newest - 5)
    assert b"event: changed" in greeting(garage, "mia", newest - 4)
    assert b"event: here" in greeting(garage, "mia", newest)
    assert b"event: reload" in greeting(garage, "mia", newest + 1)
    monkeypatch.setattr(news, "MOST_MISSED", 3)
    assert b"event: reload" in greeting(garage, "mia", newest - 4)
    assert b"event: changed" in greeting(garage, "mia", newest - 3)


def test_queries_do_not_grow_with_listeners(
    garage: House, django_assert_num_queries: Callable[[int], object]
) -> None:
    thread = garage.thread(garage.space("Workshop"), "Lead", "A canary.")
    for names in (("mia",), ("mia", "ada", "mo", "hedda", "gus", "mia", "ada")):
        listeners = Listeners(garage, *names)
        garage.reply(thread, "Yes.")
        with django_assert_num_queries(5):  # type: ignore[attr-defined]
            assert set(listeners.told()) == set(names) - {"gus"}
