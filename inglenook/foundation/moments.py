"""Points in time as people say them, in the language and zone that are active."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def when(moment: datetime, now: datetime | None = None) -> str:
    """A day and a time: "Today 17:50", "Thursday 18:42", "19 November 2019 14:02"."""
    local = timezone.localtime(moment)
    today = timezone.localtime(now).date()
    return f"{_day(local.date(), today, get_language() or '')} {local:%H:%M}"


def day(moment: datetime, now: datetime | None = None) -> str:
    """A day alone: "Today", "Monday 23 November", "19 November 2019"."""
    local = timezone.localtime(moment).date()
    return _day_line(local, timezone.localtime(now).date(), get_language() or "")


def clock(moment: datetime) -> str:
    """The time of day alone, as 24 hours."""
    return f"{timezone.localtime(moment):%H:%M}"


@lru_cache(maxsize=4096)
def _day(local: date, today: date, language: str) -> str:
    apart = (today - local).days
    if apart == 0:
        return _("Today")
    if apart == 1:
        return _("Yesterday")
    if 1 < apart < 7:
        return date_format(local, "l")
    if local.year == today.year:
        return date_format(local, "MONTH_DAY_FORMAT")
    return date_format(local, "DATE_FORMAT")


@lru_cache(maxsize=4096)
def _day_line(local: date, today: date, language: str) -> str:
    name = _day(local, today, language)
    if 1 < (today - local).days < 300:
        return f"{date_format(local, 'l')}, {date_format(local, 'MONTH_DAY_FORMAT')}"
    return name
