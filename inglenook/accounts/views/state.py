"""How the house is: what is wrong and since when, what is well, and which versions run."""

from __future__ import annotations

import platform
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import django
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

import inglenook
from inglenook.accounts import queries
from inglenook.accounts.doors import operators
from inglenook.foundation import conditions
from inglenook.foundation.asked import number
from inglenook.foundation.conditions import Line, State
from inglenook.foundation.conditions.found import moment


@require_safe
@operators
def state(request: Any) -> HttpResponse:
    """Looked at now, whatever the worker last saw."""
    lines = conditions.lines()
    wrong = _those(lines, State.WRONG)
    page = {
        "back_url": reverse("operator:overview"),
        "lead": _lead(len(wrong)),
        "wrong": wrong,
        "notes": _those(lines, State.NOTE),
        "well": _those(lines, State.FINE),
        "versions": [SimpleNamespace(name=n, number=v) for n, v in _versions().items()],
    }
    # The page says it all itself.
    request.shell = replace(request.shell(), banner="")
    return render(request, "operator/state.html", {"page": page})


@require_safe
@operators
def deeds(request: Any) -> HttpResponse:
    """What operators did."""
    before = number(request.GET.get("before", "")) or 0
    found, here = queries.deeds_of_operators(before), reverse("operator:deeds")
    page = {
        "back_url": reverse("operator:overview"),
        "deeds": found.lines,
        "older_url": f"{here}?before={found.older}" if found.older else "",
        "newer_url": here if before else "",
    }
    return render(request, "operator/deeds.html", {"page": page})


def _lead(wrong: int) -> str:
    if not wrong:
        return _("All is well.")
    said = ngettext("%(n)d thing needs you.", "%(n)d things need you.", wrong)
    return said % {"n": wrong}


def _those(lines: list[Line], state: State) -> list[SimpleNamespace]:
    return [
        SimpleNamespace(
            title=line.title,
            sentence=line.sentence,
            cure=line.cure,
            since=moment(line.since),
            iso=line.since.isoformat(),
        )
        for line in lines
        if line.state == state
    ]


def _versions() -> dict[str, str]:
    return {
        "Inglenook": inglenook.__version__,
        "Python": platform.python_version(),
        "Django": django.get_version(),
        connection.display_name: ".".join(map(str, connection.get_database_version())),
    }
