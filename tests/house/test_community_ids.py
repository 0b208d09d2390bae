"""Every row of content carries its community, and both sides of a key are of the same one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.models import F, ForeignKey

from inglenook.archive.tests.moving import PRIVATE, archive, bring
from inglenook.communities import actions as communities
from inglenook.communities.models import Invitation, Membership
from inglenook.conversations import actions as talk
from inglenook.foundation import conditions
from inglenook.foundation.activity import Activity
from inglenook.foundation.audience import AudienceEntry
from inglenook.spaces import actions as spaces
from tests.cast import Cast

#: What is of the whole installation, or of a person in all their communities.
OF_NO_COMMUNITY = {
    "accounts.OneTimeLink", "accounts.Person", "accounts.Session", "backup.Backup",
    "backup.BackupTrouble", "communities.Community", "foundation.Condition", "foundation.Cursor",
    "foundation.Delivery", "foundation.HouseText", "foundation.Intent",
}  # fmt: skip
#: Numbers that name a row of the same community without a key of the database.
NUMBERS = {
    "conversations.Thread": {"first_key": "Post", "last_key": "Post", "answer_key": "Post"},
    "conversations.Post": {"reply_to": "Post"},
    "conversations.ReadMark": {"key": "Post"},
}
OURS: list[Any] = [m for m in apps.get_models() if m.__module__.startswith("inglenook.")]


def rows(model: Any) -> Any:
    """All rows, past every guard: this test reads no words."""
    return model._base_manager.all()


@pytest.fixture
def filled(cast: Cast, tmp_path: Path) -> Cast:
    """The cast, an import with private rooms, and the rows that its talk leaves empty."""
    bring(cast, archive(tmp_path, more=PRIVATE), direct=True)
    communities.change_community(cast.viewer("hedda"), cast.garage, slug="bicycles")
    spaces.change_space(cast.viewer("hedda"), cast.space("surprise"), slug="gift")
    spaces.ask_for_space(cast.viewer("mia"), cast.space("band"))
    communities.start_claim(cast.people["stella"], cast.garage, "a@example.org")
    talk.mark_space_seen(cast.viewer("mia"), cast.space("plans"), 1)
    talk.resolve_thread(cast.viewer("mo"), cast.thread("plans"), cast.post("mia"))
    talk.reply(
        cast.viewer("mia"), cast.thread("plans"), markdown="x", reply_to=cast.posts["mia"].pk
    )
    conditions.look_round()
    return cast


def test_every_model_has_a_community_or_a_reason() -> None:
    without = {
        model._meta.label
        for model in OURS
        if not any(field.name == "community" for field in model._meta.fields)
    }
    assert without == OF_NO_COMMUNITY


def test_every_table_of_communities_is_filled(filled: Cast) -> None:
    empty = [m._meta.label for m in OURS if m._meta.label not in OF_NO_COMMUNITY and not rows(m)]
    assert not empty, "this test would say nothing of these"


def test_both_sides_of_every_key_are_of_one_community(filled: Cast) -> None:
    wrong, walked = [], 0
    for model in OURS:
        keys = [f for f in model._meta.fields if isinstance(f, ForeignKey)]
        if not any(f.name == "community" for f in keys):
            continue
        for key in keys:
            others = {f.name for f in key.related_model._meta.fields}
            if key.name == "community" or "community" not in others:
                continue
            set_here = rows(model).filter(**{f"{key.name}__isnull": False})
            walked += set_here.count()
            strays = set_here.exclude(**{f"{key.name}__community": F("community")})
            wrong += [f"{model._meta.label} {pk}: {key.name}" for pk in strays.values_list("pk")]
    assert walked > 200
    assert not wrong


def test_keys_without_a_constraint_are_of_one_community_too(filled: Cast) -> None:
    post = apps.get_model("conversations.Post")
    of_post = dict(rows(post).values_list("pk", "community"))
    for label, columns in NUMBERS.items():
        for column in columns:
            found = rows(apps.get_model(label)).filter(**{f"{column}__gt": 0})
            assert found.exists(), f"{label}.{column}"
            for pk, key, community in found.values_list("pk", column, "community"):
                assert of_post.get(key) == community, f"{label} {pk}: {column}"


def test_activities_are_of_the_community_of_what_they_tell_of(filled: Cast) -> None:
    told = Activity.objects.all()
    assert told.values("about").distinct().count() > 3
    for activity in told:
        model = apps.get_model(activity.about)
        row = rows(model).filter(pk=activity.object_id).values_list("pk")
        if activity.about != "communities.community":
            row = row.filter(community=activity.community_id)
        assert row.exists(), activity


def test_lists_and_invitations_name_people_and_rooms_of_one_community(filled: Cast) -> None:
    for entry in AudienceEntry.objects.select_related("audience", "membership"):
        assert entry.community_id == entry.audience.community_id == entry.membership.community_id
    for invitation in Invitation.objects.all():
        theirs = set(invitation.audiences.values_list("community", flat=True))
        assert theirs <= {invitation.community_id}
    for face in Membership.objects.filter(byline_of__isnull=False).select_related("byline_of"):
        assert face.community_id == face.byline_of.community_id


def test_a_stray_is_found(filled: Cast) -> None:
    """The walk sees what it is there to see."""
    post = filled.posts["mia"]
    rows(type(post)).filter(pk=post.pk).update(community=filled.writers)
    with pytest.raises(AssertionError):
        test_both_sides_of_every_key_are_of_one_community(filled)
