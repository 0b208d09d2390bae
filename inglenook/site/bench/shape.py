"""How large the bench's community is, and how long each measure lasts."""

from __future__ import annotations

import argparse
from dataclasses import asdict, dataclass

VERSION = 1
"""Raised when `filling` would make other rows: what is kept of an older one is made anew."""
SLUG = "bench"
VIEWER = "mia@bench.example"


@dataclass(frozen=True, slots=True)
class Shape:
    """Numbers of rows, rounds, and seconds of one measure in one round."""

    threads: int = 1_000
    posts: int = 100_000
    spaces: int = 12
    members: int = 300
    imported: int = 16_000
    rounds: int = 3
    seconds: float = 1.5
    connections: int = 8
    workers: int = 2

    @property
    def chats(self) -> int:
        """Two of the spaces are chats, each with a twentieth of all posts."""
        return 2

    def key(self) -> str:
        """Names the rows, so that they are made once for each size."""
        return f"v{VERSION}-{self.threads}-{self.posts}-{self.spaces}-{self.members}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One option for each number."""
    for name, value in asdict(Shape()).items():
        parser.add_argument(f"--{name}", type=type(value), default=value, metavar="N")


def shape_of(arguments: argparse.Namespace) -> Shape:
    """The shape that the command line asks for."""
    return Shape(**{name: getattr(arguments, name) for name in asdict(Shape())})
