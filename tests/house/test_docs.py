"""The pages for people are held to the code: commands, settings, targets, verbs, links, proofs."""

import argparse
import re
import tomllib
from pathlib import Path

import pytest

from inglenook.archive.reasons import Reason
from inglenook.foundation.activity import declared_verbs
from inglenook.site import environment
from inglenook.site.command import parser

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
BLOCKS = re.MULTILINE | re.DOTALL
# What stands in capitals between backticks and is no setting of the house.
OTHER_CAPITALS = {"ARGS", "FETCH_RAISE", "LANGUAGES", "ROOMS", "TEST_DATABASE_URL"}
OTHER_CAPITALS |= {"TEST_VALKEY_URL", "WRITES_ON_GET"}
OTHER_CAPITALS |= {"LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES"}


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def ids(path: Path) -> str:
    return str(path.relative_to(ROOT))


def code_in(page: str) -> list[str]:
    """Lines of indented blocks, and what stands between backticks."""
    blocks = re.findall(r"^(?: {4,}|\t)(\S.*)$", page, re.MULTILINE)
    return blocks + re.findall(r"`([^`\n]+)`", page)


def commands() -> dict[str, set[str]]:
    """Every command of `inglenook`, with the options that it takes."""
    whole = parser()._actions
    subparsers = next(a for a in whole if isinstance(a, argparse._SubParsersAction)).choices
    return {
        name: {option for action in sub._actions for option in action.option_strings}
        for name, sub in subparsers.items()
    }


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_documented_make_targets_are_there(page: Path) -> None:
    code = code_in(page.read_text(encoding="utf-8"))
    named = {found[1] for line in code if (found := re.match(r"(?:\S+=\S+ )*make ([a-z]+)", line))}
    assert named <= targets()


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_documented_commands_and_options_are_there(page: Path) -> None:
    known = commands()
    for line in code_in(page.read_text(encoding="utf-8")):
        found = re.match(r"(?:\S+=\S+ )*(?:\S*/)?inglenook ([a-z][a-z-]*)(.*)", line)
        if found:
            assert found[1] in known, line
            options = set(re.findall(r"--[a-z-]+", found[2].partition("#")[0]))
            assert found[1] == "manage" or options <= known[found[1]], line


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_documented_settings_are_there(page: Path) -> None:
    known = {row.name for row in environment.SETTINGS} | OTHER_CAPITALS
    code = code_in(page.read_text(encoding="utf-8"))
    named = {line for line in code if re.fullmatch(r"[A-Z][A-Z_]{3,}", line)}
    named |= {found[1] for line in code if (found := re.match(r"([A-Z][A-Z_]+)=", line))}
    assert named <= known


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        path, _, anchor = target.partition("#")
        if "://" in target:
            continue
        there = (page.parent / path) if path else page
        assert there.exists(), target
        if anchor:
            assert anchor in anchors(there), target


def anchors(page: Path) -> set[str]:
    """The addresses of a page's headings, as they are made of their words."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in headings}


def test_the_two_commands_of_the_readme_are_targets() -> None:
    named = re.findall(r"^ {4}make ([a-z]+)", text_of("README.md"), re.MULTILINE)
    assert {"up", "test"} <= set(named) <= targets()


def test_every_page_is_linked_from_the_readme() -> None:
    linked = set(re.findall(r"\]\((docs/[^)#\s]+)", text_of("README.md")))
    pages = {ids(page) for page in DOCS.glob("*.md")}
    assert pages <= linked


def test_every_command_has_a_heading_and_every_option_a_row() -> None:
    page = text_of("docs/commands.md")
    parts = dict(re.findall(r"^## `inglenook ([a-z-]+)`\n(.*?)(?=^## |\Z)", page, BLOCKS))
    known = commands()
    assert set(parts) == set(known)
    for name, options in known.items():
        rows = set(re.findall(r"^\| `(--[a-z-]+)", parts[name], re.MULTILINE))
        assert rows == options - {"-h", "--help"}, name


def test_every_verb_has_a_heading_and_says_what_it_is_about() -> None:
    page = text_of("docs/activity.md")
    told = dict(re.findall(r"^### (\w+)\n\nAbout `([\w.]+)`", page, re.MULTILINE))
    assert told == {name: verb.about for name, verb in declared_verbs().items()}


def test_every_proof_is_a_test() -> None:
    sources = [path.read_text(encoding="utf-8") for path in ROOT.glob("inglenook/**/tests/*.py")]
    sources += [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py")]
    there = set(re.findall(r"def (test_\w+)", "\n".join(sources)))
    named = set(re.findall(r"`(test_\w+)`", text_of("SECURITY.md")))
    assert named
    assert named <= there


def test_every_dependency_is_named_with_its_reason() -> None:
    project = tomllib.loads(text_of("pyproject.toml"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    wanted += project["project"]["optional-dependencies"]["s3"]
    wanted += re.findall(r"^[a-z].*$", text_of("requirements/build.in"), re.MULTILINE)
    rows = re.findall(
        r"^\| `([\w-]+)` \| (.+) \| (.+) \|$", text_of("docs/dependencies.md"), re.MULTILINE
    )
    assert sorted(row[0] for row in rows) == sorted(re.split(r"[^\w-]", name)[0] for name in wanted)
    assert all(licence and len(reason) > 8 for _name, licence, reason in rows)


def test_every_reason_to_skip_is_told() -> None:
    table = text_of("docs/moving-in.md").partition("| reason | why |")[2].partition("\n\n")[0]
    assert set(re.findall(r"^\| `(\w+)`", table, re.MULTILINE)) == {
        str(reason) for reason in Reason
    }


def test_decisions_are_at_most_five() -> None:
    assert 1 <= len(list((DOCS / "decisions").glob("*.md"))) <= 5


def test_picture_of_the_readme_is_small() -> None:
    pictures = list(DOCS.glob("picture.*"))
    assert pictures
    assert all(path.stat().st_size <= 200 * 1024 for path in pictures)
