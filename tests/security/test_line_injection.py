"""What somebody typed makes no line of its own: in a name, a title, a letter, a header, the log."""

from __future__ import annotations

import json
import logging
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django_ox.testing import run_tasks

from inglenook.communities.models import Community, Invitation, Membership
from inglenook.conversations.models import Thread
from inglenook.foundation import mail
from inglenook.site.server.log import LineFormatter
from inglenook.spaces.models import Space
from tests.cast import Cast

pytestmark = pytest.mark.django_db

ENDS = ("\r", "\n", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029")
FOUND = {
    "name": "{}", "slug": "garage", "purpose": "{}", "seed": "#7a3b1e", "readable_by": "world",
    "language": "en", "time_zone": "UTC", "asks_welcome": "on",
}  # fmt: skip


def lines(text: str) -> int:
    return len(text.splitlines())


@pytest.mark.parametrize("end", ENDS, ids=ascii)
def test_names_and_titles_are_of_one_line(cast: Cast, end: str) -> None:
    hedda, evil = cast.client("hedda"), f"data{end}event: evil{end}{end}id: 1"
    spoiled = {name: value.format(evil) for name, value in FOUND.items()}
    hedda.post("/garage/settings/", spoiled)
    hedda.post("/garage/s/plans/new/", {"title": evil, "text": "Words."})
    space = {
        "name": evil,
        "purpose": evil,
        "kind": "board",
        "openness": "members",
        "icon": "wrench",
    }
    hedda.post("/garage/spaces/new/", space)
    hedda.post("/garage/invitations/", {"label": evil, "role": "member"})
    mine = f"/garage/people/{cast.members['hedda'].pk}/edit/"
    hedda.post(mine, {"name": evil, "bio": "Words."})
    why = "a test looks at the rows themselves"
    for text in (
        *Community.objects.values_list("name", flat=True),
        *Space.objects.unguarded(why).values_list("name", flat=True),
        *Thread.objects.unguarded(why).values_list("title", flat=True),
        *Membership.objects.values_list("name", flat=True),
        *Invitation.objects.values_list("label", flat=True),
    ):
        assert lines(text) <= 1, text


@pytest.mark.parametrize("end", ENDS, ids=ascii)
def test_name_in_a_letter_makes_one_letter(
    cast: Cast, settings: Any, tmp_path: Path, end: str
) -> None:
    """The name of a community stands in the subject of whoever is let in."""
    settings.MAILBOX_DIR = tmp_path / "mail"
    settings.MAILERS = {"default": {"BACKEND": "inglenook.foundation.mail.FileMailbox"}}
    evil = f"Shed{end}Bcc: eve@e.example{end}{end}body"
    Community.objects.filter(pk=cast.garage.pk).update(name=evil[:60])
    cast.client("mo").post(f"/garage/requests/{cast.members['quinn'].pk}/admit/")
    run_tasks()
    (line,) = mail.mails()
    assert line.to == "mailofquinn@example.org"
    assert lines(line.subject) == 1
    (kept,) = (tmp_path / "mail").glob("*.eml")
    read = message_from_bytes(kept.read_bytes(), policy=policy.default)
    assert (read["Bcc"], read["To"]) == (None, "mailofquinn@example.org")


@pytest.mark.parametrize("end", ENDS, ids=ascii)
def test_event_of_the_log_is_one_line(end: str) -> None:
    said = f"GET /a{end}{{'level': 'error'}}"
    record = logging.getLogger("x").makeRecord("x", logging.ERROR, "f", 1, "%s", (said,), None)
    line = LineFormatter().format(record)
    assert lines(line) == 1
    assert json.loads(line)["says"] == said


@pytest.mark.parametrize("end", ENDS, ids=ascii)
def test_nobody_adds_a_header_to_an_answer(cast: Cast, end: str) -> None:
    client, evil = cast.client("hedda"), f"/garage/{end}Set-Cookie: evil=1"
    for path in (f"/garage/s/plans{end}Set-Cookie: evil=1/", f"/garage/t/1/?page=1{end}evil: 1"):
        answer = client.get(path, headers={"Referer": evil})
        assert "evil" not in answer.cookies
        assert not any(end in value for value in answer.headers.values())
    answer = client.post("/account/logout/", {"next": evil})
    assert all(lines(value) <= 1 for value in answer.headers.values())
