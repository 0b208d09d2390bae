"""Queries that are built once: the same rows as the ORM's, whatever the arguments."""

from typing import Any

import pytest
from django.core.exceptions import FieldFetchBlocked
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inglenook.communities.models import Community
from inglenook.foundation.audience import Audience
from inglenook.foundation.prepared import (
    Instances,
    NotPreparedError,
    Text,
    prepared,
)

pytestmark = pytest.mark.django_db
NAMES = ("oak", "elm", "ash", "fir", "yew")


@pytest.fixture
def groves() -> dict[str, Community]:
    return {n: Community.objects.create(slug=n, name=n.title(), purpose="Trees.") for n in NAMES}


@prepared
def by_ids(ids: frozenset[int], shown: str, but: int | None = None) -> Any:
    rows = Community.objects.filter(pk__in=ids).order_by("slug")
    if but is not None:
        rows = rows.exclude(pk=but)
    return rows.values_list("slug", "founded_at", "listed") if shown else rows.values_list("slug")


def test_many_ids_few_and_none(groves: dict[str, Community]) -> None:
    for count in range(len(NAMES) + 1):
        some = NAMES[:count]
        ids = frozenset(groves[name].pk for name in some)
        assert by_ids(ids, "") == [(name,) for name in sorted(some)]


def test_columns_come_as_the_field_gives_them(groves: dict[str, Community]) -> None:
    oak = groves["oak"]
    assert by_ids(frozenset([oak.pk]), "all") == [("oak", oak.founded_at, False)]


def test_what_decides_which_query_it_is_belongs_to_the_shape(groves: dict[str, Community]) -> None:
    two = frozenset([groves["oak"].pk, groves["elm"].pk])
    assert by_ids(two, "", None) == [("elm",), ("oak",)]
    assert by_ids(two, "", groves["elm"].pk) == [("oak",)]
    assert by_ids(two, "", groves["oak"].pk) == [("elm",)]


def test_a_query_is_built_once_for_a_shape(groves: dict[str, Community]) -> None:
    built = []

    @prepared
    def one(pk: int) -> Any:
        built.append(pk)
        return Community.objects.filter(pk=pk).values_list("slug")

    assert [one(groves[name].pk) for name in NAMES] == [[(name,)] for name in NAMES]
    assert len(built) == 1
    with CaptureQueriesContext(connection) as asked:
        one(groves["ash"].pk)
    assert len(asked) == 1


def test_texts_are_compared_letter_by_letter(groves: dict[str, Community]) -> None:
    @prepared
    def named(slug: str) -> Any:
        return Community.objects.filter(slug=slug).values_list("pk")

    assert named(Text("fir")) == [(groves["fir"].pk,)]
    assert named(Text("fi%")) == named(Text("")) == []


def test_words_belong_to_the_shape(groves: dict[str, Community]) -> None:
    @prepared
    def named(slugs: tuple[str, ...]) -> Any:
        return Community.objects.filter(slug__in=slugs).order_by("slug").values_list("slug")

    assert named(("fir", "elm")) == [("elm",), ("fir",)]
    assert named(("ash",)) == [("ash",)]


def test_a_number_in_the_query_itself_is_refused() -> None:
    @prepared
    def first(count: int) -> Any:
        return Community.objects.order_by("pk").values_list("pk")[:count]

    with pytest.raises(NotPreparedError, match="Community"):
        first(3)


def test_beyond_so_many_shapes_it_is_built_each_time(
    groves: dict[str, Community], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inglenook.foundation.prepared.MOST_SHAPES", 0)

    @prepared
    def slugs(ids: tuple[int, ...]) -> Any:
        return Community.objects.filter(pk__in=ids).order_by("slug").values_list("slug")

    assert slugs((groves["yew"].pk, groves["oak"].pk)) == [("oak",), ("yew",)]


def test_a_row_made_of_columns_is_as_one_from_a_query(groves: dict[str, Community]) -> None:
    audience = Audience.objects.create(community=groves["oak"], kind="members")
    Community.objects.filter(slug="oak").update(members_audience=audience)
    made_of = Instances(Community, "members_audience", "members_audience__community")
    rows = Community.objects.order_by("-slug").values_list(*made_of.columns)
    *others, oak = (made_of.made_of(row) for row in rows if {"oak", "yew"} & set(row))
    assert [other.members_audience for other in others] == [None]
    assert oak == groves["oak"] and oak.members_audience == audience
    assert oak.members_audience.community == oak
    bare = Instances(Community)
    (row,) = Community.objects.filter(slug="oak").values_list(*bare.columns)
    with pytest.raises(FieldFetchBlocked):
        _ = bare.made_of(row).members_audience
    assert not oak._state.adding
    oak.name = "Old Oak"
    oak.save(update_fields=["name"])
    assert Community.objects.get(slug="oak").name == "Old Oak"
