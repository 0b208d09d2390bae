"""Keep an archive that was uploaded, have it looked through, and forget it again."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from inglenook.archive import shelf, writing
from inglenook.archive.errors import ArchiveError, Flaw
from inglenook.archive.jobs import look_through
from inglenook.archive.models import Import
from inglenook.archive.survey import survey
from inglenook.communities import policy
from inglenook.communities.models import Community
from inglenook.foundation import audit, intent
from inglenook.foundation.jobs import enqueue
from inglenook.foundation.policy import Invalid, Refused, require
from inglenook.foundation.viewer import Viewer

State = Import.State
SOURCES = ("slack",)

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
"""How a ZIP begins, and an empty one (PKWARE's APPNOTE, 4.3.7 and 4.3.16)."""


def largest_upload() -> int:
    """How many bytes the page takes; the command line takes more."""
    return int(settings.LARGE_BODIES["archive:start"])


def stage(
    viewer: Viewer,
    community: Community,
    upload: Any,
    *,
    source: str,
    direct_messages: bool,
    token: str = "",
) -> Import:
    """Keep an uploaded archive and have it looked through; nothing comes in yet.

    Args:
        token: the page's intent token; with it the same file is staged once.

    Raises:
        Refused: when the viewer is no host.
        Invalid: when there is no file, it is too large, no ZIP, or its kind isn't known.
    """
    require(policy.may_tend(viewer))
    _check(upload, source)
    path = shelf.folder() / f"{secrets.token_hex(16)}.zip"
    try:
        fingerprint = _keep(upload, path)
        shelf.hand_over(path)
        run = Import(
            community=community,
            made_by_id=viewer.actor_id,
            source=source,
            file_name=Path(upload.name).name[:200],
            path=str(path),
            fingerprint=fingerprint,
            direct_messages=direct_messages,
        )
        made = intent.once(
            f"p{viewer.person_id}",
            token,
            f"import.stage:{community.pk}",
            f"{fingerprint} {source} {direct_messages}",
            lambda: _stage(viewer, run),
        )
    except BaseException:
        shelf.erase(Import(path=str(path)))
        raise
    if made != str(run.pk):
        shelf.erase(run)
    found: Import = Import.objects.select_related("community").get(pk=int(made))
    return found


def _check(upload: Any, source: str) -> None:
    if source not in SOURCES:
        raise Invalid(_("Choose where the archive comes from."), "source")
    if upload is None or not upload.size:
        raise Invalid(_("Choose the file that you exported; this one is empty."), "file")
    if upload.size > largest_upload():
        raise Invalid(
            _(
                "This file is larger than %(n)d MB, the most that comes through a page. Whoever "
                "runs this house can bring it in with the command “inglenook import”."
            )
            % {"n": largest_upload() // 2**20},
            "file",
        )
    begins = upload.read(4)
    upload.seek(0)
    if begins not in _ZIP:
        raise Invalid(str(ArchiveError(Flaw.NOT_A_ZIP)), "file")


def _keep(upload: Any, path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("xb") as kept:
        path.chmod(0o600)
        for chunk in upload.chunks():
            digest.update(chunk)
            kept.write(chunk)
        kept.flush()
        os.fsync(kept.fileno())
    return digest.hexdigest()


def _stage(viewer: Viewer, run: Import) -> str:
    with transaction.atomic():
        run.save(force_insert=True)
        audit.note(viewer.person_id, "import.stage", str(run.pk), run.community_id)
        enqueue(look_through, run.pk)
    return str(run.pk)


def examine(import_id: int) -> Import:
    """Look an archive through and keep the report; called by the job, and again after a crash.

    A file that can't be read is erased at once; why is kept.
    """
    run: Import = Import.objects.select_related("community").get(pk=import_id)
    if run.state != State.READING:
        return run
    try:
        with writing.open_archive(run) as archive:
            report = survey(archive)
    except ArchiveError as error:
        found: dict[str, Any] = {"state": State.REFUSED, "problem": str(error)[:500], "path": ""}
        shelf.erase(run)
    else:
        found = {"state": State.SURVEYED, "survey": report.as_json(), "total": report.read}
    Import.objects.filter(pk=run.pk, state=State.READING).update(**found)
    run.refresh_from_db(fields=["state", "problem", "path", "survey", "total"])
    return run


def forget(viewer: Viewer, run: Import) -> None:
    """Erase an archive that has brought nothing in, and its report.

    What stayed of one that was put back stays, and never comes twice.

    Raises:
        Refused: when the viewer is no host, or things came from it.
    """
    require(policy.may_tend(viewer))
    gone = Import.objects.filter(pk=run.pk).exclude(
        state__in=(State.RUNNING, State.DONE, State.UNDOING)
    )
    with transaction.atomic():
        if not gone.delete()[0] and Import.objects.filter(pk=run.pk).exists():
            raise Refused(_("Things came from this archive. Undo the import first."))
        audit.note(viewer.person_id, "import.forget", str(run.pk), run.community_id)
    shelf.erase(run)
