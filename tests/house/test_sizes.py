"""STYLE: files, functions, templates and stylesheets stay short, and modules say what they hold."""

from pathlib import Path, PurePosixPath

import pytest

from tools.checks import project_files
from tools.checks.sizes import Measure, functions_of, measures

VAGUE = {"utils", "util", "helpers", "helper", "services", "managers", "misc", "common"}


@pytest.mark.parametrize("measure", measures(), ids=lambda measure: measure.kind)
def test_nothing_is_longer_than_the_house_allows(measure: Measure) -> None:
    offenders = measure.offenders()
    assert not offenders, (
        f"{measure.kind}: 95 of 100 stay within {measure.usual} lines, none is past "
        f"{measure.most}. Too long:\n  " + "\n  ".join(offenders)
    )


def test_no_module_has_a_name_that_says_nothing() -> None:
    names = [name for name, _ in project_files("inglenook/**.py", "tests/**.py")]
    assert names
    vague = [name for name in names if VAGUE & set(PurePosixPath(name).with_suffix("").parts)]
    assert not vague


def test_one_file_past_the_last_limit_is_named() -> None:
    measure = Measure("files", 10, 20, (("long.py", 21), *((f"{n}.py", 5) for n in range(99))))
    assert measure.offenders() == ["long.py: 21 lines"]


def test_a_crowd_past_the_first_limit_is_named() -> None:
    measure = Measure("files", 10, 20, (("a.py", 11), ("b.py", 12), ("c.py", 3)))
    assert measure.offenders() == ["b.py: 12 lines", "a.py: 11 lines"]


def test_few_past_the_first_limit_are_allowed() -> None:
    measure = Measure("files", 10, 20, (("a.py", 11), *((f"{n}.py", 5) for n in range(19))))
    assert measure.offenders() == []


def test_functions_are_measured_with_those_inside_of_them(tmp_path: Path) -> None:
    source = tmp_path / "two.py"
    source.write_text("def outer():\n    def inner():\n        pass\n    return inner\n")
    assert dict(functions_of("two.py", source)) == {"two.py:1 outer": 4, "two.py:2 inner": 2}
