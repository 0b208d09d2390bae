"""A form that makes something makes it once, however often it is sent, and answers alike.

All doors are walked by themselves: what adds rows when it is sent once is held to the rule, and
must be among those that are sent ten times at once to a real house (`tests/keeping/presses.py`).
A door that nobody gets through with the words of its expectation has other words here.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client

from tests.cast import VIEWERS, Cast
from tests.house.doors import Door
from tests.house.expectations import DOORS
from tests.keeping.presses import ELSEWHERE, PRESSES

pytestmark = pytest.mark.django_db

FILLED: dict[str, tuple[str, dict[str, str]]] = {
    "found": (
        "olga",
        {"name": "Choir", "slug": "choir", "purpose": "We sing.", "host_name": "Olga"},
    ),
    "communities:ask": ("stella", {"name": "Stella", "words": "I have a bicycle."}),
    "communities:claim": ("stella", {"email": "stella{times}@example.org"}),
    "communities:invitations": ("mo", {"label": "Choir", "role": "member"}),
    "communities:join": ("stella", {"name": "Stella"}),
    "spaces:new": (
        "hedda",
        {"name": "Attic", "kind": "board", "openness": "members", "icon": "lock"},
    ),
}
"""By whom, and with what: forms that the expectations send empty."""
SETS_ONLY = {
    "account_reset_password", "archive:start", "communities:edit_profile", "communities:role",
    "communities:settings", "operator:overview", "spaces:settings",
}  # fmt: skip
"""Forms that the expectations send empty and that this file leaves so: what they do is to one row
that is there, or is tried in its own room, with its own limits."""
UNCOUNTED = ("accounts.session", "foundation.intent")
NOTES = ("foundation.", "django_ox.", "accounts.", "django_admin_log")
"""Rows that tell of a deed without being what it made."""


@pytest.fixture(scope="module")
def cast_at_work(built_cast: Cast, django_db_blocker: Any) -> Iterator[Cast]:
    with django_db_blocker.unblock():
        yield built_cast


def doors() -> list[tuple[Door, str, dict[str, str]]]:
    """Each door that takes a form, by whom it is sent, and with what besides its own data."""
    found = []
    for door in DOORS:
        if door.name in FILLED and door.post.get(FILLED[door.name][0], 404) in (302, 422, 200):
            if door.what != "nonsense":
                found.append((door, *FILLED[door.name]))
            continue
        through = [name for name in VIEWERS if door.post[name] in (200, 204, 302)]
        if through and door.name != "healthz":
            found.append((door, through[-1] if "hedda" not in through else "hedda", {}))
    return found


def added(cast: Cast, door: Door, who: str, more: dict[str, str], times: int) -> Any:
    """How many rows more there are of each kind after so many presses, and the answers."""
    browser = cast.client(who)
    # Letters to one address have a rate of their own, and it isn't rolled back.
    more = {name: value.replace("{times}", str(times)) for name, value in more.items()}
    form = {"intent": "a-token-of-one-page"} | door.sent(cast) | more
    with transaction.atomic():
        before, answers = counted(), []
        for _n in range(times):
            mine = Client(raise_request_exception=True)
            mine.cookies = copy.deepcopy(browser.cookies)
            url = door.url(cast)
            # A switch is told to be on; what is none takes no notice.
            url += "&to=on" if "?" in url else "?to=on"
            answers.append(told(mine.post(url, form)))
        after = counted()
        transaction.set_rollback(True)
    return {t: after[t] - before[t] for t in after if after[t] != before[t]}, answers


def told(answer: Any) -> tuple[int, str, tuple[str, ...]]:
    """What an answer leads to: its address, and the links that it shows once."""
    links = re.findall(r"/(?:join|come)/[\w-]+", answer.text) if answer.status_code == 200 else ()
    return answer.status_code, answer.headers.get("Location", ""), tuple(sorted(set(links)))


def counted() -> dict[str, int]:
    return {
        model._meta.label_lower: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.label_lower not in UNCOUNTED
    }


def makes(rows: dict[str, int]) -> bool:
    """Whether more came of it than notes of what happened."""
    return any(n > 0 and not table.startswith(NOTES) for table, n in rows.items())


@pytest.mark.parametrize(("door", "who", "more"), doors(), ids=lambda v: getattr(v, "title", ""))
def test_what_is_pressed_thrice_is_made_once(
    cast_at_work: Cast, door: Door, who: str, more: dict[str, str]
) -> None:
    once, first = added(cast_at_work, door, who, more, 1)
    if more:
        assert first[0][0] in (200, 302), first
    if not makes(once):
        return
    assert door.name in PRESSES or door.name in ELSEWHERE, "it isn't sent to a real house yet"
    thrice, answers = added(cast_at_work, door, who, more, 3)
    assert thrice == once
    assert answers == [answers[0]] * 3


def test_every_form_is_sent_with_words_that_are_taken() -> None:
    """A new form fails here by its name until it has an expectation or words that get through."""
    tried = {door.name for door, _who, _more in doors()}
    sent = {door.name for door in DOORS if {302, 422} & set(door.post.values())}
    assert sorted(sent - tried - SETS_ONLY) == []
    assert sorted(SETS_ONLY & tried) == []
