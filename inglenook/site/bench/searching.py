"""How long a search takes within the server: from the typed words to what was found.

Run as `python -m inglenook.site.bench.searching COUNT` with INGLENOOK_HOME set; prints one line
of JSON.
It is asked as the page asks: words cut, names meant, index, predicate, the rows with their names;
without session, frame, excerpts and template. Two people search: a member of all spaces and of 300
conversations, and a guest on the list of one space.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections.abc import Iterator
from statistics import median
from typing import Any

from inglenook.site.bench.shape import GUEST, SLUG, TALKER

WHY = "the bench takes words from its own rows"
ROUNDS = 3


def main() -> None:
    """Search, and say how long it took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int, help="searches of each sort")
    count = parser.parse_args().count
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inglenook.site.settings")
    import django

    django.setup()
    asked = list(typed(count))
    found = {}
    for who, email in (("member", TALKER), ("guest", GUEST)):
        for sort in ("newest", "best"):
            found[f"{who}, {sort}"] = measure(email, sort, asked)
    print(json.dumps(found))


def measure(email: str, sort: str, asked: list[str]) -> dict[str, float]:
    """Milliseconds by the clock and of the processor; medians of the rounds for each search."""
    viewer, spaces = _looker(email)
    clock: list[list[float]] = [[] for _ in asked]
    processor: list[list[float]] = [[] for _ in asked]
    hits = 0
    for turn in range(ROUNDS + 1):
        for number, text in enumerate(asked):
            began, used = time.perf_counter(), time.thread_time()
            shown = _search(viewer, spaces, text, sort)
            if turn:  # the first only warms up
                clock[number].append((time.perf_counter() - began) * 1000)
                processor[number].append((time.thread_time() - used) * 1000)
                hits += bool(shown)
    middles, used_up = sorted(map(median, clock)), sorted(map(median, processor))
    return {
        "p50": _share(middles, 0.5), "p95": _share(middles, 0.95), "most": middles[-1],
        "cpu p50": _share(used_up, 0.5), "cpu p95": _share(used_up, 0.95),
        "searches": len(asked), "with hits": hits / len(asked) / ROUNDS,
    }  # fmt: skip


def _share(times: list[float], share: float) -> float:
    return times[min(int(len(times) * share), len(times) - 1)]


def _search(viewer: Any, spaces: Any, text: str, sort: str) -> int:
    from inglenook.foundation import fulltext
    from inglenook.search import queries
    from inglenook.search.narrowing import narrowed

    query = fulltext.parse(text)
    authors = queries.authors_meant(viewer, query)
    narrow = narrowed(viewer, query, spaces, kind="", authors=authors)
    if sort == "best":
        return len(queries.best(viewer, SLUG, query, narrow, 1).found)
    return len(queries.newest(viewer, SLUG, query, narrow, None).found)


def _looker(email: str) -> tuple[Any, Any]:
    from inglenook.communities.models import Membership
    from inglenook.communities.viewing import viewer_of
    from inglenook.conversations.queries.spaces import spaces_of

    viewer = viewer_of(Membership.objects.select_related("community").get(person__email=email))
    return viewer, spaces_of(viewer)


def typed(count: int) -> Iterator[str]:
    """One to three words out of one post, half of them without the most common words; phrases;
    begun words; a word and whose it is.
    """
    from inglenook.communities.models import Membership
    from inglenook.foundation.fulltext import words

    dice = random.Random(11)  # noqa: S311 - the same searches in every run
    said = [words(text) for text in _some_texts(dice)]
    counts: dict[str, int] = {}
    for post in said:
        for word in set(post):
            counts[word] = counts.get(word, 0) + 1
    names = list(Membership.objects.order_by("pk").values_list("name", flat=True)[:count])
    for number in range(count):
        for size in (1, 2, 3):
            yield " ".join(_picked(dice, said, size))
            yield " ".join(_picked(dice, said, size, counts, len(said) // 20))
        post = dice.choice([one for one in said if len(one) > 2])
        at = dice.randrange(len(post) - 1)
        yield f'"{post[at]} {post[at + 1]}"'
        yield _picked(dice, said, 1)[0][:4]
        yield f'{_picked(dice, said, 1)[0]} from:"{names[number % len(names)]}"'


def _some_texts(dice: random.Random) -> list[str]:
    from inglenook.conversations.models import Post

    posts = Post.objects.unguarded(WHY)
    first, last = (posts.order_by(way).values_list("pk", flat=True)[0] for way in ("pk", "-pk"))
    keys = [dice.randrange(first, last) for _ in range(400)]
    found = (posts.filter(pk__gte=key).order_by("pk").values_list("markdown")[0] for key in keys)
    return [text for (text,) in found]


def _picked(
    dice: random.Random,
    said: list[list[str]],
    size: int,
    counts: dict[str, int] | None = None,
    most: int = 0,
) -> list[str]:
    while True:
        post = [w for w in dice.choice(said) if counts is None or counts[w] <= most]
        if len(set(post)) >= size:
            return dice.sample(sorted(set(post)), size)


if __name__ == "__main__":
    main()
