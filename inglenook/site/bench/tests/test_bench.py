"""The bench runs to its end with few rows. Its figures are asserted nowhere."""

import random
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from inglenook.site.bench import report
from inglenook.site.bench.filling import said_in
from inglenook.site.bench.measuring import Figures
from inglenook.site.bench.pages import EMPTY
from inglenook.site.bench.shape import Shape
from inglenook.site.bench.targets import Target
from inglenook.site.bench.texts import Writer
from inglenook.site.tests.processes import environ_of

FEW = {
    "threads": 12, "posts": 300, "members": 12, "talks": 3, "imported": 120, "searches": 1,
    "rounds": 1, "seconds": 0.05, "connections": 2, "workers": 1,
}  # fmt: skip


@pytest.mark.journey
@pytest.mark.sqlite_only
def test_every_case_is_measured_and_printed(tmp_path: Path) -> None:
    words = [word for name, value in FEW.items() for word in (f"--{name}", str(value))]
    done = subprocess.run(
        [sys.executable, "-m", "inglenook.site.bench", "--folder", str(tmp_path), *words],
        env=environ_of(tmp_path),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for line in (
        EMPTY, "thread, signed in", "board, signed in", "chat, signed in", "thread, anonymous",
        "search, newest first", "search, best first", "reply",
    ):  # fmt: skip
        assert re.search(rf"^  {line} +[\d,]+ ", done.stdout, re.MULTILINE), done.stdout
    assert "import: 120 messages" in done.stdout
    for part in ("search among 300 posts, best first, a guest of one space", "reply, one after"):
        assert re.search(rf"^\| {part}.* \| (yes|no) \|$", done.stdout, re.MULTILINE), done.stdout
    assert "MB at rest" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == [Shape(**FEW).key()]  # type: ignore[arg-type]


def test_texts_are_the_same_in_every_run() -> None:
    assert [Writer().post([1, 2]) for _ in range(2)] == [Writer().post([1, 2])] * 2
    assert Writer(7).post([1, 2]) != Writer().post([1, 2])


def test_report_compares_medians_with_the_empty_view() -> None:
    empty = Figures([100, 900, 300], [1.0, 1.0, 9.0], [1.0], [1.0], [1.0], [1.0], [500])
    page = Figures([30, 60, 90], [4.0, 5.0, 6.0], [8.0], [9.0], [11.0], [12.0], [8_000])
    _head, _empty, line = report.table({EMPTY: empty, "page": page}, {"page": 7})
    assert line.split() == [
        "page",
        "60",
        "0.20",
        "5.00",
        "5.0",
        "8.0",
        "9.0",
        "11.0",
        "12.0",
        "8,000",
        "7",
    ]


def test_target_is_met_on_its_own_side_and_not_where_nothing_was_measured() -> None:
    for measured, at_most, met in ((4, True, True), (6, True, False), (6, False, True)):
        target = Target("this", 5, measured, at_most)
        assert target.is_met is met
        assert target.line().endswith("| yes |" if met else "| no |")
    assert Target("this", 5, None).line() == "| this | \u2264 5 | not measured | no |"


def test_large_and_small_end_alike() -> None:
    shape = Shape(threads=4, posts=2_000, talks=1)
    places = SimpleNamespace(
        topics=["a", "b", "c", "d"], talks=["t"] * 4, little=["l"] * 30, long="long",
        short="short", streams=["big", "small"],
    )  # fmt: skip
    said = said_in(shape, places, random.Random(1))  # type: ignore[arg-type]
    assert len(said) == shape.posts
    assert said.count("long") == said.count("big") == shape.most
    assert said.count("short") == said.count("small") == said.count("l") == shape.little
    assert said[-4:] == ["short", "small", "long", "big"]
