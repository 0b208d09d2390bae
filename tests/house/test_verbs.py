"""Every verb has a sentence and a deed that records it; a verb without one fails by its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from inglenook.archive.tests.moving import archive, bring, undo
from inglenook.communities import actions as communities
from inglenook.conversations import actions as talk
from inglenook.conversations.actions.writing import branch_of
from inglenook.conversations.declares import REPLIED, STARTED
from inglenook.foundation.activity import Activity, UndeclaredVerb, Verb, declared_verbs, record
from inglenook.spaces import actions as spaces
from tests.cast import Cast

VERBS = declared_verbs()


def _undone(cast: Cast, folder: Path) -> None:
    bring(cast, archive(folder))
    undo(cast)


#: Who does it in this test, and the deed.
DEEDS: dict[str, tuple[str, Callable[[Cast, Any, Path], Any]]] = {
    "founded": (
        "olga",
        lambda cast, _v, _f: communities.found_community(
            cast.people["olga"], name="Lamps", slug="lamps", purpose="Light.", host_name="Olga"
        ),
    ),
    "changed_community": (
        "hedda",
        lambda cast, v, _f: communities.change_community(v, cast.garage, name="Bicycles"),
    ),
    "joined": ("mo", lambda cast, v, _f: communities.admit(v, cast.members["quinn"])),
    "asked_to_join": (
        "stella",
        lambda cast, _v, _f: communities.ask_to_join(
            cast.people["stella"], cast.garage, name="Stella", words="Hello"
        ),
    ),
    "left": ("mia", lambda cast, _v, _f: communities.leave(cast.members["mia"])),
    "changed_role": (
        "hedda",
        lambda cast, v, _f: communities.change_role(v, cast.members["mia"], "moderator"),
    ),
    "removed_member": (
        "mo",
        lambda cast, v, _f: communities.remove_member(v, cast.members["mia"], ban=False),
    ),
    "claimed": (
        "stella",
        lambda cast, _v, _f: communities.claim_by_link(
            cast.people["stella"], cast.garage, cast.keys["claim"]
        ),
    ),
    "made_space": (
        "hedda",
        lambda cast, v, _f: spaces.make_space(v, cast.garage, name="Tools", kind="board"),
    ),
    "changed_space": (
        "hedda",
        lambda cast, v, _f: spaces.change_space(v, cast.space("plans"), name="Plots"),
    ),
    "archived_space": (
        "hedda",
        lambda cast, v, _f: spaces.archive_space(v, cast.space("plans"), archived=True),
    ),
    "listed_member": (
        "hedda",
        lambda cast, v, _f: spaces.add_to_space(v, cast.space("surprise"), cast.members["mia"]),
    ),
    "unlisted_member": (
        "lena",
        lambda cast, v, _f: spaces.leave_space(v, cast.space("surprise")),
    ),
    "asked_for_space": ("mia", lambda cast, v, _f: spaces.ask_for_space(v, cast.space("band"))),
    "started_thread": (
        "mia",
        lambda cast, v, _f: talk.start_thread(v, cast.space("plans"), title="a", markdown="b"),
    ),
    "replied": ("mia", lambda cast, v, _f: talk.reply(v, cast.thread("plans"), markdown="b")),
    "edited_post": (
        "mia",
        lambda cast, v, _f: talk.edit_post(v, cast.post("mia"), markdown="b", revision=1),
    ),
    "deleted_post": ("mia", lambda cast, v, _f: talk.delete_post(v, cast.post("mia"))),
    "reacted": ("lena", lambda cast, v, _f: talk.react(v, cast.post("mia"), "🎉", wanted=True)),
    "moved_thread": (
        "mo",
        lambda cast, v, _f: talk.move_thread(v, cast.thread("plans"), cast.space("kitchen")),
    ),
    "resolved_thread": (
        "mo",
        lambda cast, v, _f: talk.resolve_thread(v, cast.thread("plans"), cast.post("mia")),
    ),
    "pinned_thread": (
        "mo",
        lambda cast, v, _f: talk.pin_thread(v, cast.thread("plans"), pinned=True),
    ),
    "closed_thread": (
        "mo",
        lambda cast, v, _f: talk.close_thread(v, cast.thread("plans"), closed=True),
    ),
    "branched": (
        "mia",
        lambda cast, v, _f: talk.branch_stretch(v, cast.post("corner"), cast.post("corner")),
    ),
    "brought_in": ("hedda", lambda cast, _v, folder: bring(cast, archive(folder))),
    "taken_back": ("hedda", lambda cast, _v, folder: _undone(cast, folder)),
}


#: The row that knows the audience of a kind.
NEARBY = {"communities.membership": "community", "conversations.post": "thread"}


@pytest.mark.parametrize("name", sorted(VERBS))
def test_verb_has_a_sentence_about_a_kind_that_exists(name: str) -> None:
    verb = VERBS[name]
    fields = {field for _text, field, _spec, _how in Formatter().parse(str(verb.sentence)) if field}
    assert fields
    assert fields <= {"actor", "object"}
    assert str(verb.sentence).format(actor="Mia", object="a thread")
    model = apps.get_model(verb.about)
    assert hasattr(model, "activity_audience")
    assert hasattr(model, "activity_place")


@pytest.mark.parametrize("name", sorted(VERBS))
def test_deed_records_its_verb_once_with_the_audience_of_its_object(
    cast: Cast, tmp_path: Path, name: str
) -> None:
    assert name in DEEDS, f"no deed of this test records {name}"
    who, deed = DEEDS[name]
    before = Activity.objects.latest("pk").pk
    deed(cast, cast.viewer(who), tmp_path)
    found = list(Activity.objects.filter(pk__gt=before, verb=name))
    assert len(found) == 1
    activity, model = found[0], apps.get_model(VERBS[name].about)
    assert activity.about == VERBS[name].about
    rows = model._base_manager.all()
    if nearby := NEARBY.get(VERBS[name].about):
        rows = rows.select_related(nearby)
    row = rows.get(pk=activity.object_id)
    assert activity.audience_id == row.activity_audience()
    assert activity.place_id == row.activity_place()
    assert activity.community_id == row.community_id
    assert all(isinstance(number, int) for number in activity.numbers.values())


def test_deeds_name_no_verb_that_is_gone() -> None:
    assert set(DEEDS) == set(VERBS)


def test_undeclared_verb_is_refused(cast: Cast) -> None:
    made_up = Verb("flew", "{actor} flew", "conversations.thread")
    double = Verb(STARTED.name, STARTED.sentence, STARTED.about)
    with transaction.atomic():
        for verb in (made_up, double, REPLIED):
            with pytest.raises(UndeclaredVerb):
                record(None, verb, cast.thread("plans"))


def test_refused_deed_records_nothing(cast: Cast) -> None:
    before = Activity.objects.count()
    for name, (_who, deed) in DEEDS.items():
        if name in {"founded", "asked_to_join", "claimed", "left", "brought_in", "taken_back"}:
            continue  # these know no viewer
        with pytest.raises(Exception), transaction.atomic():  # noqa: B017 - however it is refused
            deed(cast, cast.viewer("stella"), Path())
    assert Activity.objects.count() == before
    assert branch_of(cast.post("root")).pk == cast.threads["branch"].pk
