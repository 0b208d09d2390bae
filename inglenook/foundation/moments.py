"""Points in time as people say them, in the language and zone that are active.

What stands alone begins with a capital ("Yesterday 17:50"); inside a sentence it doesn't, and
languages put their own small words before a day: "on", "am", "el".
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext


def when(moment: datetime, now: datetime | None = None) -> str:
    """A day and a time: "Today 17:50", "Thursday 18:42", "19 November 2019 14:02"."""
    local, today, language = _here(moment, now)
    return _timed(capfirst(_day(local.date(), today, language)), local)


def day(moment: datetime, now: datetime | None = None) -> str:
    """A day alone: "Today", "Monday, 23 November", "19 November 2019"."""
    local, today, language = _here(moment, now)
    return capfirst(_long_day(local.date(), today, language))


def said(moment: datetime, now: datetime | None = None) -> str:
    """When something happened, inside a sentence: Mo wrote "yesterday 17:50"."""
    local, today, language = _here(moment, now)
    return _timed(_happened(local.date(), today, language), local)


def since(moment: datetime, now: datetime | None = None) -> str:
    """A day and a time after a word such as "since" or "until": "yesterday 17:50"."""
    local, today, language = _here(moment, now)
    return _timed(_after_word(_day(local.date(), today, language), local.date(), today), local)


def since_day(moment: datetime, now: datetime | None = None) -> str:
    """A day after a word such as "since" or "until": "yesterday", "Monday, 23 November"."""
    local, today, language = _here(moment, now)
    return _after_word(_long_day(local.date(), today, language), local.date(), today)


def clock(moment: datetime) -> str:
    """The time of day alone, as 24 hours."""
    return f"{timezone.localtime(moment):%H:%M}"


def place() -> tuple[str, str, date]:
    """Language, zone and day: all that the words for one moment depend on besides it."""
    return get_language() or "", timezone.get_current_timezone_name(), timezone.localdate()


def _here(moment: datetime, now: datetime | None) -> tuple[datetime, date, str]:
    return timezone.localtime(moment), timezone.localtime(now).date(), get_language() or ""


def _timed(named: str, local: datetime) -> str:
    return pgettext("a day and a time", "%(day)s %(time)s") % {
        "day": named,
        "time": f"{local:%H:%M}",
    }


def _is_named(local: date, today: date) -> bool:
    """Whether the day is called today or yesterday, which take no small word before them."""
    return (today - local).days in (0, 1)


@lru_cache(maxsize=4096)
def _day(local: date, today: date, language: str) -> str:
    apart = (today - local).days
    if apart == 0:
        return pgettext("inside a sentence", "today")
    if apart == 1:
        return pgettext("inside a sentence", "yesterday")
    if 1 < apart < 7:
        return date_format(local, "l")
    if local.year == today.year:
        return date_format(local, "MONTH_DAY_FORMAT")
    return date_format(local, "DATE_FORMAT")


@lru_cache(maxsize=4096)
def _long_day(local: date, today: date, language: str) -> str:
    if 1 < (today - local).days < 300:
        weekday, month_day = date_format(local, "l"), date_format(local, "MONTH_DAY_FORMAT")
        pattern = pgettext("a weekday and a date", "%(weekday)s, %(date)s")
        return pattern % {"weekday": weekday, "date": month_day}
    return _day(local, today, language)


@lru_cache(maxsize=4096)
def _happened(local: date, today: date, language: str) -> str:
    named = _day(local, today, language)
    if _is_named(local, today):
        return named
    # Translators: what happened on this day; "Mo wrote ...".
    return pgettext("a day on which something happened", "%(day)s") % {"day": named}


def _after_word(named: str, local: date, today: date) -> str:
    if _is_named(local, today):
        return named
    # Translators: a day after "since", "until" or "of".
    return pgettext("a day after since or until", "%(day)s") % {"day": named}
