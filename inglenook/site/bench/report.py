"""Prints what was measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from inglenook.site.bench.measuring import Figures, middle
from inglenook.site.bench.pages import EMPTY

_HEAD = (
    "", "req/s", "of empty", "CPU ms", "x empty", "p50 ms", "p95 ms", "busy p50", "p99", "bytes",
    "queries",
)  # fmt: skip


def table(figures: Mapping[str, Figures], queries: Mapping[str, int]) -> Iterator[str]:
    """One line a case: medians of the rounds, and ratios to the empty view."""
    yield _line(_HEAD)
    empty = figures[EMPTY]
    for name, found in figures.items():
        cost = middle(found.cpu) / (middle(empty.cpu) or 1)
        yield _line(
            (
                name,
                f"{middle(found.rates):,.0f}",
                f"{middle(found.rates) / (middle(empty.rates) or 1):.2f}",
                f"{middle(found.cpu):.2f}",
                f"{cost:.1f}",
                f"{middle(found.p50):.1f}",
                f"{middle(found.p95):.1f}",
                f"{middle(found.busy50):.1f}",
                f"{middle(found.busy99):.1f}",
                f"{middle(found.size):,.0f}",
                f"{queries[name]}" if name in queries else "",
            )
        )


def _line(cells: tuple[str, ...]) -> str:
    name, *rest = cells
    return f"  {name:<22}" + "".join(f"{cell:>9}" for cell in rest)


def searched(found: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """One line for each person and order; within the server, in milliseconds."""
    for name, times in found.items():
        yield (
            f"search within the server, {name} first: p50 {times['p50']:.2f} ms, p95 "
            f"{times['p95']:.2f}, longest {times['most']:.2f}; of processor p50 "
            f"{times['cpu p50']:.2f}, p95 {times['cpu p95']:.2f} ({times['searches']:.0f} searches)"
        )


def imported(found: Mapping[str, float]) -> str:
    """Two lines about the importer."""
    seconds, cpu, parsing = found["seconds"], found["cpu"], found["parsing"]
    return (
        f"import: {found['messages']:,.0f} messages in {seconds:.1f} s, "
        f"{found['messages'] / seconds:,.0f} a second ({cpu:.1f} s of processor)\n"
        f"  {seconds / parsing:.0f} times as long as unzipping and parsing them ({parsing:.3f} s)"
    )
