"""Which doors ask anew who sits there; whoever adds a grave act adds it here."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLResolver, get_resolver

from tests.cast import Cast
from tests.house.doors import Door
from tests.house.expectations import DOORS

GRAVE = {
    "account_email",
    "account_set_password",
    "accounts:add_passkey",
    "accounts:new_codes",
    "accounts:passkey",
    "accounts:remove_app",
    "accounts:remove_passkey",
    "accounts:set_up_app",
    "archive:open",
    "backups:now",
    "communities:role",
    "delete_account",
    "found",
    "operator:mail",
    "operator:mails",
    "operator:overview",
    "operator:resign",
}
#: These ask whoever has a password for it in their own form, each time.
BY_PASSWORD = {"account_email", "delete_account", "account_set_password"}
LOOKED_AT = {"operator:mail", "operator:mails"}


def _views(patterns: list[Any], space: str = "") -> Iterator[tuple[str, Any]]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            inside = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _views(entry.url_patterns, inside)
        else:
            yield space + str(entry.name), entry.callback


def test_doors_that_ask_anew_are_those_of_the_list() -> None:
    asking = {
        name
        for name, view in _views(get_resolver().url_patterns)
        if getattr(view, "asks_anew", False)
    }
    assert asking == GRAVE


def first_door(name: str) -> Door:
    return next(door for door in DOORS if door.name == name)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(GRAVE - BY_PASSWORD))
def test_grave_act_of_whoever_came_long_ago_waits(cast: Cast, name: str) -> None:
    door = first_door(name)
    who = "olga" if name.startswith(("operator", "backups", "found")) else "hedda"
    browser = cast.client(who)
    session = browser.session
    session["proved_at"] = time.time() - 16 * 60
    session.save()
    if name in LOOKED_AT:
        answer = browser.get(door.url(cast), follow=True)
    else:
        answer = browser.post(door.url(cast), door.sent(cast))
    assert "Is it still you?" in answer.text
