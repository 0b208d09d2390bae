"""A search finds what its viewer may see, and nothing else; not even a number tells of the rest."""

from collections.abc import Iterator

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inglenook.communities.actions import block
from inglenook.communities.viewing import presence
from inglenook.conversations import actions as talk
from inglenook.conversations.models import Post, Thread
from inglenook.conversations.queries.spaces import spaces_of
from inglenook.foundation.standing import Standing
from inglenook.foundation.viewer import Viewer
from inglenook.search.pages import BEST, Asked, SearchPage, quick_hits, search_page
from inglenook.search.tests.cast import House, cookie_of, house, person

pytestmark = pytest.mark.django_db


@pytest.fixture(name="garage")
def _garage(db: None) -> House:
    return house()


def page(viewer: Viewer, text: str, **more: object) -> SearchPage:
    return search_page(viewer, "garage", spaces_of(viewer), Asked(text, **more))  # type: ignore[arg-type]


def titles(viewer: Viewer, text: str, **more: object) -> list[str]:
    return [hit.title for hit in page(viewer, text, **more).hits]


def stranger(garage: House) -> Viewer:
    found = presence(person("stella").pk, garage.community.slug)
    assert found is not None
    return found.viewer


def test_words_are_found_and_marked(garage: House) -> None:
    workshop = garage.space("Workshop")
    garage.thread(workshop, "Hunting at idle", "The *throttle* <spindle> had worn oval.")
    found = page(garage.viewer("ada"), "throttle spindle")
    assert [hit.title for hit in found.hits] == ["Hunting at idle"]
    assert found.hits[0].excerpt == (
        "The <mark>throttle</mark> &lt;<mark>spindle</mark>&gt; had worn oval."
    )
    assert found.hits[0].line == "Mia Åkesson in Workshop"
    assert found.count_line == "1 place, newest first"


def test_title_and_begun_word_are_found(garage: House) -> None:
    garage.thread(garage.space("Workshop"), "Carburettors", "They hunt.")
    assert titles(garage.viewer("ada"), "carburettors") == ["Carburettors"]
    assert titles(garage.viewer("ada"), "carbur") == ["Carburettors"]
    assert titles(garage.viewer("ada"), '"carbur"') == []


def test_list_space_is_found_by_its_list_alone(garage: House) -> None:
    secret = garage.space("Surprise", openness="list")
    garage.thread(secret, "Birthday", "A canary for Ada.", by="hedda")
    assert titles(garage.viewer("hedda"), "canary") == ["Birthday"]
    for name in ("mo", "mia", "ada", "gus"):
        found = page(garage.viewer(name), "canary")
        assert (found.hits, found.count_line, found.older_url) == ([], "", "")


def test_guests_and_strangers_find_what_is_theirs(garage: House) -> None:
    garage.thread(garage.space("Workshop"), "Inside", "A canary within.")
    garage.thread(garage.space("Shop window", openness="world"), "Outside", "A canary outdoors.")
    assert titles(garage.viewer("mia"), "canary") == ["Outside", "Inside"]
    assert titles(garage.viewer("gus"), "canary") == ["Outside"]
    assert titles(stranger(garage), "canary") == ["Outside"]


def test_communities_are_strangers(garage: House) -> None:
    garage.thread(garage.space("Workshop", openness="world"), "Ours", "A canary of ours.")
    other = house("guild")
    other.thread(other.space("Room", openness="world"), "Theirs", "A canary of theirs.")
    assert titles(garage.viewer("mia"), "canary") == ["Ours"]
    assert titles(other.viewer("mia"), "canary") == ["Theirs"]


def test_removed_hidden_and_drafts_are_not_found_even_by_their_authors(garage: House) -> None:
    workshop = garage.space("Workshop")
    thread = garage.thread(workshop, "Lead", "First words.")
    rows = Post.objects.unguarded("a test sets the standing")
    for standing in (Standing.DRAFT, Standing.PENDING, Standing.HIDDEN):
        post = garage.reply(thread, f"A canary that is {standing}.", by="mia")
        assert len(titles(garage.viewer("mia"), f"canary {standing}")) == 1
        rows.filter(pk=post.pk).update(standing=standing)
    taken = garage.reply(thread, "A canary taken away.", by="mia")
    taken.thread = thread
    talk.delete_post(garage.viewer("mia"), taken)
    for name in ("mia", "mo", "hedda", "ada"):
        assert titles(garage.viewer(name), "canary") == []


def test_thread_that_was_removed_takes_its_posts_along(garage: House) -> None:
    thread = garage.thread(garage.space("Workshop"), "Lead", "A canary.")
    threads = Thread.objects.unguarded("a test sets the standing")
    for standing in (Standing.REMOVED, Standing.HIDDEN):
        threads.filter(pk=thread.pk).update(standing=standing)
        assert titles(garage.viewer("mo"), "canary") == []


def test_block_hides_both_ways(garage: House) -> None:
    workshop = garage.space("Workshop")
    garage.thread(workshop, "Mia's", "A canary by Mia.", by="mia")
    garage.thread(workshop, "Ada's", "A canary by Ada.", by="ada")
    assert titles(garage.viewer("mia"), "canary") == ["Ada's", "Mia's"]
    block(garage.viewer("mia"), garage.member("ada"))
    assert titles(garage.viewer("mia"), "canary") == ["Mia's"]
    assert titles(garage.viewer("ada"), "canary") == ["Ada's"]
    assert page(garage.viewer("mia"), 'from:"Ada Lovelace"').hits == []
    assert len(titles(garage.viewer("mo"), "canary")) == 2


def test_system_lines_are_not_found(garage: House) -> None:
    post = garage.say(garage.space("Tea room", kind="chat"), "A canary came in.")
    assert titles(garage.viewer("ada"), "canary") == ["Tea room"]
    Post.objects.unguarded("a test sets the kind").filter(pk=post.pk).update(kind="system")
    assert titles(garage.viewer("ada"), "canary") == []


def test_from_takes_names_and_parts_of_them(garage: House) -> None:
    workshop = garage.space("Workshop")
    garage.thread(workshop, "Mia's", "A canary.", by="mia")
    garage.thread(workshop, "Mo's", "A canary.", by="mo")
    ada = garage.viewer("ada")
    for typed in ('from:"Mia Åkesson"', "from:mia", "from:akess", "from:@Mia", "FROM:MIA"):
        assert titles(ada, f"canary {typed}") == ["Mia's"], typed
    assert titles(ada, "from:mia from:mo") == ["Mo's", "Mia's"]
    found = page(ada, "canary from:nobody")
    assert found.hits == []
    assert found.sentence == "Nobody of this name has written what you look for."


def test_stranger_learns_nothing_of_a_name(garage: House) -> None:
    garage.thread(garage.space("Workshop"), "Inside", "A canary.", by="mia")
    garage.thread(garage.space("Window", openness="world"), "Outside", "A canary.", by="mo")
    looks = stranger(garage)
    assert titles(looks, "from:mo") == ["Outside"]
    known, unknown = page(looks, "from:mia"), page(looks, "from:xyz")
    assert (known.hits, known.sentence) == (unknown.hits, unknown.sentence)


def test_in_takes_address_and_name_of_visible_spaces_alone(garage: House) -> None:
    garage.thread(garage.space("Road stories"), "Told", "A canary.")
    garage.thread(garage.space("Surprise", openness="list"), "Birthday", "A canary.", by="hedda")
    for typed in ("in:road-stories", 'in:"road stories"', "in:road", "in:#road-stories"):
        assert titles(garage.viewer("ada"), f"canary {typed}") == ["Told"], typed
    assert titles(garage.viewer("hedda"), "canary in:surprise") == ["Birthday"]
    hidden, unknown = (page(garage.viewer("ada"), f"canary in:{n}") for n in ("surprise", "xyz"))
    assert (hidden.hits, hidden.sentence) == (unknown.hits, unknown.sentence)
    assert hidden.sentence == "There is no space of this name here."


def test_dates_narrow_in_the_zone_that_is_active(garage: House) -> None:
    garage.thread(garage.space("Workshop"), "Now", "A canary.")
    ada = garage.viewer("ada")
    assert titles(ada, "canary after:2024-03") == titles(ada, "after:2024") == ["Now"]
    assert titles(ada, "canary before:2024") == titles(ada, "after:9999-12-31") == []
    assert titles(ada, "canary before:9999") == ["Now"]


def test_kinds_part_boards_and_chats(garage: House) -> None:
    garage.thread(garage.space("Workshop"), "Thread", "A canary.")
    assert page(garage.viewer("ada"), "canary").kinds == []
    garage.say(garage.space("Tea room", kind="chat"), "A canary.")
    assert titles(garage.viewer("ada"), "canary", kind="chat") == ["Tea room"]
    assert titles(garage.viewer("ada"), "canary", kind="board") == ["Thread"]
    assert len(page(garage.viewer("ada"), "canary").kinds) == 3


def test_pages_follow_one_another_without_gap(garage: House) -> None:
    room = garage.space("Tea room", kind="chat")
    said = [garage.say(room, f"A canary, number {n}.").pk for n in range(45)]
    ada = garage.viewer("ada")
    seen: list[str] = []
    before = None
    for _turn in range(3):
        found = page(ada, "canary", before=before)
        seen += [hit.url for hit in found.hits]
        before = int(found.older_url.rpartition("before=")[2]) if found.older_url else None
    assert seen == [f"/garage/p/{key}/" for key in reversed(said)]
    assert before is None
    assert page(ada, "canary").count_line == "45 places, newest first"


def test_best_prefers_the_title(garage: House) -> None:
    workshop = garage.space("Workshop")
    garage.thread(workshop, "Canary birds", "How they sing.")
    garage.thread(workshop, "Weather", "Rain, and a canary somewhere in a long line of words.")
    assert titles(garage.viewer("ada"), "canary") == ["Weather", "Canary birds"]
    found = page(garage.viewer("ada"), "canary", sort=BEST)
    assert [hit.title for hit in found.hits] == ["Canary birds", "Weather"]
    assert found.count_line == "2 places, best first"


def test_best_pages_through_what_it_weighs(garage: House) -> None:
    room = garage.space("Tea room", kind="chat")
    said = {garage.say(room, f"A canary, number {n}.").pk for n in range(25)}
    first = page(garage.viewer("ada"), "canary", sort=BEST)
    second = page(garage.viewer("ada"), "canary", sort=BEST, page=2)
    assert "page=2" in first.older_url and second.older_url == ""
    assert {hit.url for hit in (*first.hits, *second.hits)} == {f"/garage/p/{k}/" for k in said}


def test_many_hidden_candidates_do_not_hide_an_old_hit(
    garage: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inglenook.search.queries.STEPS", (3, 4))
    thread = garage.thread(garage.space("Workshop"), "Old", "A canary.", by="mo")
    for n in range(5):
        garage.reply(thread, f"A canary {n}.", by="ada")
    block(garage.viewer("mia"), garage.member("ada"))
    assert titles(garage.viewer("mia"), "canary") == ["Old"]
    for n in range(3):
        garage.reply(thread, f"Another canary {n}.", by="ada")
    found = page(garage.viewer("mia"), "canary")
    assert (found.hits, found.older_words) == ([], "Search further back")
    assert found.looked_back == "Looked through what was said since today."
    before = int(found.older_url.rpartition("before=")[2])
    assert titles(garage.viewer("mia"), "canary", before=before) == ["Old"]


def test_words_elsewhere_do_not_stand_in_the_way_of_a_guest(
    garage: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inglenook.search.queries.STEPS", (2, 2, 4))
    monkeypatch.setattr("inglenook.search.queries.STEPS_TO_RANK", (2, 2, 4))
    garage.thread(garage.space("Window", openness="world"), "Outside", "A canary.", by="mo")
    thread = garage.thread(garage.space("Workshop"), "Inside", "A canary.", by="mo")
    for n in range(9):
        garage.reply(thread, f"A canary {n}.", by="ada")
    assert titles(garage.viewer("mia"), "canary", sort=BEST)[0] == "Inside"
    for sort in ("newest", BEST):
        found = page(garage.viewer("gus"), "canary", sort=sort)
        assert [hit.title for hit in found.hits] == ["Outside"]
        assert (found.looked_back, found.older_url) == ("", "")


def test_mentioned_names_stand_in_the_excerpt(garage: House) -> None:
    garage.thread(garage.space("Workshop"), "Hello", "A canary for @Ada Lovelace.")
    assert "for @Ada Lovelace." in page(garage.viewer("mo"), "canary").hits[0].excerpt


def test_hidden_passage_is_neither_found_nor_shown(garage: House) -> None:
    garage.thread(garage.space("Workshop"), "Ending", "A canary: ||the butler did it||.")
    assert titles(garage.viewer("ada"), "butler") == []
    assert "butler" not in page(garage.viewer("ada"), "canary").hits[0].excerpt


def test_edit_and_move_are_followed(garage: House) -> None:
    workshop, den = garage.space("Workshop"), garage.space("Den", openness="moderators")
    thread = garage.thread(workshop, "Lead", "An old canary.")
    post = garage.first_post(thread)
    talk.edit_post(garage.viewer("mia"), post, markdown="A new parrot.", revision=1)
    assert titles(garage.viewer("ada"), "canary") == []
    assert titles(garage.viewer("ada"), "parrot") == ["Lead"]
    talk.move_thread(garage.viewer("mo"), garage.first_post(thread).thread, den)
    assert titles(garage.viewer("ada"), "parrot") == []
    assert titles(garage.viewer("mo"), "parrot in:den") == ["Lead"]


def test_quick_finds_begun_words(garage: House) -> None:
    garage.thread(garage.space("Workshop"), "Throttle", "The spindle hunts.")
    ada = garage.viewer("ada")
    hits = quick_hits(ada, "garage", spaces_of(ada), "spin")
    assert [(hit["title"], hit["line"]) for hit in hits] == [
        ("Throttle", "Mia Åkesson in Workshop")
    ]
    assert quick_hits(ada, "garage", spaces_of(ada), "") == []


@pytest.fixture(name="signed_in")
def _signed_in(garage: House) -> Iterator[Client]:
    garage.thread(garage.space("Workshop"), "Hunting", "A canary of @Ada Lovelace.")
    client = Client()
    client.cookies["sessionid"] = cookie_of(garage.member("ada").person)
    yield client


TYPED = st.text(max_size=60) | st.lists(
    st.sampled_from(
        ["from:", "in:", "before:", "after:", '"', "'", "(", ")", "*", "NEAR", "AND", "OR", "NOT",
         ":", "-", "%", "\\", "\x00", "a", "canary", "2024-13", "0001", "9999-12-31", "{title}"]
    ), max_size=12,
).map("".join)  # fmt: skip


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(typed=TYPED, sort=st.sampled_from(["", "best", "x"]))
def test_whatever_is_typed_is_answered(signed_in: Client, typed: str, sort: str) -> None:
    for way in ("/garage/search/", "/garage/search/quick/"):
        assert signed_in.get(way, {"q": typed, "sort": sort}).status_code == 200


def test_page_shows_hits_and_keeps_what_was_typed(signed_in: Client) -> None:
    answer = signed_in.get("/garage/search/", {"q": 'canary "of ada"'})
    assert answer.status_code == 200
    assert 'value="canary &quot;of ada&quot;"' in answer.text
    answer = signed_in.get("/garage/search/", {"q": "canary"})
    assert "A <mark>canary</mark> of @Ada Lovelace." in answer.text


def test_page_says_why_nothing_was_found(signed_in: Client) -> None:
    answer = signed_in.get("/garage/search/", {"q": "canary in:nowhere"})
    assert "There is no space of this name here." in answer.text
    assert "Nothing here says that." in signed_in.get("/garage/search/", {"q": "zebra"}).text
    assert "Two words of it" in signed_in.get("/garage/search/").text


def test_nonsense_in_the_address_is_ignored(signed_in: Client) -> None:
    for more in ({"before": "x"}, {"before": "9" * 30}, {"page": "-1"}, {"kind": "nook"}):
        answer = signed_in.get("/garage/search/", {"q": "canary", **more})
        assert "<mark>canary</mark>" in answer.text


def test_stranger_of_a_members_community_has_nothing_to_search(garage: House) -> None:
    assert Client().get("/garage/search/").status_code == 404
    garage.space("Window", openness="world")
    assert Client().get("/garage/search/").status_code == 200


def test_queries_do_not_grow_with_what_is_found(
    signed_in: Client, garage: House, django_assert_max_num_queries: object
) -> None:
    room = garage.space("Tea room", kind="chat")
    for n in range(30):
        garage.say(room, f"A canary {n} for @Mo Möller.", by=("mia", "ada")[n % 2])
    asked: tuple[dict[str, str], ...] = (
        {"q": "canary"},
        {"q": "canary in:tea-room from:mia"},
        {"q": "canary in:tea-room", "sort": "best"},
        {"q": "canary in:tea-room from:mia", "sort": "best"},
    )
    for query in asked:
        signed_in.get("/garage/search/", query)
        with django_assert_max_num_queries(6):  # type: ignore[operator]
            assert "<mark>canary</mark>" in signed_in.get("/garage/search/", query).text
