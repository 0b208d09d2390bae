"""What the command line does: look, or bring an archive in here and now."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from inglenook.archive import writing
from inglenook.archive.actions.running import another_runs
from inglenook.archive.errors import ArchiveError
from inglenook.archive.models import Import
from inglenook.archive.records import Archive
from inglenook.archive.survey import survey
from inglenook.communities.models import Community, Membership
from inglenook.foundation.policy import Invalid, Refused

State = Import.State
TRIES = 3
"""How often the command goes on where another process has moved the same import on meanwhile."""


def dry_run_from_command_line(
    *, source: str, path: Path, community: str, direct_messages: bool
) -> dict[str, Any]:
    """The counts of what would come, and nothing else happens.

    Raises:
        Invalid: when there is no such community or the archive can't be read.
    """
    run = _run(source, path, community, direct_messages)
    try:
        with writing.open_archive(run) as archive:
            return survey(archive).counts
    except ArchiveError as error:
        raise Invalid(str(error), "file") from error


def import_from_command_line(
    *,
    source: str,
    path: Path,
    community: str,
    direct_messages: bool,
    progress: Callable[[int, int], None],
) -> dict[str, Any]:
    """Bring an archive in, here and now; one that was killed goes on where it stopped.

    Raises:
        Invalid: when there is no such community or the archive can't be read.
        Refused: when another import is under way there, or this one is stopped meanwhile.
    """
    run = _run(source, path, community, direct_messages)
    try:
        with writing.open_archive(run) as archive:
            pk = _begun(run, archive)
            return dict(_carried_on(pk, run.community.language, archive, progress).tally or {})
    except ArchiveError as error:
        raise Invalid(str(error), "file") from error


def _begun(run: Import, archive: Archive) -> int:
    """Take up the import of the same file that was stopped, or begin one; returns its id."""
    run.total = sum(chapter.messages for chapter in archive.chapters())
    stopped = Import.objects.filter(
        community=run.community,
        fingerprint=run.fingerprint,
        direct_messages=run.direct_messages,
        state=State.RUNNING,
        is_ours=False,
    ).first()
    if stopped is not None:
        Import.objects.filter(pk=stopped.pk).update(path=run.path)
        return int(stopped.pk)
    run.state, run.started_at = State.RUNNING, timezone.now()
    try:
        with transaction.atomic():
            run.save()
    except IntegrityError as error:
        raise another_runs(run) from error
    return int(run.pk)


def _carried_on(pk: int, language: str, archive: Archive, progress: writing.Progress) -> Import:
    for _try in range(TRIES):
        try:
            # What comes in speaks as the community does, whoever brings it.
            with translation.override(language):
                return writing.bring_in_from(archive, pk, progress)
        except writing.Superseded:
            found: Import | None = Import.objects.filter(pk=pk).first()
            if found is not None and found.state == State.DONE:
                return found
            if found is None or found.state != State.RUNNING:
                break
        except ArchiveError as error:
            with translation.override(language):
                problem = str(error)[:500]
            Import.objects.filter(pk=pk).update(state=State.DONE, problem=problem)
            raise
    raise Refused(_("This import was stopped or is carried on elsewhere; see its page."))


def _run(source: str, path: Path, slug: str, direct_messages: bool) -> Import:
    community = Community.objects.filter(slug=slug).first()
    if community is None:
        raise Invalid(
            _("There is no community “%(slug)s” here. Found it first, or mend --community.")
            % {"slug": slug},
            "community",
        )
    host = Membership.objects.filter(
        community=community, role=Membership.Role.HOST, state=Membership.State.ACTIVE
    ).first()
    try:
        with path.open("rb") as file:
            fingerprint = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise Invalid(
            _("%(file)s can't be opened: %(why)s.") % {"file": path, "why": error.strerror}, "file"
        ) from error
    return Import(
        community=community,
        made_by=host,
        source=source,
        file_name=path.name[:200],
        path=str(path.resolve()),
        is_ours=False,
        fingerprint=fingerprint,
        direct_messages=direct_messages,
    )
