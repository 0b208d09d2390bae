"""Count what is read, and prove that nothing got lost on the way."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from .reasons import Reason
from .records import Item, Person, Post, Skipped, Space, Thread


class MiscountError(Exception):
    """Messages read are not posts and skips together: a fault of the program, not of the file."""


@dataclass(slots=True)
class Tally:
    """Running counts. `people` are accounts of the archive, `others` people without one.

    `replies` answer a thread's first post; `threads` are branches and board threads, never
    streams; a reaction is one person's emoji on one post.
    """

    people: int = 0
    others: int = 0
    spaces: int = 0
    threads: int = 0
    posts: int = 0
    replies: int = 0
    reactions: int = 0
    files: int = 0
    files_taken: int = 0
    skipped: Counter[Reason] = field(default_factory=Counter)

    def add(self, record: Person | Space | Item) -> None:
        """Count one record."""
        if isinstance(record, Post):
            self.posts += 1
            self.replies += record.replies
            self.reactions += len(record.reactions)
            if record.files:
                self.files += len(record.files)
                self.files_taken += sum(file.taken for file in record.files)
        elif isinstance(record, Skipped):
            self.skipped[record.reason] += 1
        elif isinstance(record, Thread):
            self.threads += 1
        elif isinstance(record, Space):
            self.spaces += 1
        elif record.account:
            self.people += 1
        else:
            self.others += 1

    @property
    def messages(self) -> int:
        """Posts and skipped messages together."""
        return self.posts + self.skipped.total()

    def prove(self, read: int) -> None:
        """Check the sum against the number of messages that was counted when reading.

        Raises MiscountError where they differ.
        """
        if self.messages != read:
            raise MiscountError(
                f"{read} messages read, but {self.posts} posts + {self.skipped.total()} skipped"
            )

    def as_json(self) -> dict[str, Any]:
        """The counts in the shape that the command line prints."""
        return {
            "people": self.people,
            "spaces": self.spaces,
            "threads": self.threads,
            "posts": self.posts,
            "replies": self.replies,
            "reactions": self.reactions,
            "skipped": {reason.value: count for reason, count in sorted(self.skipped.items())},
        }
