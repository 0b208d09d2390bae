"""How long files, functions and templates may be; tests/house/test_sizes.py holds them to it.

A measure has two limits: 95 of 100 stay under the first, and none reaches past the second.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.checks import project_files

# Vendored copies and what Django writes are measured by nobody.
_OURS = (":!:**/migrations/**", ":!:**/vendor/**")


@dataclass(frozen=True)
class Measure:
    """A kind of thing, its limits in lines, and what is measured: (where, lines)."""

    kind: str
    usual: int
    most: int
    lines: tuple[tuple[str, int], ...]

    def offenders(self) -> list[str]:
        """What must become shorter: each that is past the last limit, and the longest of those
        past the first one when more than 5 of 100 are.
        """
        past = sorted((row for row in self.lines if row[1] > self.usual), key=lambda row: -row[1])
        allowed = len(self.lines) * 5 // 100
        crowd = past if len(past) > allowed else []
        wrong = crowd or [row for row in past if row[1] > self.most]
        return [f"{where}: {lines} lines" for where, lines in wrong]


def measures() -> list[Measure]:
    """Every measure of the house, taken now."""
    return [
        Measure("Python files", 250, 400, tuple(_files("*.py"))),
        Measure("scripts of pages", 250, 400, tuple(_files("inglenook/**.js"))),
        Measure("functions", 25, 50, tuple(_functions())),
        Measure("templates", 60, 120, tuple(_files("inglenook/**/templates/**"))),
        Measure("stylesheets", 149, 149, tuple(_files("inglenook/**/static/**.css"))),
    ]


def _files(pattern: str) -> Iterator[tuple[str, int]]:
    for name, path in project_files(pattern, *_OURS):
        yield name, len(path.read_text(encoding="utf-8").splitlines())


def _functions() -> Iterator[tuple[str, int]]:
    for name, path in project_files("*.py", *_OURS):
        yield from functions_of(name, path)


def functions_of(name: str, path: Path) -> Iterator[tuple[str, int]]:
    """Each function of a file with its length, from `def` to its last line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), name)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            end = node.end_lineno or node.lineno
            yield f"{name}:{node.lineno} {node.name}", end - node.lineno + 1
