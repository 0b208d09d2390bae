"""What the operator reads of backups."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_ox.models import OxTask

from inglenook.foundation.audit import AuditEntry
from inglenook.foundation.conditions import State
from inglenook.foundation.conditions.found import told
from inglenook.site.backup.actions import note_trouble
from inglenook.site.backup.models import Backup, BackupTrouble
from inglenook.site.backup.queries import OVERDUE, look_at_backups
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def made(**more: Any) -> Backup:
    """A backup as the worker notes it."""
    name = f"inglenook-2026-11-2{Backup.objects.count()}-030500-nightly.tar.zst"
    values = {"size": 9_000_000, "rows": 30_000, "posts": 5_706, "files": 41, "seconds": 2.2}
    found: Backup = Backup.objects.create(name=name, kind="nightly", **(values | more))
    return found


def line() -> tuple[State, str]:
    """What the state page says."""
    found = look_at_backups()
    return found.state, told(found.sentence, found.values)


def test_a_proof_is_told_with_its_numbers(cast: Cast) -> None:
    at = timezone.localtime().replace(hour=3, minute=12)
    made(proven_at=at, proof_seconds=9.4)
    said = "Last proven: today 03:12, 5,706 posts, 41 files, 9 seconds."
    assert line() == (State.FINE, said)
    page = cast.client("olga").get("/operator/backups/").text
    assert said in page and "Proven today 03:12" in page


def test_nothing_is_claimed_before_the_first_proof() -> None:
    assert line()[0] == State.NOTE
    made()
    assert line()[0] == State.NOTE and "not proven yet" in line()[1]


def test_what_is_wrong_is_told_with_the_hour_since_which_it_is(cast: Cast) -> None:
    made(proven_at=timezone.now(), proof_seconds=1)
    note_trouble(BackupTrouble.Step.PROVE, "Its end is missing.")
    began = BackupTrouble.objects.get().since
    note_trouble(BackupTrouble.Step.PROVE, "Its head is missing.")
    found = look_at_backups()
    assert (found.state, found.since) == (State.WRONG, began)
    assert "Its head is missing." in line()[1]
    assert "Its head is missing." in cast.client("olga").get("/operator/backups/").text


def test_nights_without_a_backup_are_told() -> None:
    made(made_at=timezone.now() - OVERDUE + timedelta(hours=1), proven_at=timezone.now())
    assert line()[0] == State.FINE
    Backup.objects.update(made_at=timezone.now() - OVERDUE - timedelta(hours=1))
    assert line()[0] == State.WRONG


def test_the_button_has_one_made_and_is_written_down(cast: Cast) -> None:
    client: Client = cast.client("olga")
    assert client.post("/operator/backups/now/").status_code == 302
    assert OxTask.objects.filter(task_path__endswith="back_up_now").count() == 1
    assert AuditEntry.objects.filter(deed="backup.ask", person=cast.people["olga"]).exists()
