"""What the operator reads of backups: on their own page, and as one line of the state page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from inglenook.foundation import moments
from inglenook.foundation.conditions import Found, fine, note, wrong
from inglenook.site.backup.models import Backup, BackupTrouble

OVERDUE = timedelta(hours=50)
"""A night that was missed, and the next."""


@dataclass(frozen=True, slots=True)
class BackupLine:
    """One backup of the list."""

    name: str
    kind: str
    when: str
    iso: str
    said: str
    proof: str
    is_proven: bool
    is_locked: bool


@dataclass(frozen=True, slots=True)
class BackupsPage:
    """The page of backups. `troubles` are pairs of a sentence and since when."""

    place: str
    lead: str
    is_locked: bool
    troubles: tuple[tuple[str, str, str], ...]
    backups: tuple[BackupLine, ...]


def backups_page() -> BackupsPage:
    """All that the page shows."""
    rows = list(Backup.objects.all())
    house = settings.ENVIRONMENT
    return BackupsPage(
        place=house.backups.shown,
        lead=_lead(rows),
        is_locked=house.passphrase_file is not None,
        troubles=tuple(
            (row.problem, row.since.isoformat(), moments.since(row.since))
            for row in BackupTrouble.objects.order_by("since")
        ),
        backups=tuple(_line(row) for row in rows),
    )


def look_at_backups() -> Found:
    """When the newest proof was, or what is wrong and since when; for the state page."""
    trouble = BackupTrouble.objects.order_by("since").first()
    if trouble is not None:
        return _what_is_wrong(trouble)
    newest = Backup.objects.first()
    if newest is None:
        return note(gettext_noop("There is none yet. The first is made at night."))
    if timezone.now() - newest.made_at > OVERDUE:
        return wrong(
            gettext_noop("The newest is from %(made_said)s."),
            gettext_noop("Jobs make one each night. Look at what is said of them here."),
            since=newest.made_at + OVERDUE,
            made_said=newest.made_at.isoformat(),
        )
    proven = _last_proven()
    if proven is None or proven.proven_at is None:
        return note(
            gettext_noop("The newest is from %(made_said)s. It was not proven yet."),
            made_said=newest.made_at.isoformat(),
        )
    return fine(
        gettext_noop(
            "Last proven: %(proven_said)s, %(posts_count)s posts, %(files_count)s files, "
            "%(seconds_count)s seconds."
        ),
        proven_said=proven.proven_at.isoformat(),
        posts_count=proven.posts,
        files_count=proven.files,
        seconds_count=_seconds(proven.proof_seconds),
    )


def _what_is_wrong(trouble: BackupTrouble) -> Found:
    if trouble.step == BackupTrouble.Step.PROVE:
        return wrong(
            gettext_noop("The newest could not be proven: %(why)s"),
            gettext_noop("Make another by the button on the page of backups; keep the older ones."),
            since=trouble.since,
            why=trouble.problem,
        )
    return wrong(
        gettext_noop("None could be made: %(why)s"),
        gettext_noop("Mend that, then make one by the button on the page of backups."),
        since=trouble.since,
        why=trouble.problem,
    )


def _last_proven() -> Backup | None:
    found: Backup | None = (
        Backup.objects.filter(proven_at__isnull=False).order_by("-proven_at").first()
    )
    return found


def _lead(rows: list[Backup]) -> str:
    proven = max((r for r in rows if r.proven_at), key=_proved_at, default=None)
    if proven is None or proven.proven_at is None:
        return _("None was proven yet.")
    return _("Last proven: %(when)s, %(posts)s, %(files)s, %(seconds)s.") % {
        "when": moments.said(proven.proven_at),
        "posts": _counted(proven.posts, ngettext("%(n)s post", "%(n)s posts", proven.posts)),
        **_files_and_seconds(proven.files, _seconds(proven.proof_seconds)),
    }


def _line(row: Backup) -> BackupLine:
    said = _("%(posts)s, %(files)s, %(size)s, made in %(seconds)s") % {
        "posts": _counted(row.posts, ngettext("%(n)s post", "%(n)s posts", row.posts)),
        "size": filesizeformat(row.size),
        **_files_and_seconds(row.files, _seconds(row.seconds)),
    }
    proof = _("Not proven yet")
    if row.proven_at is not None:
        proof = _("Proven %(when)s") % {"when": moments.said(row.proven_at)}
    return BackupLine(
        name=row.name,
        kind=row.get_kind_display(),
        when=moments.when(row.made_at),
        iso=row.made_at.isoformat(),
        said=said,
        proof=proof,
        is_proven=row.proven_at is not None,
        is_locked=row.is_locked,
    )


def _files_and_seconds(files: int, seconds: int) -> dict[str, str]:
    return {
        "files": _counted(files, ngettext("%(n)s file", "%(n)s files", files)),
        "seconds": _counted(seconds, ngettext("%(n)s second", "%(n)s seconds", seconds)),
    }


def _counted(number: int, sentence: str) -> str:
    return sentence % {"n": number_format(number, use_l10n=True, force_grouping=True)}


def _seconds(seconds: float | None) -> int:
    return max(1, round(seconds or 0))


def _proved_at(row: Backup) -> datetime:
    return row.proven_at or row.made_at
