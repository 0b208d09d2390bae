"""Every class of holes has tests that are there, or a reason why it can't be tried yet."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROWS = re.findall(
    r"^\| (?!class |---)(.+?) \| (.+) \|$",
    (ROOT / "docs/security-cases.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)
#: By the beginning of their names.
CLASSES = (
    "Side objects", "Attachments", "Guests", "Partners", "Invitation and approval",
    "Sessions and tokens", "Host header", "Enumeration", "Bypass of limits", "Linking",
    "Codes of an app", "Look-alikes", "GET that writes", "Forged forms", "Redirects",
    "Streams across origins",
    "Stored script", "Orders to htmx", "SVG and HTML", "Themes", "Templates", "Lines of one's own",
    "Formulas", "Webhooks", "Calendars", "Picture bombs", "Archive bombs", "Slow input",
    "Nonsense", "Shared caches", "Double submit", "Two editors", "Locked database",
    "Slow clients", "Mail down", "Requests inwards", "Streams that outlive",
)  # fmt: skip
NOT_YET = {"Partners", "Linking", "Formulas", "Webhooks", "Calendars"}


def test_every_class_has_a_row() -> None:
    missing = [name for name in CLASSES if not any(row[0].startswith(name) for row in ROWS)]
    assert missing == []


@pytest.mark.parametrize("row", ROWS, ids=[row[0][:30] for row in ROWS])
def test_every_class_has_tests_or_a_reason(row: tuple[str, str]) -> None:
    named = re.findall(r"`(test_\w+)`", row[1])
    if not named:
        assert row[1].startswith("not yet: ")
        assert any(row[0].startswith(name) for name in NOT_YET), row[0]
    assert set(named) <= THERE


SOURCES = [*(ROOT / "inglenook").rglob("tests/*.py"), *(ROOT / "tests").rglob("*.py")]
THERE = {
    name
    for source in SOURCES
    for name in re.findall(r"def (test_\w+)", source.read_text(encoding="utf-8"))
}
