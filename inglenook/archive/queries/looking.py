"""Choosing a file, and the report of what would come of it."""

from __future__ import annotations

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from inglenook.archive.actions.staging import largest_upload
from inglenook.archive.models import Import
from inglenook.archive.survey import Row, Survey
from inglenook.communities.models import Community
from inglenook.foundation import intent, moments
from inglenook.foundation.addresses import at


def run_of(community: Community, pk: int) -> Import | None:
    """One import of this community."""
    rows = Import.objects.select_related("community", "made_by")
    return rows.filter(pk=pk, community=community).first()


def start_page(community: Community, problem: str = "") -> dict[str, Any]:
    """Choose a file; earlier imports below."""
    slug = community.slug
    runs = Import.objects.filter(community=community).order_by("-pk")[:20]
    limit = _("A ZIP of at most %(n)d MB, as it was exported.")
    return {
        "back_url": at(slug, "settings"),
        "action": at(slug, "import"),
        "intent": intent.new_token(),
        "problem": problem,
        "limit": limit % {"n": largest_upload() // 2**20},
        "runs": [
            {
                "name": run.file_name,
                "line": f"{run.get_state_display()} · {moments.when(run.made_at)}",
                "url": at(slug, "import", run.pk),
            }
            for run in runs
        ],
    }


def number(count: int) -> str:
    """A count as people write it in their language."""
    return number_format(count, use_l10n=True, force_grouping=True)


def _row(name: str, row: Row) -> dict[str, str]:
    return {
        "name": name,
        "found": number(row.found),
        "comes": number(row.comes),
        "changed": number(row.changed),
        "stays": number(row.stays),
    }


def report_page(run: Import) -> dict[str, Any]:
    """The dry run: what would come, what changes, what stays behind and why."""
    slug, here = run.community.slug, at(run.community.slug, "import", run.pk)
    report = Survey.from_json(run.survey or {})
    return {
        "back_url": at(slug, "import"),
        "lead": _("This is only a look. Nothing is in yet, and nobody has been told."),
        "rows": [
            *(
                _row(f"# {space.name}" if space.name else _("Without a room"), space.messages)
                for space in report.space_rows[:60]
            ),
            _row(_("Threads"), report.threads),
            _row(_("Files"), report.files),
            _row(_("People"), report.people),
        ],
        "total": _row(_("All messages"), report.messages),
        "reasons": [
            {"title": str(line.reason.sentence), "line": " · ".join(line.samples),
             "count": number(line.count)}
            for line in report.stays
        ],
        "changes": [
            {"title": str(line.change.sentence), "line": " · ".join(line.samples)}
            for line in report.changes
        ],
        "people": _people(report),
        "samples": [],
        "go_url": here + "go/",
        "forget_url": here + "forget/",
        "again_url": at(slug, "import"),
        "intent": intent.new_token(),
    }  # fmt: skip


def _people(report: Survey) -> list[dict[str, str]]:
    facts = [
        ("mail", _("With an address"), report.with_address,
         _("They come in by a code mailed there.")),
        ("user-round", _("Without an address"), report.without_address,
         _("You can make each a link to come in by.")),
        ("bot", _("Apps"), report.bots, _("Their words come; they don't.")),
    ]  # fmt: skip
    return [
        {"icon": icon, "name": name, "count": number(count), "line": line}
        for icon, name, count, line in facts
        if count
    ]
