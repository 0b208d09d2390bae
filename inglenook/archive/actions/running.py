"""Bring in what was looked through, put it back, and open it to the world."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from inglenook.archive import shelf
from inglenook.archive.jobs import bring_import_in, put_import_back
from inglenook.archive.models import Import
from inglenook.communities import policy
from inglenook.foundation import audit, disk
from inglenook.foundation.audience import WORLD
from inglenook.foundation.jobs import enqueue
from inglenook.foundation.policy import Invalid, Refused, require
from inglenook.foundation.viewer import Viewer
from inglenook.spaces.actions import open_space
from inglenook.spaces.models import Space

State = Import.State


def start(viewer: Viewer, run: Import) -> None:
    """Bring in what was looked through, or once more what was put back or not whole.

    Raises:
        Refused: when the viewer is no host, another import is under way, the file is gone, or
            the disk is nearly full.
    """
    require(policy.may_tend(viewer))
    require(disk.has_room())
    if run.state in (State.SURVEYED, State.UNDONE, State.DONE):
        _check_file(run)
    with transaction.atomic():
        if begin(run):
            audit.note(viewer.person_id, "import.start", str(run.pk), run.community_id)
            enqueue(bring_import_in, run.pk)


def _check_file(run: Import) -> None:
    if not shelf.is_there(run):
        raise Refused(
            _("The file is not here any more: it is kept for 30 days. Upload it once more.")
        )
    if run.is_ours:
        return
    with Path(run.path).open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != run.fingerprint:
            raise Refused(_("The file has changed since. Upload it, and look at the report anew."))


def begin(run: Import) -> bool:
    """Mark an import as running; False when it is already, or there is nothing to bring.

    Raises:
        Refused: when another import is under way in this community.
    """
    broken = Q(state=State.DONE) & ~Q(problem="")
    rows = Import.objects.filter(broken | Q(state__in=(State.SURVEYED, State.UNDONE)), pk=run.pk)
    try:
        with transaction.atomic():
            started = rows.update(
                state=State.RUNNING,
                chapter="",
                done=0,
                there=0,
                tally=None,
                kept=[],
                problem="",
                started_at=timezone.now(),
                ended_at=None,
            )
    except IntegrityError as error:
        raise another_runs(run) from error
    return bool(started)


def another_runs(run: Import) -> Refused:
    """The refusal where two imports would come into one community at once."""
    other = Import.objects.filter(
        community=run.community_id, state__in=(State.RUNNING, State.UNDOING)
    ).exclude(pk=run.pk)
    name = other.values_list("file_name", flat=True).first() or ""
    return Refused(
        _(
            "Another import is under way here: “%(name)s”. Wait until it is through, or stop it "
            "on its page (settings, Moving in)."
        )
        % {"name": name}
    )


def undo(viewer: Viewer, run: Import) -> None:
    """Have an import put back: what nobody has touched since goes, the rest stays and is listed.

    One that is running is stopped by it.

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
            raise another_runs(run) from error
        if begun:
            audit.note(viewer.person_id, "import.undo", str(run.pk), run.community_id)
            enqueue(put_import_back, run.pk)


def opened_spaces(
    viewer: Viewer, spaces: Sequence[Space], wanted: Collection[str], *, sure: bool
) -> list[Space]:
    """Open those of the sampled spaces that were chosen, by slug, to the world; returns them.

    Args:
        sure: whether the host said that those whose words these are would be fine with it.

    Raises:
        Refused: when the viewer may not.
        Invalid: when none was chosen, or the host isn't sure.
    """
    if not sure:
        raise Invalid(_("Tick the box first, or leave it as it is."), "sure")
    chosen = [space for space in spaces if space.slug in wanted]
    if not chosen:
        raise Invalid(_("Choose at least one space, or leave it as it is."), "space")
    with transaction.atomic():
        for space in chosen:
            open_space(viewer, space, WORLD, seen_sample=True)
    return chosen
