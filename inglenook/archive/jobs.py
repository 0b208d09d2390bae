"""Imports are carried on by jobs, which survive a killed worker: each goes on from its rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from inglenook.archive.errors import ArchiveError
from inglenook.archive.models import Import
from inglenook.foundation.jobs import job
from inglenook.foundation.schedule import periodic

MANY = 1_000
"""Tries of a long job: each killed worker costs one, and each brings it further."""
KEPT_FOR = timedelta(days=30)
"""How long our copy of an archive waits, so that what was put back can be run again."""


@contextmanager
def _for(import_id: int) -> Iterator[None]:
    """In the community's language; what goes wrong is told on the page while it is tried again."""
    rows = Import.objects.filter(pk=import_id)
    run = rows.select_related("community").first()
    with translation.override(run.community.language if run else None):
        try:
            yield
        except Exception:
            rows.update(
                problem=_("Something went wrong here. It is tried again by itself in a while.")
            )
            raise


@job(attempts=MANY)
def look_through(import_id: int) -> None:
    """Read an archive and keep the report of what would come."""
    from inglenook.archive.actions import examine

    with _for(import_id), suppress(Import.DoesNotExist):  # forgotten meanwhile
        examine(import_id)


@job(attempts=MANY)
def bring_import_in(import_id: int) -> None:
    """Carry an import on to its end."""
    from inglenook.archive.writing import Superseded, bring_in

    with _for(import_id):
        try:
            bring_in(import_id)
        except Superseded:
            return
        except ArchiveError as error:
            problem = _("The file changed or was damaged while it was read: %(why)s")
            Import.objects.filter(pk=import_id, state=Import.State.RUNNING).update(
                problem=(problem % {"why": error})[:500], state=Import.State.DONE
            )


@job(attempts=MANY)
def put_import_back(import_id: int) -> None:
    """Undo an import, as far as nobody has touched it since."""
    from inglenook.archive.undoing import put_back

    with _for(import_id):
        put_back(import_id)


@periodic("archive.forget_files", every=timedelta(days=1))
@job(attempts=3)
def forget_files() -> None:
    """Erase our copies of archives a month after they came, with the chance to run them again."""
    from inglenook.archive import shelf

    under_way = (Import.State.READING, Import.State.RUNNING)
    old = Import.objects.filter(made_at__lt=timezone.now() - KEPT_FOR, is_ours=True)
    for run in old.exclude(path="").exclude(state__in=under_way):
        shelf.erase(run)
        Import.objects.filter(pk=run.pk).update(path="")
    shelf.sweep()
