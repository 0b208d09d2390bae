"""What the pages of an import show."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from inglenook.archive.limits import ARCHIVE_BYTES, GIB
from inglenook.archive.models import Arrival, Import
from inglenook.archive.survey import Row, Survey
from inglenook.archive.undoing import kept_lines, touched
from inglenook.communities.faces import face
from inglenook.communities.models import Claim, Community, Membership
from inglenook.conversations.models import Post, Thread
from inglenook.conversations.queries.posts import names_in, rows_of
from inglenook.foundation import intent, moments, text
from inglenook.foundation.addresses import at
from inglenook.foundation.audience import MEMBERS
from inglenook.foundation.keys import moment_of
from inglenook.foundation.policy import Invalid
from inglenook.foundation.viewer import Viewer
from inglenook.spaces.models import Space

State = Import.State
SAMPLES = 6


def run_of(community: Community, pk: int) -> Import | None:
    """One import of this community."""
    rows = Import.objects.select_related("community", "made_by")
    return rows.filter(pk=pk, community=community).first()


def start_page(community: Community, problem: str = "") -> dict[str, Any]:
    """Choose a file; earlier imports below."""
    slug = community.slug
    runs = Import.objects.filter(community=community).order_by("-pk")[:20]
    limit = _("A ZIP of at most %(n)d GB, as it was exported.")
    return {
        "back_url": at(slug, "settings"),
        "action": at(slug, "import"),
        "intent": intent.new_token(),
        "problem": problem,
        "limit": limit % {"n": ARCHIVE_BYTES // GIB},
        "runs": [
            {
                "name": run.file_name,
                "line": f"{run.get_state_display()} · {moments.when(run.made_at)}",
                "url": at(slug, "import", run.pk),
            }
            for run in runs
        ],
    }


def _n(number: int) -> str:
    return number_format(number, use_l10n=True, force_grouping=True)


def _row(name: str, row: Row) -> dict[str, str]:
    return {
        "name": name,
        "found": _n(row.found),
        "comes": _n(row.comes),
        "changed": _n(row.changed),
        "stays": _n(row.stays),
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
             "count": _n(line.count)}
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
        {"icon": icon, "name": name, "count": _n(count), "line": line}
        for icon, name, count, line in facts
        if count
    ]


def progress_page(run: Import) -> dict[str, Any]:
    """How far it is, from the rows that the worker writes."""
    here = at(run.community.slug, "import", run.pk)
    over = run.state not in (State.READING, State.RUNNING, State.UNDOING)
    count = _("%(done)s of %(total)s") % {"done": _n(run.done), "total": _n(run.total)}
    return {
        "back_url": at(run.community.slug, "import"),
        "heading": _headings()[run.state],
        "lead": run.file_name,
        "step": 2 if run.state == State.READING else 3,
        "live_url": here + "progress/",
        "count": count if run.state == State.RUNNING else run.get_state_display(),
        "done": run.done,
        "total": max(run.total, 1),
        "line": _("You can close this page; it goes on by itself."),
        "steps": _steps(run),
        "stop_url": here + "undo/" if run.state == State.RUNNING else "",
        "problem": run.problem,
        "is_over": over,
        "next_url": here,
    }


def _headings() -> dict[str, str]:
    return {
        State.READING: _("We are reading it"),
        State.SURVEYED: _("It is read"),
        State.REFUSED: _("This file can't be read"),
        State.RUNNING: _("It is coming in"),
        State.DONE: _("It is here"),
        State.UNDOING: _("It is being put back"),
        State.UNDONE: _("It is put back"),
    }


def _steps(run: Import) -> list[dict[str, str]]:
    order = [State.READING, State.RUNNING, State.DONE]
    titles = {
        State.READING: (_("Read the file"), _("Nothing comes in by this.")),
        State.RUNNING: (_("Bring it in"), _("Nobody is told.")),
        State.DONE: (_("Look at it"), _("It can be undone for a month.")),
    }
    stands_for = {State.SURVEYED: State.RUNNING, State.UNDOING: State.RUNNING}
    now = stands_for.get(State(run.state), State(run.state))
    position = order.index(now) if now in order else 0
    return [
        {
            "state": "done" if i < position else "now" if i == position else "",
            "title": titles[state][0],
            "line": titles[state][1],
        }
        for i, state in enumerate(order)
    ]


def done_page(viewer: Viewer, run: Import) -> dict[str, Any]:
    """It is in: counted again, and where to look."""
    slug, here = run.community.slug, at(run.community.slug, "import", run.pk)
    undone = run.state == State.UNDONE
    expected, found = (run.tally or {}).get("posts", 0), _arrived(run)
    return {
        "back_url": at(slug, "import"),
        "heading": _headings()[run.state],
        "lead": run.file_name,
        "agrees": expected == found,
        "agree_title": "" if undone else _("Counted again after it was in."),
        "agree_line": _("%(found)s messages of %(expected)s are here.")
        % {"found": _n(found), "expected": _n(expected)},
        "look": [] if undone else _look(viewer, run),
        "opens": here + "open/" if not undone and _openable(viewer, run) else "",
        "undo_url": "" if undone else here + "undo/",
        "undo_line": _(
            "What nobody has touched since goes again. The rest stays, with its reason."
        ),
        "kept": run.kept,
        "again_url": here + "go/" if undone and run.path else "",
    }


def _arrived(run: Import) -> int:
    rows = Arrival.objects.filter(
        community=run.community_id, source=run.source, kind=Arrival.Kind.POST
    )
    mine = rows.filter(brought_by=run).count()
    total = (run.tally or {}).get("posts", 0)
    # What an earlier import of the same archive brought is here as well.
    return mine if mine >= total else min(total, rows.count())


def _look(viewer: Viewer, run: Import) -> list[dict[str, str]]:
    slug = run.community.slug
    lines = [
        {"icon": space.icon, "title": space.name, "line": space.purpose,
         "url": at(slug, "s", space.slug), "way": _("Look at it")}
        for space in _spaces(viewer, run)[:12]
    ]  # fmt: skip
    waiting = Claim.objects.filter(
        community=run.community_id, membership__state=Membership.State.IMPORTED
    ).count()
    lines.append(
        {"icon": "users", "title": _("People"),
         "line": _("%(n)s wait to come in under their address") % {"n": _n(waiting)},
         "url": at(slug, "people", kind="imported"), "way": _("See who")}
    )  # fmt: skip
    return lines


def _spaces(viewer: Viewer, run: Import) -> list[Space]:
    streams = Arrival.objects.filter(brought_by=run, kind=Arrival.Kind.SPACE).values("object_id")
    threads = Thread.objects.visible_to(viewer).filter(pk__in=streams).values("space")
    rows = Space.objects.visible_to(viewer).select_related("audience").filter(pk__in=threads)
    return list(rows.order_by("position"))


def _openable(viewer: Viewer, run: Import) -> list[Space]:
    return [space for space in _spaces(viewer, run) if space.audience.kind == MEMBERS]


def open_page(viewer: Viewer, run: Import) -> dict[str, Any]:
    """Whose words the world would read: figures and a sample."""
    slug = run.community.slug
    spaces = _openable(viewer, run)
    posts = Post.objects.visible_to(viewer).filter(
        thread__space__in=[space.pk for space in spaces], imported=True, kind=Post.Kind.NORMAL
    )
    people = posts.values("author").distinct().count()
    rows = rows_of(posts.order_by("pk")[:2000])
    step = max(len(rows) // SAMPLES, 1)
    rows = rows[::step][:SAMPLES]
    names = names_in((row.html for row in rows), slug, viewer)
    return {
        "back_url": at(slug, "import", run.pk),
        "name": run.file_name,
        "lead": _("These words were written for a smaller round. Look at whose they are."),
        "facts": [
            {"icon": "messages-square", "name": _("Spaces"), "count": _n(len(spaces)),
             "line": ", ".join(space.name for space in spaces[:6])},
            {"icon": "users", "name": _("People"), "count": _n(people),
             "line": _("whose names and words would be readable")},
            {"icon": "file-text", "name": _("Messages"), "count": _n(posts.count()), "line": ""},
        ],
        "samples": [
            {"face": face(row.author_id, row.author_name or ""), "author": row.author_name or "",
             "when": moments.when(moment_of(row.pk)), "html": text.fill(row.html, names)}
            for row in rows
        ],
        "action": at(slug, "import", run.pk, "open"),
        "intent": intent.new_token(),
        "spaces": spaces,
    }  # fmt: skip


def undo_page(run: Import) -> dict[str, Any]:
    """What would go, and what would stay and why."""
    stays = touched(run)
    kept = len(set().union(*(stays[why] for why in ("answered", "edited", "reacted"))))
    goes = max(_arrived(run) - kept, 0)
    return {
        "back_url": at(run.community.slug, "import", run.pk),
        "name": run.file_name,
        "goes": _("%(n)s messages go, with the people who haven't come. It can be run again.")
        % {"n": _n(goes)},
        "stays": kept_lines(run, stays),
        "action": at(run.community.slug, "import", run.pk, "undo"),
        "intent": intent.new_token(),
        "now": timezone.now(),
    }


def community_numbers(slug: str) -> dict[str, int]:
    """How many members, spaces, threads and posts a community has, for its operator.

    Members are those who are here; `imported` those who came along and have not come yet.
    Threads are branches and board threads, never streams; system lines count as posts.

    Raises:
        Invalid: when there is no such community.
    """
    community = Community.objects.filter(slug=slug).first()
    if community is None:
        raise Invalid(
            _("There is no community “%(slug)s” here. Look at the front door for their addresses.")
            % {"slug": slug},
            "community",
        )
    why = "the operator counts rows and reads none"
    people = Membership.objects.filter(community=community, byline_of__isnull=True)
    threads = Thread.objects.unguarded(why).filter(community=community)
    return {
        "members": people.filter(state=Membership.State.ACTIVE).count(),
        "imported": people.filter(state=Membership.State.IMPORTED).count(),
        "spaces": Space.objects.unguarded(why).filter(community=community).count(),
        "threads": threads.exclude(kind__in=(Thread.Kind.STREAM, Thread.Kind.DIRECT)).count(),
        "posts": Post.objects.unguarded(why).filter(community=community).count(),
    }
