"""docs/limits.md names every limit of the code, with its number."""

import inspect
import re
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from allauth.account import app_settings
from django import forms
from django.conf import settings
from django.db import models

from inglenook.archive import limits
from inglenook.foundation.limits import Limit

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "inglenook"
PAGE = ROOT / "docs" / "limits.md"
FORMS = ("accounts", "communities", "spaces")
# Their length is that of their class, whichever form they stand in.
BY_CLASS = {"AddressField", "PasswordField", "NewPasswordField"}
UNITS = {
    "KB": 1024,
    "MB": 1024**2,
    "GB": 1024**3,
    "million": 10**6,
    "seconds": 1,
    "minutes": 60,
    "hour": 3600,
    "hours": 3600,
}
NUMBER = re.compile(r"([\d,]+)(?: ([A-Za-z]+))?")
PERIODS = {"m": "a minute", "h": "an hour", "300s": "in 5 minutes", "10s": "in 10 seconds"}
SPANS = {
    10: "in 10 seconds",
    60: "a minute",
    300: "in 5 minutes",
    600: "in 10 minutes",
    3600: "an hour",
}
WHOSE = {"ip": "from one network address", "key": "for one account", "user": "by one person"}


def rows() -> list[tuple[str, str, list[str]]]:
    """What is limited, how much, and the places in the code."""
    found = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 3 and "`" in cells[2]:
            found.append((cells[0], cells[1], re.findall(r"`([^`]+)`", cells[2])))
    return found


def places() -> set[str]:
    return set(re.findall(r"`([\w.:]+\.[\w.:]+)`", PAGE.read_text(encoding="utf-8")))


CASES = [(name, said, place) for name, said, where in rows() for place in where]


@pytest.mark.parametrize(("name", "said", "place"), CASES, ids=[f"{c[0]}: {c[2]}" for c in CASES])
def test_limit_is_as_documented(name: str, said: str, place: str) -> None:
    if place.startswith("rate."):
        assert said == rate(app_settings.RATE_LIMITS[place.removeprefix("rate.")])
    elif isinstance(found := _found(place), Limit):
        assert said == f"{found.most:,} {SPANS[found.seconds]}"
    else:
        assert number(said, place) == value(place)


def number(said: str, place: str) -> float:
    """The number of a cell, in the unit that the place in the code counts in."""
    found = NUMBER.match(said)
    assert found, said
    count, unit = int(found[1].replace(",", "")), found[2] or ""
    if unit == "days":
        return count if place.endswith("_DAYS") else count * 86_400
    return count * UNITS.get(unit, 1)


def value(place: str) -> float:
    """What stands at a place such as `archive.limits.ENTRIES` or `spaces.forms.SpaceForm.name`."""
    found = _found(place)
    if isinstance(found, forms.IntegerField):
        found = found.max_value
    elif isinstance(found, forms.Field | models.Field):
        found = getattr(found, "max_length", None) or found.default  # type: ignore[union-attr]
    return float(found.total_seconds() if isinstance(found, timedelta) else found)


def _found(place: str) -> Any:
    if place.startswith("settings."):
        name, _, key = place.removeprefix("settings.").partition(".")
        return getattr(settings, name)[key] if key else getattr(settings, name)
    parts = place.split(".")
    size = next(n for n in range(len(parts), 0, -1) if _module(parts[:n]))
    found: Any = _module(parts[:size])
    for part in parts[size:]:
        if isinstance(found, type) and issubclass(found, forms.BaseForm):
            found = found.base_fields[part]  # type: ignore[attr-defined]
        elif isinstance(found, type) and issubclass(found, models.Model):
            found = found._meta.get_field(part)
        else:
            found = getattr(found, part)
    return found


def _module(parts: list[str]) -> ModuleType | None:
    try:
        return import_module(".".join(("inglenook", *parts)))
    except ModuleNotFoundError:
        return None


def rate(written: str) -> str:
    """allauth's "20/m/ip,5/m/key" in words."""
    said = []
    for part in written.split(","):
        count, period, whose = part.split("/")
        said.append(f"{count} {PERIODS[period]} {WHOSE[whose]}")
    return ", ".join(said)


def test_every_field_of_a_form_is_documented() -> None:
    missing = [
        f"{room}.forms.{name}.{field}"
        for room in FORMS
        for name, form in inspect.getmembers(import_module(f"inglenook.{room}.forms"), _is_form)
        if form.__module__ == f"inglenook.{room}.forms" and not name.startswith("_")
        for field in _limited(form)
        if not {f"{room}.forms.{parent.__name__}.{field}" for parent in form.__mro__} & places()
    ]
    assert missing == []


def _is_form(found: object) -> bool:
    return isinstance(found, type) and issubclass(found, forms.BaseForm)


def _limited(form: Any) -> list[str]:
    return [
        name
        for name, field in form.base_fields.items()
        if type(field).__name__ not in BY_CLASS
        and type(field).__module__.startswith("django.")
        and (getattr(field, "max_length", None) or getattr(field, "max_value", None))
        and not (form.__mro__[1].__module__.startswith("allauth") and name in ("login", "email"))
    ]


def test_every_rate_is_documented() -> None:
    own = {
        f"{path.relative_to(PACKAGE).with_suffix('').as_posix().replace('/', '.')}.{name}"
        for path in PACKAGE.rglob("*.py")
        if "tests" not in path.parts
        for name in re.findall(r"^(\w+) = Limit\(", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    ours = {f"rate.{name}" for name, most in settings.ACCOUNT_RATE_LIMITS.items() if most}
    assert own | ours <= places()


def test_every_limit_of_archives_is_documented() -> None:
    units = {"KIB", "MIB", "GIB"}
    names = {name for name in vars(limits) if name.isupper()} - units
    assert {f"archive.limits.{name}" for name in names} <= places()
