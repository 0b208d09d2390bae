"""How large the bench's community is, and how long each measure lasts."""

from __future__ import annotations

import argparse
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

VERSION = 2
"""Raised when `filling` would make other rows: what is kept of an older one is made anew."""
SLUG = "bench"
VIEWER = "mia@bench.example"
"""A member of all spaces: whoever asks for pages and writes."""
TALKER = "ida@bench.example"
"""A member of all spaces and of 300 conversations: whoever searches."""
GUEST = "gus@bench.example"
"""A guest on the list of one space; like anybody, they see what the world sees too."""

WORLD, LISTED = 2, 3
"""Which space the world reads, and which one is by list; the others are for members."""
BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
"""When the first word was said, and everybody was in."""
LITTLE = 100
"""Posts of the small thread, the small chat and the small board, beside their large likes."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Numbers of rows, rounds, and seconds of one measure in one round."""

    threads: int = 1_000
    posts: int = 100_000
    spaces: int = 12
    members: int = 300
    talks: int = 300
    imported: int = 16_000
    searches: int = 30
    """Of each sort, of which there are nine."""
    rounds: int = 3
    seconds: float = 1.5
    connections: int = 16
    workers: int = 2

    @property
    def chats(self) -> int:
        """The first two of the spaces are chats: a large one and a small one."""
        return 2

    @property
    def most(self) -> int:
        """Posts of the longest thread, and of the large chat: a tenth of all posts each."""
        return max(self.posts // 10, self.little)

    @property
    def little(self) -> int:
        """Posts of their small likes."""
        return min(LITTLE, self.posts // 10)

    def key(self) -> str:
        """Names the rows, so that they are made once for each size."""
        size = f"{self.threads}-{self.posts}-{self.spaces}-{self.members}-{self.talks}"
        return f"v{VERSION}-{size}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One option for each number."""
    for name, value in asdict(Shape()).items():
        parser.add_argument(f"--{name}", type=type(value), default=value, metavar="N")


def shape_of(arguments: argparse.Namespace) -> Shape:
    """The shape that the command line asks for."""
    return Shape(**{name: getattr(arguments, name) for name in asdict(Shape())})
