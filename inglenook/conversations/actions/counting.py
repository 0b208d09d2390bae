"""The counters of threads into which many posts come at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from inglenook.conversations.actions.never_new import Arrived
from inglenook.conversations.models import Thread
from inglenook.conversations.titles import title_of_line
from inglenook.foundation import bulk

if TYPE_CHECKING:
    from inglenook.conversations.actions.importing import NewPost

Kind = Thread.Kind

# Where somebody writes in the thread at the same time, the database decides, not what was read.
_UPDATE = """
UPDATE conversations_thread SET
    first_key = CASE WHEN first_key = 0 THEN %s ELSE first_key END,
    title = CASE WHEN title = '' THEN %s ELSE title END,
    author_id = COALESCE(author_id, %s),
    last_author_id = CASE WHEN last_key < %s THEN %s ELSE last_author_id END,
    last_key = CASE WHEN last_key < %s THEN %s ELSE last_key END,
    reply_count = reply_count + %s,
    version = version + 1
WHERE id = %s
"""


@dataclass(slots=True)
class _Gain:
    thread: Thread
    first: int = 0
    title: str = ""
    author: int | None = None
    last: int = 0
    last_author: int | None = None
    replies: int = 0

    def follow(self, new: NewPost) -> None:
        if new.key > self.last:
            self.last, self.last_author = new.key, new.author_id

    def begin(self, thread: Thread, new: NewPost) -> None:
        """Its first post names it and is its author's; private talk has neither."""
        self.first = thread.first_key = new.key
        if thread.kind != Kind.DIRECT:
            self.author = new.author_id
            self.title = thread.title = thread.title or title_of_line(new.rendered.plain)


def count(batch: Iterable[NewPost]) -> list[Arrived]:
    """Raise the counters of the batch's threads; the posts have their keys already.

    A post opens its thread where that has none yet, or the branch that it `begins`. A stream
    counts no replies and is opened by nobody.

    Returns:
        What came into each thread.
    """
    gains: dict[int, _Gain] = {}
    for new in batch:
        gain = gains.setdefault(new.thread.pk, _Gain(new.thread))
        gain.follow(new)
        if new.thread.kind != Kind.STREAM:
            if new.thread.first_key == 0:
                gain.begin(new.thread, new)
            else:
                gain.replies += 1
        if new.begins is not None:
            branch = gains.setdefault(new.begins.pk, _Gain(new.begins))
            branch.follow(new)
            branch.begin(new.begins, new)
    rows = [
        (g.first, g.title, g.author, g.last, g.last_author, g.last, g.last, g.replies, pk)
        for pk, g in gains.items()
    ]
    bulk.run_for_each(_UPDATE, rows)
    arrived = [Arrived(g.thread, g.thread.last_key, g.last) for g in gains.values()]
    for one in arrived:
        one.thread.last_key = max(one.before, one.last)
    return arrived
