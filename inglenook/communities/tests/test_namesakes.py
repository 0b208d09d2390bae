"""Two people in a community are never called what looks the same (look-alikes)."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from inglenook.communities import actions
from inglenook.communities.actions.naming import names_beside
from inglenook.communities.models import Membership
from inglenook.foundation.policy import Invalid
from tests.cast import Cast, founded, member_of

ALIKE = ("Hedda", "hedda", "HEDDA", "Hedda.", "H e d d a", "Ｈedda", "Héddà")
UNSEEN = ("Hed\u200bda", "Hed\u2060da", "\u202eaddeH", "Hedda\u200f", "Hed\u00adda", "\ufeffHedda")
MIXED = ("Hеdda", "Heddа", "Ηedda")  # one letter of another alphabet each


def first_name(cast: Cast) -> str:
    """As the host of the garage is called."""
    return str(Membership.objects.get(pk=cast.members["hedda"].pk).name)


@pytest.mark.django_db
@pytest.mark.parametrize("written", [str.lower, str.upper, "{}.".format, " ".join])
def test_look_alike_of_the_host_is_refused_at_the_door(cast: Cast, written: object) -> None:
    link = f"/garage/join/{cast.keys['invitation']}/"
    stella = cast.client("stella")
    sent = {"name": written(first_name(cast))}  # type: ignore[operator]
    answer = stella.post(link, sent)
    assert answer.status_code == 422
    assert "one that looks the same" in answer.text
    assert stella.post(link, {"name": "Stella Low"}).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("name", ALIKE + UNSEEN + MIXED)
def test_every_look_alike_is_refused_when_joining_and_when_renaming(cast: Cast, name: str) -> None:
    Membership.objects.filter(pk=cast.members["hedda"].pk).update(name="Hedda", name_key="hedda")
    with pytest.raises(Invalid):
        actions.join(cast.people["stella"], cast.garage, cast.keys["invitation"], name=name)
    mia = Membership.objects.get(pk=cast.members["mia"].pk)
    with pytest.raises(Invalid):
        actions.change_profile(mia, name=name, bio="")
    actions.change_profile(mia, name="Miranda", bio="")
    assert Membership.objects.get(pk=mia.pk).name == "Miranda"


@pytest.mark.django_db
def test_name_of_another_alphabet_that_looks_the_same_is_refused(cast: Cast) -> None:
    mia, lena = (Membership.objects.get(pk=cast.members[name].pk) for name in ("mia", "lena"))
    actions.change_profile(mia, name="Coco", bio="")
    for name in ("Сосо", "Ϲоϲо", "ⅭoⅭo", "C0C0"):  # Cyrillic, Greek and Cyrillic, numerals, noughts
        with pytest.raises(Invalid):
            actions.change_profile(lena, name=name, bio="")
    actions.change_profile(lena, name="Соня", bio="")


@pytest.mark.django_db
def test_own_name_is_kept_spelled_anew_and_free_in_the_next_community(cast: Cast) -> None:
    mia = Membership.objects.get(pk=cast.members["mia"].pk)
    actions.change_profile(mia, name=mia.name, bio="Words.")
    actions.change_profile(mia, name=mia.name.upper(), bio="Words.")
    there = founded(cast.people["olga"], first_name(cast), name="Other", slug="other", purpose="-")
    assert member_of(there, cast.people["olga"]).name == first_name(cast)


@pytest.mark.django_db
def test_stranger_who_asks_learns_nothing_of_a_name_and_the_host_is_told(cast: Cast) -> None:
    name = first_name(cast)
    sent = {"name": name, "words": "Let me in."}
    assert cast.client("stella").post("/garage/ask/", sent).status_code == 302
    page = cast.client("hedda").get("/garage/requests/").text
    assert "this name looks the same" in page
    asked = Membership.objects.get(community=cast.garage, person=cast.people["stella"])
    cast.client("hedda").post(f"/garage/requests/{asked.pk}/admit/")
    asked.refresh_from_db()
    assert (asked.state, asked.name) == ("active", f"{name} (2)")


@pytest.mark.django_db
def test_imported_doubles_are_numbered(cast: Cast) -> None:
    found = names_beside(cast.garage.pk, ["Zoe", "Zoë", "ZOE", "Zoe (2)", "\u3042\u3042"])
    assert [name for name, _key in found] == ["Zoe", "Zoë (2)", "ZOE (3)", "Zoe (2) (2)", "ああ"]
    assert len({key for _name, key in found}) == 5
    assert all(len(name) <= 60 for name, _key in names_beside(cast.garage.pk, ["x" * 60] * 12))


@pytest.mark.django_db
def test_second_byline_gives_its_name_to_the_first(cast: Cast) -> None:
    mia = Membership.objects.get(pk=cast.members["mia"].pk)
    byline = Membership.objects.create(
        community=cast.garage, person_id=mia.person_id, byline_of=mia, name="Mimi", name_key="mimi"
    )
    actions.change_profile(mia, name="Mimi", bio="")
    byline.refresh_from_db()
    mia.refresh_from_db()
    assert (mia.name_key, byline.name_key) == ("mimi", None)


@pytest.mark.django_db
def test_doubles_of_before_keep_apart_in_the_migration(cast: Cast) -> None:
    rows = Membership.objects.filter(community=cast.garage)
    rows.update(name_key=None)
    made = [
        Membership.objects.create(community=cast.garage, name=name, state="imported")
        for name in ("Zoe", "Zoe", "zoë")
    ]
    gone = Membership.objects.create(community=cast.garage, name="Zoe", state="left")
    import_module("inglenook.communities.migrations.0003_names_that_look_alike").own_names(
        apps, None
    )
    names = [Membership.objects.get(pk=row.pk).name for row in [*made, gone]]
    assert names == ["Zoe", "Zoe (2)", "zoë (3)", "Zoe"]
    keys = rows.exclude(state="asked").exclude(person=None, state="left")
    assert not keys.filter(name_key=None, byline_of=None).exists()


@pytest.mark.django_db
def test_titles_lose_what_nobody_can_see(cast: Cast) -> None:
    sent = {"title": "A \u202elamp\u200b and \ufeffa shade", "text": "Words."}
    answer = cast.client("mia").post("/garage/s/plans/new/", sent)
    assert answer.status_code == 302
    page = cast.client("mia").get(answer["Location"]).text
    assert "A lamp and a shade" in page
    assert "\u202e" not in page
