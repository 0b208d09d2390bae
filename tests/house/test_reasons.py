"""Every place that reads content past the predicate was read by somebody, and says why.

Whoever adds one adds it here: the number of uses in each file, outside foundation and tests.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "inglenook"
WAYS = {"unguarded", "crossing"}
REVIEWED: dict[str, int] = {
    "archive/newcomers.py": 1,
    "archive/placing.py": 3,
    "archive/queries/numbers.py": 3,
    "archive/queries/opening.py": 1,
    "archive/queries/standing.py": 1,
    "archive/touching.py": 4,
    "archive/undoing.py": 9,
    "conversations/actions/editing.py": 7,
    "conversations/actions/importing.py": 1,
    "conversations/actions/never_new.py": 1,
    "conversations/actions/reacting.py": 1,
    "conversations/actions/taking_back.py": 6,
    "conversations/actions/tending.py": 4,
    "conversations/actions/writing.py": 5,
    "conversations/finding.py": 2,
    "conversations/indexing.py": 1,
    "conversations/models.py": 1,
    "conversations/queries/facts.py": 1,
    "conversations/queries/found.py": 2,
    "conversations/queries/spaces.py": 1,
    "conversations/regions.py": 1,
    "live/queries/news.py": 2,
    "search/queries.py": 1,
    "search/rebuild.py": 1,
    "site/bench/pages.py": 4,
    "site/bench/places.py": 3,
    "site/bench/searching.py": 1,
    "site/sample/archives.py": 2,
    "site/sample/houses.py": 1,
    "site/sample/telling.py": 5,
    "spaces/actions.py": 3,
    "spaces/queries.py": 2,
}


def uses() -> Iterator[tuple[str, int, str | None]]:
    """File, line and reason of each use; no reason where it can't be read where it stands."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if name.startswith("foundation/") or "/tests/" in name or "/migrations/" in name:
            continue
        tree = ast.parse(path.read_text())
        constants = {
            target.id: node.value.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr in WAYS:
                yield name, node.lineno, _reason(node, constants)


def _reason(call: ast.Call, constants: Mapping[str, object]) -> str | None:
    if len(call.args) != 1:
        return None
    given = call.args[0]
    value: object = given.value if isinstance(given, ast.Constant) else None
    if isinstance(given, ast.Name):
        value = constants.get(given.id)
    return value if isinstance(value, str) else None


def test_every_use_says_why() -> None:
    silent = [f"{name}:{line}" for name, line, why in uses() if not why or len(why.split()) < 3]
    assert not silent, "say why in a text that stands here, or in a constant of the module"


def test_every_use_is_on_the_reviewed_list() -> None:
    found: dict[str, int] = {}
    for name, _line, _why in uses():
        found[name] = found.get(name, 0) + 1
    assert found == REVIEWED
