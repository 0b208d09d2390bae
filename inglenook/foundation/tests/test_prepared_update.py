"""Updates that are built once: the same rows reached and the same values set as by the ORM's."""

from typing import Any

import pytest
from django.db.models import F
from django.db.models.functions import Greatest

from inglenook.communities.models import Community
from inglenook.conversations.models import Post
from inglenook.foundation.guarded import UnguardedAccess
from inglenook.foundation.prepared import NotPreparedError, Text
from inglenook.foundation.prepared_update import prepared_update

pytestmark = pytest.mark.django_db


@pytest.fixture
def oak() -> Community:
    for name in ("oak", "elm"):
        Community.objects.create(slug=name, name=name.title(), purpose="Trees.")
    return Community.objects.get(slug="oak")


@prepared_update
def name_it(pk: int, name: str, again: bool) -> Any:
    changes: dict[str, Any] = {"name": name}
    if again:
        changes["purpose"] = F("name")
    return Community.objects.filter(pk=pk), changes


def test_it_reaches_the_row_of_its_arguments_alone(oak: Community) -> None:
    for name in ("Oak Tree", "Old oak"):
        assert name_it(oak.pk, Text(name), False) == 1
        assert Community.objects.get(pk=oak.pk).name == name
    assert Community.objects.get(slug="elm").name == "Elm"
    assert name_it(0, Text("Nobody"), False) == 0


def test_flags_belong_to_the_shape(oak: Community) -> None:
    assert name_it(oak.pk, Text("New"), True) == 1
    oak.refresh_from_db()
    assert (oak.name, oak.purpose) == ("New", "Oak")


def test_a_number_is_compared_in_the_database(oak: Community) -> None:
    @prepared_update
    def raise_person(pk: int, at_least: int) -> Any:
        return Community.objects.filter(pk=pk), {"id": Greatest("id", at_least)}

    assert raise_person(oak.pk, 0) == 1
    assert Community.objects.filter(pk=oak.pk).exists()
    assert raise_person(oak.pk, oak.pk + 1000) == 1
    assert Community.objects.get(slug="oak").pk == oak.pk + 1000


def test_what_can_fit_nothing_is_not_asked(oak: Community) -> None:
    @prepared_update
    def none_of(name: str) -> Any:
        return Community.objects.filter(pk__in=()), {"name": name}

    assert none_of(Text("x")) == 0


def test_guarded_rows_need_a_reason_as_everywhere() -> None:
    @prepared_update
    def bare(key: int) -> Any:
        return Post.objects.filter(pk=key), {"revision": F("revision") + 1}

    with pytest.raises(UnguardedAccess):
        bare(1)


def test_a_number_within_another_value_is_refused(oak: Community) -> None:
    @prepared_update
    def within(pk: int) -> Any:
        return Community.objects.filter(pk=pk), {"name": f"Number {pk}"}

    with pytest.raises(NotPreparedError):
        within(oak.pk)
