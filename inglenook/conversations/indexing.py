"""What the search index holds of a post: its words, where it stands and whose it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from inglenook.conversations.models import Post, Thread
from inglenook.foundation import fulltext, text
from inglenook.foundation.audience import AudienceEntry

type Talkers = Mapping[int, tuple[int, ...]]
"""The memberships on the lists of private talks, by audience."""


def document(
    post: Post, thread: Thread, plain: str | None = None, talkers: Talkers | None = None
) -> fulltext.Document:
    """The document of one post; a thread's title counts for its first post."""
    words = text.plain_of(post.html) if plain is None else plain
    return document_of(post.pk, post.author_id, thread, words, talkers)


def document_of(
    key: int, author_id: int | None, thread: Thread, plain: str, talkers: Talkers | None = None
) -> fulltext.Document:
    """The same from the parts of a post."""
    if talkers is None:
        talkers = talkers_of([thread])
    return fulltext.Document(
        id=key,
        title=thread.title if key == thread.first_key else "",
        body=text.without_mentions(plain),
        scope=_scope(thread, author_id, talkers),
        private=thread.kind == Thread.Kind.DIRECT,
    )


def _scope(thread: Thread, author_id: int | None, talkers: Talkers) -> tuple[str, ...]:
    """Tokens by which a search is narrowed: community, author, and the space or the talkers."""
    known = (f"c{thread.community_id}", f"u{author_id or 0}")
    if thread.kind == Thread.Kind.DIRECT:
        return (*known, *(f"m{pk}" for pk in talkers.get(thread.audience_id, ())))
    return (*known, f"s{thread.space_id or 0}")


def talkers_of(threads: Iterable[Thread]) -> Talkers:
    """Who is in the private talks among these threads; no query where there are none.

    Whoever changes the list of such a talk writes it anew with `index_thread`. An imported member
    that somebody claimed stays on it, and is one of their own ids.
    """
    audiences = {one.audience_id for one in threads if one.kind == Thread.Kind.DIRECT}
    found: dict[int, tuple[int, ...]] = {}
    if audiences:
        entries = AudienceEntry.objects.filter(audience__in=audiences).order_by("pk")
        for audience, member in entries.values_list("audience", "membership"):
            found[audience] = (*found.get(audience, ()), member)
    return found


def index_thread(thread: Thread) -> None:
    """Write all of a thread's posts anew, after it moved or its title changed."""
    posts = Post.objects.unguarded("the index holds every published post")
    rows = posts.filter(thread=thread.pk, kind=Post.Kind.NORMAL, standing="published")
    talkers = talkers_of([thread])
    fulltext.write(
        document(post, thread, talkers=talkers) for post in rows.iterator(chunk_size=500)
    )
