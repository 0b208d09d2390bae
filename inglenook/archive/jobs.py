"""Imports are carried on by jobs, which survive a killed worker: each goes on from its rows."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from inglenook.archive.errors import ArchiveError
from inglenook.archive.models import Import
from inglenook.foundation.jobs import job
from inglenook.foundation.schedule import periodic

MANY = 1_000
"""Tries of a long job: each killed worker costs one, and each brings it further."""


def _in_language_of(import_id: int) -> translation.override:
    run = Import.objects.select_related("community").get(pk=import_id)
    return translation.override(run.community.language)


@job(attempts=MANY)
def look_through(import_id: int) -> None:
    """Read an archive and keep the report of what would come."""
    from inglenook.archive.actions import examine

    with _in_language_of(import_id):
        examine(import_id)


@job(attempts=MANY)
def bring_import_in(import_id: int) -> None:
    """Carry an import on to its end."""
    from inglenook.archive.writing import Superseded, bring_in

    with _in_language_of(import_id):
        try:
            bring_in(import_id)
        except Superseded:
            return
        except ArchiveError as error:
            problem = _("The file changed or was damaged while it was read: %(why)s")
            Import.objects.filter(pk=import_id).update(
                problem=(problem % {"why": error})[:500], state=Import.State.DONE
            )


@job(attempts=MANY)
def put_import_back(import_id: int) -> None:
    """Undo an import, as far as nobody has touched it since."""
    from inglenook.archive.undoing import put_back

    with _in_language_of(import_id):
        put_back(import_id)


@periodic("archive.forget_files", every=timedelta(days=1))
@job(attempts=3)
def forget_files() -> None:
    """Erase our copies of archives a month after they came, with the chance to undo."""
    old = Import.objects.filter(made_at__lt=timezone.now() - timedelta(days=30), is_ours=True)
    for run in old.exclude(path=""):
        Path(run.path).unlink(missing_ok=True)
        Import.objects.filter(pk=run.pk).update(path="")
