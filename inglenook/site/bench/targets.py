"""What the house promises of its speed, each beside what was measured, as a Markdown table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from inglenook.site.bench.measuring import Figures, middle
from inglenook.site.bench.pages import EMPTY, UNCHANGED
from inglenook.site.bench.shape import Shape


@dataclass(frozen=True, slots=True)
class Target:
    """One promise: at least, or at most, so much; None where nothing was measured."""

    what: str
    bound: float
    measured: float | None
    at_most: bool = True
    unit: str = ""

    @property
    def is_met(self) -> bool:
        """Not met where it was not measured."""
        if self.measured is None:
            return False
        return self.measured <= self.bound if self.at_most else self.measured >= self.bound

    def line(self) -> str:
        """A row of the table."""
        sign = "\u2264" if self.at_most else "\u2265"
        measured = "not measured" if self.measured is None else _number(self.measured) + self.unit
        met = "yes" if self.is_met else "no"
        return f"| {self.what} | {sign} {_number(self.bound)}{self.unit} | {measured} | {met} |"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.2f}"


@dataclass(frozen=True, slots=True)
class Measured:
    """All that a run found."""

    shape: Shape
    figures: Mapping[str, Figures]
    queries: Mapping[str, int]
    searches: Mapping[str, Mapping[str, float]]
    imported: Mapping[str, float]
    memory: float
    start: float

    def rate(self, name: str) -> float | None:
        """Requests a second, over the empty view's."""
        if name not in self.figures:
            return None
        return middle(self.figures[name].rates) / (middle(self.figures[EMPTY].rates) or 1)

    def grown(self, kind: str) -> float:
        """Time of the large one's page over the small one's, one after another."""
        large, small = (middle(self.figures[f"{size} {kind}"].p50) for size in ("large", "small"))
        return large / (small or 1)


def table(found: Measured) -> Iterator[str]:
    """The lines of the table."""
    yield "| what | promised | measured | met |"
    yield "| --- | --- | --- | --- |"
    for target in (*_pages(found), *_replies(found), *_searches(found), *_rest(found)):
        yield target.line()


def _pages(found: Measured) -> Iterator[Target]:
    thread = found.figures["thread, signed in"]
    rate = "requests a second over the empty view's"
    yield Target(
        f"thread of 20 posts, signed in: {rate}", 0.15, found.rate("thread, signed in"), False
    )
    tail = middle(thread.busy99) / (middle(thread.busy50) or 1)
    yield Target(f"its p99 over its p50 at {found.shape.connections} connections", 4, tail)
    yield Target("its bytes as sent", 9 * 1024, middle(thread.size))
    yield Target("its questions to the database", 6, found.queries["thread, signed in"])
    for name in ("board", "chat"):
        case = f"{name}, signed in"
        yield Target(f"{name}, signed in: {rate}", 0.12, found.rate(case), False)
        yield Target("its questions to the database", 6, found.queries[case])
    yield Target(f"thread, anonymous: {rate}", 0.8, found.rate("thread, anonymous"), False)
    yield Target(
        f"the same, answered that nothing changed (304): {rate}", 0.8, found.rate(UNCHANGED), False
    )


def _replies(found: Measured) -> Iterator[Target]:
    name = f"reply, {found.shape.connections} connections: requests a second over the empty view's"
    yield Target(name, 0.1, found.rate("reply"), False)
    alone = found.figures["reply, one by one"]
    tail = middle(alone.p95) / (middle(alone.p50) or 1)
    yield Target("reply, one after another: p95 over p50", 3, tail)


def _searches(found: Measured) -> Iterator[Target]:
    who = {
        "member": f"a member of {found.shape.spaces} spaces and {found.shape.talks} conversations",
        "guest": "a guest of one space",
    }
    for name, times in found.searches.items():
        person, _, sort = name.partition(", ")
        what = f"search among {found.shape.posts:,} posts, {sort} first, {who[person]}: p95"
        yield Target(what, 5 if sort == "newest" else 20, times["p95"], unit=" ms")


def _rest(found: Measured) -> Iterator[Target]:
    brought: Mapping[str, Any] = found.imported
    a_second = brought["messages"] / brought["seconds"]
    yield Target("import with the index: messages a second", 10_000, a_second, False)
    times = brought["seconds"] / brought["parsing"]
    yield Target("its time over that of unzipping and parsing the same file", 35, times)
    memory = f"memory of all processes after it (PSS), {found.shape.workers} web workers"
    yield Target(memory, 240, found.memory, unit=" MB")
    yield Target("`inglenook up` to its first answer, set up", 3, found.start, unit=" s")
    shape = found.shape
    for kind in ("thread", "chat"):
        sizes = f"{shape.most:,} over {shape.little:,} posts"
        yield Target(f"page of a {kind} with {sizes}: time", 1.2, found.grown(kind))
    yield Target(
        f"page of a board with over {shape.most:,} over {shape.little:,} posts: time",
        1.2,
        found.grown("board"),
    )
