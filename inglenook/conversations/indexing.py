"""What the search index holds of a post: its words, where it stands and whose it is."""

from __future__ import annotations

from inglenook.conversations.models import Post, Thread
from inglenook.foundation import fulltext, text


def document(post: Post, thread: Thread, plain: str | None = None) -> fulltext.Document:
    """The document of one post; a thread's title counts for its first post."""
    words = text.plain_of(post.html) if plain is None else plain
    return fulltext.Document(
        id=post.pk,
        title=thread.title if post.pk == thread.first_key else "",
        body=text.without_mentions(words),
        scope=scope_of(thread, post.author_id),
    )


def scope_of(thread: Thread, author_id: int | None) -> tuple[str, ...]:
    """Tokens by which a search is narrowed: community, audience, space, author."""
    place = f"s{thread.space_id}" if thread.space_id else "direct"
    audience = f"a{thread.audience_id}"
    return (f"c{thread.community_id}", audience, place, f"u{author_id or 0}")


def index_thread(thread: Thread) -> None:
    """Write all of a thread's posts anew, after it moved or its title changed."""
    posts = Post.objects.unguarded("the index holds every published post")
    rows = posts.filter(thread=thread.pk, kind=Post.Kind.NORMAL, standing="published")
    fulltext.write(document(post, thread) for post in rows.iterator(chunk_size=500))
