"""What can be done with archives: stage, look through, bring in, put back, forget."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inglenook.archive import writing
from inglenook.archive.errors import ArchiveError
from inglenook.archive.jobs import bring_import_in, look_through, put_import_back
from inglenook.archive.models import Import
from inglenook.archive.survey import survey
from inglenook.communities import policy
from inglenook.communities.models import Community, Membership
from inglenook.foundation import audit
from inglenook.foundation.jobs import enqueue
from inglenook.foundation.policy import Invalid, Refused, require
from inglenook.foundation.viewer import Viewer

State = Import.State
SOURCES = ("slack",)


def folder() -> Path:
    """Where archives wait, out of reach of every page."""
    place = Path(settings.HOME) / "imports"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def stage(
    viewer: Viewer, community: Community, upload: Any, *, source: str, direct_messages: bool
) -> Import:
    """Keep an uploaded archive and have it looked through; nothing comes in yet.

    Raises:
        Refused: when the viewer is no host.
        Invalid: when there is no file or its kind isn't known.
    """
    require(policy.may_tend(viewer))
    if source not in SOURCES:
        raise Invalid(_("Choose where the archive comes from."), "source")
    if upload is None or not upload.size:
        raise Invalid(_("Choose the file that you exported; this one is empty."), "file")
    path = folder() / f"{secrets.token_hex(16)}.zip"
    fingerprint = _keep(upload, path)
    try:
        with transaction.atomic():
            run = Import.objects.create(
                community=community,
                made_by_id=viewer.actor_id,
                source=source,
                file_name=os.path.basename(upload.name)[:200],
                path=str(path),
                fingerprint=fingerprint,
                direct_messages=direct_messages,
            )
            audit.note(viewer.person_id, "import.stage", str(run.pk), community.pk)
            enqueue(look_through, run.pk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return run


def _keep(upload: Any, path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("xb") as kept:
        for chunk in upload.chunks():
            digest.update(chunk)
            kept.write(chunk)
        kept.flush()
        os.fsync(kept.fileno())
    path.chmod(0o600)
    return digest.hexdigest()


def examine(import_id: int) -> Import:
    """Look an archive through and keep the report; called by the job, and again after a crash."""
    run: Import = Import.objects.select_related("community").get(pk=import_id)
    if run.state != State.READING:
        return run
    try:
        with writing.open_archive(run) as archive:
            report = survey(archive)
    except ArchiveError as error:
        run.state, run.problem = State.REFUSED, str(error)[:500]
    else:
        run.state, run.survey, run.total = State.SURVEYED, report.as_json(), report.read
    run.save(update_fields=["state", "problem", "survey", "total"])
    return run


def start(viewer: Viewer, run: Import) -> None:
    """Bring in what was looked through.

    Raises:
        Refused: when the viewer is no host, or another import is under way.
    """
    require(policy.may_tend(viewer))
    with transaction.atomic():
        if _begin(run):
            audit.note(viewer.person_id, "import.start", str(run.pk), run.community_id)
            enqueue(bring_import_in, run.pk)


def _begin(run: Import) -> bool:
    rows = Import.objects.filter(pk=run.pk, state__in=(State.SURVEYED, State.UNDONE))
    try:
        with transaction.atomic():
            started = rows.update(
                state=State.RUNNING,
                chapter="",
                done=0,
                tally=None,
                kept=[],
                problem="",
                started_at=timezone.now(),
                ended_at=None,
            )
    except IntegrityError as error:
        raise Refused(
            _("Another import is under way here. Wait until it is through, then start this one.")
        ) from error
    return bool(started)


def undo(viewer: Viewer, run: Import) -> None:
    """Have an import put back: what nobody has touched since goes, the rest stays and is listed.

    Raises:
        Refused: when the viewer is no host, or another import is under way.
    """
    require(policy.may_tend(viewer))
    with transaction.atomic():
        rows = Import.objects.filter(pk=run.pk, state__in=(State.DONE, State.RUNNING))
        try:
            with transaction.atomic():
                begun = rows.update(state=State.UNDOING)
        except IntegrityError as error:
            raise Refused(
                _("Another import is under way here. Wait until it is through.")
            ) from error
        if begun:
            audit.note(viewer.person_id, "import.undo", str(run.pk), run.community_id)
            enqueue(put_import_back, run.pk)


def forget(viewer: Viewer, run: Import) -> None:
    """Erase an archive that has brought nothing in, and its report.

    Raises:
        Refused: when the viewer is no host, or things came from it.
    """
    require(policy.may_tend(viewer))
    if run.state in (State.RUNNING, State.DONE, State.UNDOING):
        raise Refused(_("Things came from this archive. Undo the import first."))
    if run.is_ours:
        Path(run.path).unlink(missing_ok=True)
    run.delete()


def dry_run_from_command_line(
    *, source: str, path: Path, community: str, direct_messages: bool
) -> dict[str, Any]:
    """The counts of what would come, and nothing else happens.

    Raises:
        Invalid: when there is no such community or the archive can't be read.
    """
    run = _command_line_run(source, path, community, direct_messages)
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
    """
    run = _command_line_run(source, path, community, direct_messages)
    try:
        with writing.open_archive(run) as archive:
            run.total = sum(chapter.messages for chapter in archive.chapters())
        stopped = Import.objects.filter(
            community=run.community,
            fingerprint=run.fingerprint,
            direct_messages=direct_messages,
            state=State.RUNNING,
            is_ours=False,
        ).first()
        if stopped is None:
            run.state, run.started_at = State.RUNNING, timezone.now()
            run.save()
        else:
            Import.objects.filter(pk=stopped.pk).update(path=run.path)
        done = writing.bring_in((stopped or run).pk, progress)
    except ArchiveError as error:
        raise Invalid(str(error), "file") from error
    except IntegrityError as error:
        raise Refused(_("Another import is under way in this community.")) from error
    return dict(done.tally or {})


def _command_line_run(source: str, path: Path, slug: str, direct_messages: bool) -> Import:
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
    with path.open("rb") as file:
        fingerprint = hashlib.file_digest(file, "sha256").hexdigest()
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
