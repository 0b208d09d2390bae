"""Every way round the predicate that Django offers is refused by the queryset."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import FieldFetchBlocked
from django.db.models import (
    Count,
    Exists,
    F,
    FilteredRelation,
    Max,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
)
from django.db.models.functions import Lower

from inglenook.communities.models import Membership
from inglenook.conversations.models import Post, Reaction, Thread
from inglenook.foundation.guarded import GuardedQuerySet, HouseQuerySet, UnguardedAccess
from inglenook.spaces.models import FormerSpaceSlug, Space, SpaceRequest
from tests.cast import Cast, post_now

posts, threads, spaces = Post.objects, Thread.objects, Space.objects
WHY = "a test knocks at the guard"

EVALUATIONS: dict[str, Callable[[], Any]] = {
    "list": lambda: list(posts.all()),
    "bool": lambda: bool(posts.all()),
    "len": lambda: len(posts.all()),
    "get": lambda: posts.get(pk=1),
    "first": lambda: posts.order_by("pk").first(),
    "last": lambda: posts.order_by("pk").last(),
    "latest": lambda: posts.latest("pk"),
    "slice": lambda: posts.order_by("pk")[0],
    "range": lambda: list(posts.order_by("pk")[:5]),
    "step": lambda: posts.order_by("pk")[:5:2],
    "values": lambda: list(posts.values("pk")),
    "values_list": lambda: list(posts.values_list("pk", flat=True)),
    "count": lambda: posts.count(),
    "exists": lambda: posts.exists(),
    "contains": lambda: posts.contains(Post(pk=1)),
    "aggregate": lambda: posts.aggregate(Max("pk")),
    "in_bulk": lambda: posts.in_bulk([1]),
    "iterator": lambda: list(posts.iterator()),
    "dates": lambda: list(threads.dates("made_at", "day")),
    "datetimes": lambda: list(threads.datetimes("made_at", "day")),
    "explain": lambda: posts.explain(),
    "update": lambda: posts.update(markdown=""),
    "delete": lambda: posts.filter(pk=1).delete(),
    "get_or_create": lambda: posts.get_or_create(pk=1),
    "update_or_create": lambda: posts.update_or_create(pk=1, defaults={"markdown": ""}),
    "bulk_update": lambda: posts.bulk_update([Post(pk=1)], ["markdown"]),
    "raw_delete": lambda: posts.filter(pk=1)._raw_delete("default"),
    "repr": lambda: repr(posts.all()),
}
COMBINATIONS: dict[str, Callable[[], Any]] = {
    "or": lambda: posts.all() | posts.all(),
    "and": lambda: posts.all() & posts.all(),
    "xor": lambda: posts.all() ^ posts.all(),
    "or of cleared": lambda: posts.unguarded(WHY) | posts.all(),
    "union": lambda: posts.unguarded(WHY).union(posts.all()),
    "union from outside": lambda: list(
        Membership.objects.values_list("pk").union(posts.values_list("pk"))
    ),
    "intersection": lambda: posts.all().intersection(posts.all()),
    "difference": lambda: posts.all().difference(posts.all()),
    "raw": lambda: posts.raw("SELECT * FROM conversations_post"),
    "extra": lambda: list(posts.unguarded(WHY).extra(where=["1=1"])),
    "prefetch": lambda: threads.unguarded(WHY).prefetch_related("posts"),
    "prefetch object": lambda: threads.unguarded(WHY).prefetch_related(Prefetch("posts")),
}
SUBQUERIES: dict[str, Callable[[], Any]] = {
    "in": lambda: list(Membership.objects.filter(pk__in=posts.values("author"))),
    "in rows": lambda: list(Reaction.objects.unguarded(WHY).filter(post__in=posts.all())),
    "exact": lambda: list(Membership.objects.filter(pk=posts.values("author")[:1])),
    "subquery": lambda: list(
        Membership.objects.annotate(
            n=Subquery(posts.filter(author=OuterRef("pk")).values("pk")[:1])
        )
    ),
    "exists": lambda: list(Membership.objects.filter(Exists(posts.filter(author=OuterRef("pk"))))),
    "annotated exists": lambda: list(
        Membership.objects.annotate(wrote=Exists(posts.filter(author=OuterRef("pk"))))
    ),
    "within Q": lambda: list(Membership.objects.filter(~Q(pk__in=posts.values("author")))),
    "ordered": lambda: list(
        Membership.objects.order_by(Subquery(posts.filter(author=OuterRef("pk")).values("pk")[:1]))
    ),
}
CROSSINGS: dict[str, Callable[[], Any]] = {
    "values": lambda: SpaceRequest.objects.values("space__name"),
    "values_list": lambda: SpaceRequest.objects.values_list("space__name"),
    "values of an F": lambda: SpaceRequest.objects.values(name=F("space__name")),
    "values of a function": lambda: SpaceRequest.objects.values(name=Lower("space__name")),
    "filter": lambda: FormerSpaceSlug.objects.filter(space__name="x"),
    "exclude": lambda: FormerSpaceSlug.objects.exclude(space__name="x"),
    "filter by Q": lambda: FormerSpaceSlug.objects.filter(~Q(Q(space__name="x") | Q(pk=1))),
    "filter by F": lambda: FormerSpaceSlug.objects.filter(slug=F("space__slug")),
    "annotate": lambda: SpaceRequest.objects.annotate(name=F("space__name")),
    "alias": lambda: SpaceRequest.objects.alias(name=F("space__name")),
    "aggregate": lambda: SpaceRequest.objects.aggregate(Max("space__last_key")),
    "count": lambda: threads.unguarded(WHY).annotate(n=Count("posts")),
    "count of filtered": lambda: threads.unguarded(WHY).annotate(
        n=Count("pk", filter=Q(posts__markdown="x"))
    ),
    "order": lambda: SpaceRequest.objects.order_by("space__name"),
    "order backwards": lambda: SpaceRequest.objects.order_by("-space__name"),
    "order by F": lambda: SpaceRequest.objects.order_by(F("space__name").desc()),
    "select_related": lambda: SpaceRequest.objects.select_related("space"),
    "select_related of all": lambda: SpaceRequest.objects.select_related(),
    "select_related further": lambda: SpaceRequest.objects.select_related("space__audience"),
    "backwards": lambda: spaces.unguarded(WHY).filter(threads__title="x"),
    "get": lambda: SpaceRequest.objects.get(space__name="x"),
    "distinct": lambda: SpaceRequest.objects.distinct("space__name"),
    "dates": lambda: SpaceRequest.objects.dates("space__made_at", "day"),
    "update": lambda: SpaceRequest.objects.update(at=F("space__made_at")),
    "filtered relation": lambda: SpaceRequest.objects.annotate(
        room=FilteredRelation("space", condition=Q(space__name="x"))
    ),
    "latest": lambda: SpaceRequest.objects.latest("space__last_key"),
    "in_bulk": lambda: SpaceRequest.objects.only("space__name"),
}


@pytest.mark.parametrize("way", EVALUATIONS)
def test_content_is_read_for_somebody_or_for_a_reason(cast: Cast, way: str) -> None:
    with pytest.raises(UnguardedAccess):
        EVALUATIONS[way]()


@pytest.mark.parametrize("way", COMBINATIONS)
def test_conditions_are_not_lost_by_combining(cast: Cast, way: str) -> None:
    with pytest.raises(UnguardedAccess):
        COMBINATIONS[way]()


@pytest.mark.parametrize("way", SUBQUERIES)
def test_bare_subqueries_are_refused(cast: Cast, way: str) -> None:
    with pytest.raises(UnguardedAccess):
        SUBQUERIES[way]()


@pytest.mark.parametrize("way", CROSSINGS)
def test_relations_do_not_reach_into_content(cast: Cast, way: str) -> None:
    with pytest.raises(UnguardedAccess):
        CROSSINGS[way]()


def test_what_was_cleared_goes_on_in_every_form(cast: Cast) -> None:
    lena = cast.viewer("lena")
    mine = posts.visible_to(lena)
    assert mine.filter(pk__gt=0).exclude(pk=1).order_by("-pk")[:3]
    assert mine.aggregate(n=Count("pk"))["n"] == mine.count() == len(mine.values("pk")) > 0
    wrote = mine.filter(author=OuterRef("pk"))
    rows = Membership.objects.annotate(wrote=Exists(wrote), n=Subquery(wrote.values("pk")[:1]))
    assert rows.get(pk=cast.members["lena"].pk).wrote
    assert Membership.objects.filter(pk__in=mine.values("author")).exists()


def test_own_hops_and_named_reasons_reach_further(cast: Cast) -> None:
    lena = cast.viewer("lena")
    assert posts.visible_to(lena).values_list("thread__title").first()
    with pytest.raises(UnguardedAccess):
        posts.visible_to(lena).values_list("thread__space__name")
    further = posts.visible_to(lena).crossing("a test has its reason")
    assert further.values_list("thread__space__name").first()


@pytest.mark.parametrize("reason", ["", "   ", "because"])
def test_reason_is_one_that_a_reader_can_judge(cast: Cast, reason: str) -> None:
    for asked in (posts.unguarded, posts.crossing, SpaceRequest.objects.crossing):
        with pytest.raises(UnguardedAccess):
            asked(reason)


def test_rows_behind_a_row_do_not_load_by_themselves(cast: Cast) -> None:
    row = posts.visible_to(cast.viewer("lena")).filter(author__isnull=False)[0]
    for name in ("thread", "author", "community"):
        with pytest.raises(FieldFetchBlocked):
            getattr(row, name)
    with pytest.raises(FieldFetchBlocked):
        _ = posts.visible_to(cast.viewer("lena")).only("pk")[0].markdown
    with pytest.raises(FieldFetchBlocked):
        _ = Membership.objects.get(pk=cast.members["mia"].pk).community
    assert post_now(row.pk).thread.space is not None


def test_rows_of_a_row_are_guarded_too(cast: Cast) -> None:
    thread = cast.thread("surprise")
    with pytest.raises(UnguardedAccess):
        list(thread.posts.all())
    assert thread.posts.visible_to(cast.viewer("lena")).exists()
    assert not thread.posts.visible_to(cast.viewer("mia")).exists()


#: Django asks a user's manager for more; the predicate itself is made of audiences.
BENEATH = {"accounts.Person", "foundation.Audience", "foundation.AudienceEntry"}


def test_every_model_of_the_house_has_a_queryset_of_the_house() -> None:
    for model in apps.get_models():
        if not model.__module__.startswith("inglenook.") or model._meta.label in BENEATH:
            continue
        rows = model._default_manager.all()
        assert isinstance(rows, HouseQuerySet), model._meta.label
        assert isinstance(rows, GuardedQuerySet) == hasattr(model, "guard"), model._meta.label
