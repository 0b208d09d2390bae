"""DESIGN: each folder stands on a floor, and what crosses the house knows no capability."""

import ast
import tomllib
from pathlib import Path

import pytest

from tools.checks import ROOT

PACKAGE = ROOT / "inglenook"
CROSSING = {"notices", "search", "live", "archive", "insights", "api"}


def _floors() -> list[set[str]]:
    """The floors of pyproject.toml, from the top."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        contract = tomllib.load(file)["tool"]["importlinter"]["contracts"][0]
    return [
        {name.strip(" ()") for name in layer.replace(":", "|").split("|")}
        for layer in contract["layers"]
    ]


def _rooms() -> list[str]:
    return sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


def test_every_folder_stands_on_a_floor() -> None:
    rooms = _rooms()
    assert "foundation" in rooms
    assert not set(rooms) - {name for floor in _floors() for name in floor}


@pytest.mark.parametrize("room", sorted(CROSSING & set(_rooms())))
def test_what_crosses_the_house_imports_no_capability(room: str) -> None:
    capabilities = next(floor for floor in _floors() if "events" in floor)
    reached = {
        f"{path.relative_to(ROOT)}: {module}"
        for path in (PACKAGE / room).rglob("*.py")
        if "tests" not in path.parts
        for module in _imported(path)
        if module.removeprefix("inglenook.").split(".")[0] in capabilities
    }
    assert not reached


def _imported(path: Path) -> set[str]:
    """The modules of the house that a file imports."""
    modules: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {module for module in modules if module.startswith("inglenook.")}
