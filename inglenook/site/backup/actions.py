"""Deeds with backups: make one and note it, have one made, keep what the rotation keeps."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from inglenook.foundation import audit
from inglenook.foundation.jobs import enqueue
from inglenook.site.backup import making, rotation
from inglenook.site.backup.errors import failures
from inglenook.site.backup.making import Made
from inglenook.site.backup.models import Backup, BackupTrouble
from inglenook.site.backup.places import ASKED, Place


def back_up(place: Place, kind: str = ASKED, passphrase: str = "") -> Made:
    """Make a backup at `place`; at the house's own place it is listed, and older ones go.

    Raises `MendableError` and whatever else `errors.failures` names; the page tells of it until one
    succeeds.
    """
    ours = place.shown == settings.ENVIRONMENT.backups.shown
    try:
        made = making.make(place, kind, passphrase)
    except failures() as reason:
        if ours and knows_backups():
            note_trouble(BackupTrouble.Step.MAKE, str(reason))
        raise
    if knows_backups():
        note_made(made, is_listed=ours)
    if ours:
        keep_in_rotation(place)
    return made


def ask_for_backup(person_id: int) -> None:
    """Have the worker make a backup now, and prove it."""
    from inglenook.site.backup.jobs import back_up_now

    with transaction.atomic():
        audit.note(person_id, "backup.ask")
        enqueue(back_up_now)


def knows_backups() -> bool:
    """Whether the database has our tables; before an upgrade it may not."""
    return Backup._meta.db_table in connection.introspection.table_names()


@transaction.atomic
def note_made(made: Made, *, is_listed: bool = True) -> None:
    """List a backup, and write it into the audit."""
    audit.note(None, "backup.make", made.name)
    if not is_listed:
        return
    BackupTrouble.objects.filter(step=BackupTrouble.Step.MAKE).delete()
    Backup.objects.update_or_create(
        name=made.name,
        defaults={
            "kind": made.manifest.kind,
            "is_locked": made.name.endswith(".locked"),
            "size": made.size,
            "rows": made.manifest.rows,
            "posts": made.manifest.posts,
            "files": len(made.manifest.files),
            "lost": len(made.manifest.lost),
            "seconds": made.seconds,
            "made_at": datetime.fromisoformat(made.manifest.made_at),
        },
    )


@transaction.atomic
def note_proven(name: str, seconds: float) -> None:
    """Note that a backup was restored and compared."""
    Backup.objects.filter(name=name).update(proven_at=timezone.now(), proof_seconds=seconds)
    BackupTrouble.objects.filter(step=BackupTrouble.Step.PROVE).delete()
    audit.note(None, "backup.prove", name)


def note_trouble(step: str, problem: str) -> None:
    """Keep what is wrong, and since when."""
    known = {"problem": problem[:500], "last_at": timezone.now()}
    BackupTrouble.objects.update_or_create(step=step, defaults=known)


def keep_in_rotation(place: Place) -> None:
    """Erase what the rotation doesn't keep, and what is listed and not there."""
    rotation.rotate(place, _newest_proven())
    if knows_backups():
        Backup.objects.exclude(name__in=place.names()).delete()


def _newest_proven() -> str:
    if not knows_backups():
        return ""
    proven = Backup.objects.filter(proven_at__isnull=False).order_by("-made_at")
    return proven.values_list("name", flat=True).first() or ""
