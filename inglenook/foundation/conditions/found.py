"""What a look came to, kept as a sentence to be translated and the values in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.template.defaultfilters import filesizeformat
from django.utils import timezone, translation
from django.utils.formats import date_format, number_format

from inglenook.foundation import moments

type Value = str | int


class State(StrEnum):
    """`NOTE` is worth knowing and nothing to mend."""

    FINE = "fine"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Found:
    """One look at one thing.

    `sentence` and `cure` are English, marked with `gettext_noop` where they are written, with
    `%(name)s` for each of `values`. A value whose name ends in `_at` is a moment (ISO 8601), in
    `_said` the same as one says it ("today 03:12"), in `_bytes` a size, in `_count` a number; all
    are told as people read them. `since` says since when it is so, where
    the look knows better than the clock of the looks.
    """

    state: State
    sentence: str
    values: Mapping[str, Value] = field(default_factory=dict)
    cure: str = ""
    since: datetime | None = None


def fine(sentence: str, **values: Value) -> Found:
    """All is well."""
    return Found(State.FINE, sentence, values)


def note(sentence: str, cure: str = "", **values: Value) -> Found:
    """Worth knowing."""
    return Found(State.NOTE, sentence, values, cure)


def wrong(sentence: str, cure: str, *, since: datetime | None = None, **values: Value) -> Found:
    """Something is wrong; `cure` says how to mend it."""
    return Found(State.WRONG, sentence, values, cure, since)


def told(sentence: str, values: Mapping[str, Value]) -> str:
    """A sentence in the reader's language, with its values as people read them."""
    if not sentence:
        return ""
    return translation.gettext(sentence) % {
        name: _told(name, value) for name, value in values.items()
    }


def _told(name: str, value: Value) -> Value:
    if name.endswith("_bytes"):
        return filesizeformat(value)
    if name.endswith("_count"):
        return number_format(value, use_l10n=True, force_grouping=True)
    if name.endswith("_said"):
        return moments.said(datetime.fromisoformat(str(value)))
    if name.endswith("_at"):
        return moment(datetime.fromisoformat(str(value)))
    return value


def moment(at: datetime) -> str:
    """A moment as the reader's language and zone write it."""
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")
