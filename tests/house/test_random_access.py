"""In random communities nobody reads what they may not, and everybody what they may.

Twelve communities in `make test`; INGLENOOK_EXAMPLES=300 for a night.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from inglenook.conversations.models import Post, Thread
from inglenook.foundation.activity import Activity
from tests.building_worlds import Built, build
from tests.worlds import GUEST, NEIGHBOUR, NOBODY, OUTSIDER, WRITERS, World, worlds

EXAMPLES = int(os.environ.get("INGLENOOK_EXAMPLES", "12"))
CANARY = re.compile(r"canary[a-z]+\d+x")

pytestmark = pytest.mark.django_db
many = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES <= 12,
    database=None,
    phases=(Phase.explicit, Phase.generate) if EXAMPLES <= 12 else tuple(Phase),
    suppress_health_check=list(HealthCheck),
)


def addresses(built: Built) -> Iterator[str]:
    """Every page on which a word could come out, asked by everybody, whoever may see it."""
    yield from (
        "/here/",
        "/here/about/",
        "/here/people/",
        "/here/people/names/?q=",
        "/here/spaces/",
    )
    yield from ("/here/search/?q=seekall", "/here/search/?q=seekall&sort=best", "/there/")
    yield from ("/here/search/quick/?q=seek", "/here/home/fresh/", "/here/spaces/", "/")
    yield built.next_door
    for space in built.spaces:
        here = f"/here/s/{space.slug}/"
        yield from (here, f"{here}threads/", f"{here}messages/", f"{here}new/", f"{here}settings/")
    for thread in built.words.threads:
        here = f"/here/t/{thread.pk}/"
        yield from (here, f"{here}posts/", f"{here}move/")
    quoting = f"/here/t/{built.words.threads[0].pk}/?quote="
    for post in built.words.posts:
        here = f"/here/p/{post.pk}/"
        yield from (here, f"{here}history/", f"{here}edit/", f"{here}delete/", f"{here}branch/")
        yield f"{quoting}{post.pk}"


def browser(built: Built, who: int) -> Client:
    client = Client()
    if who != NOBODY:
        client.force_login(built.people[who], "django.contrib.auth.backends.ModelBackend")
    return client


@many
@given(
    world=worlds(),
    lookers=st.sets(st.integers(0, WRITERS - 1), min_size=2, max_size=2),
    stranger=st.sampled_from((OUTSIDER, NOBODY, NEIGHBOUR)),
)
def test_pages_show_what_may_be_read_and_nothing_else(
    world: World, lookers: set[int], stranger: int
) -> None:
    with transaction.atomic():
        built = build(world)
        for who in (*sorted(lookers), stranger):
            client, read = browser(built, who), set()
            may = built.words.readable(who)
            if who == NEIGHBOUR:
                may |= {f"canarythere{n}x" for n in range(2, 5)}
            for url in addresses(built):
                words = set(CANARY.findall(client.get(url).text))
                note(f"{who} at {url}: {sorted(words)}")
                assert words <= may, f"{who} read {sorted(words - may)} at {url}"
                read |= words
            assert read == may, f"{who} could not read {sorted(may - read)}"
        transaction.set_rollback(True)


@many
@given(world=worlds())
def test_queries_search_and_stream_agree_with_the_description(world: World) -> None:
    with transaction.atomic():
        built = build(world)
        for who in range(WRITERS):
            viewer = built.viewer(who)
            threads = set(Thread.objects.visible_to(viewer).values_list("pk", flat=True))
            posts = set(Post.objects.visible_to(viewer).values_list("pk", flat=True))
            words = built.words
            assert threads == {t.pk for t in words.threads if words.sees_thread(who, t)}
            assert posts == {p.pk for p in words.posts if words.sees_post(who, p)}
        told_nobody_too_much(built)
        completion_names_nobody_apart(built)
        transaction.set_rollback(True)


def told_nobody_too_much(built: Built) -> None:
    """The stream tells of an activity those alone who see its object now."""
    news = pytest.importorskip("inglenook.live.queries.news")
    listeners = {built.community.pk: [m.pk for m in built.members.values()]}
    by_member = {m.pk: n for n, m in built.members.items()}
    by_post = {p.pk: p for p in built.words.posts}
    everything = Activity.objects.filter(community=built.community).select_related("audience")
    changes = news.changes(list(everything), listeners)
    assert changes, "the host is told of something"
    about = dict(everything.values_list("pk", "object_id"))
    for change in changes:
        post = by_post.get(about[change.id])
        for pk in change.members:
            assert post is None or built.words.sees_post(by_member[pk], post)


def completion_names_nobody_apart(built: Built) -> None:
    """Names while typing: members alone are answered, and never with somebody they block."""
    for who in range(WRITERS):
        answer = browser(built, who).get("/here/people/names/?q=Writer")
        role = built.world.role(who)
        assert (answer.status_code == 200) == (role not in ("", GUEST))
        if answer.status_code == 200:
            names = {line["name"] for line in json.loads(answer.content)["names"]}
            seen = {
                f"Writer {n}"
                for n in range(WRITERS)
                if built.world.role(n) and not built.world.are_apart(who, n)
            }
            assert names == seen


def test_every_guarded_kind_with_words_is_in_the_random_worlds() -> None:
    """Whoever adds a kind of content adds it to `worlds.py` too, or says here why not."""
    elsewhere = {"PostFile": "its bytes in the matrix", "Reaction": "has no words"}
    known = {"Space", "Thread", "Post", "PostRevision", *elsewhere}
    assert {m.__name__ for m in apps.get_models() if hasattr(m, "guard")} == known
