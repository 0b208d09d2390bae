"""Posts as search shows them, and as the index holds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from inglenook.communities.faces import gone, profile_url
from inglenook.communities.looks import looks_of
from inglenook.conversations.indexing import document, talkers_of
from inglenook.conversations.models import Post
from inglenook.foundation import text
from inglenook.foundation.addresses import at
from inglenook.foundation.content import ContentKind, Found, Label
from inglenook.foundation.fulltext import Document
from inglenook.foundation.standing import Standing
from inglenook.foundation.viewer import Viewer

FINDABLE = Q(
    kind=Post.Kind.NORMAL,
    standing=Standing.PUBLISHED,
    thread__standing=Standing.PUBLISHED,
)


class Row(NamedTuple):
    pk: int
    author_id: int | None
    html: str
    title: str
    answer_key: int | None
    place: str | None
    first_key: int


COLUMNS = (
    "pk", "author_id", "html", "thread__title", "thread__answer_key", "thread__space__name",
    "thread__first_key",
)  # fmt: skip


def weighed(row: tuple[Any, ...]) -> tuple[str, str]:
    """A thread's title counts for its first post, as in the index."""
    post = Row(*row)
    return post.title if post.pk == post.first_key else "", text.plain_of(post.html)


def shown(viewer: Viewer, slug: str, rows: Sequence[tuple[Any, ...]]) -> list[Found]:
    """What a page of results shows of these rows; one query, for all names in them."""
    posts = [Row(*row) for row in rows]
    people = _people(viewer, posts)
    linked = {pk: (name, profile_url(slug, pk)) for pk, (name, _picture) in people.items()}
    return [_found(slug, post, people, linked) for post in posts]


def _people(viewer: Viewer, posts: list[Row]) -> dict[int, tuple[str, str]]:
    ids = {post.author_id for post in posts if post.author_id is not None}
    ids |= {key for post in posts for key in text.mentioned(post.html)} - viewer.blocked_ids
    looks = looks_of(viewer, ids)
    return {pk: (look.name, look.picture) for pk in ids if (look := looks[pk])}


def _found(
    slug: str, post: Row, people: dict[int, tuple[str, str]], linked: dict[int, tuple[str, str]]
) -> Found:
    name, picture = people.get(post.author_id or 0, (gone(), ""))
    solved = (Label(_("This solved it"), "good"),) if post.pk == post.answer_key else ()
    return Found(
        key=post.pk,
        url=at(slug, "p", post.pk),
        title=post.title or post.place or _("Direct message"),
        plain=text.fill_plain(text.plain_of(post.html), linked),
        author_id=post.author_id,
        author=name,
        picture=picture,
        place=post.place or "",
        labels=solved,
    )


def documents(community_id: int, above: int, limit: int) -> Iterator[Document]:
    """What the index should hold of a community's posts, from the key `above` upwards.

    The posts are locked to the end of the transaction, so that no edit falls between.
    """
    posts = Post.objects.unguarded("the index holds every published post").crossing(
        "a post's own thread"
    )
    rows = posts.filter(FINDABLE, community=community_id, pk__gt=above)
    rows = rows.select_for_update(of=("self",)).select_related("thread")
    found = list(rows.order_by("pk")[:limit])
    talkers = talkers_of(post.thread for post in found)
    for post in found:
        yield document(post, post.thread, talkers=talkers)


POST_KIND = ContentKind("post", Post, FINDABLE, COLUMNS, shown, weighed, documents)
