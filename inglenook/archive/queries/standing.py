"""Where an import stands: coming in, here, put back."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inglenook.archive.models import Arrival, Import
from inglenook.archive.queries.looking import number
from inglenook.archive.queries.opening import openable
from inglenook.archive.touching import touched
from inglenook.archive.undoing import kept_lines
from inglenook.communities.models import Claim, Membership
from inglenook.conversations.models import Post, Thread
from inglenook.foundation import intent
from inglenook.foundation.addresses import at
from inglenook.foundation.viewer import Viewer
from inglenook.spaces.models import Space

State = Import.State


def progress_page(run: Import) -> dict[str, Any]:
    """How far it is, from the rows that the worker writes."""
    here = at(run.community.slug, "import", run.pk)
    over = run.state not in (State.READING, State.RUNNING, State.UNDOING)
    running = run.state == State.RUNNING
    count = _("%(done)s of %(total)s") % {"done": number(run.done), "total": number(run.total)}
    return {
        "back_url": at(run.community.slug, "import"),
        "heading": _headings()[run.state],
        "lead": run.file_name,
        "step": 2 if run.state == State.READING else 3,
        "live_url": here + "progress/",
        "count": count if running else run.get_state_display(),
        "done": run.done if running or over else 0,
        "total": max(run.total, 1),
        "line": _("You can close this page; it goes on by itself."),
        "steps": _steps(run),
        "stop_url": here + "undo/" if running else "",
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
        State.DONE: (_("Look at it"), _("It can be put back; for 30 days also run again.")),
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
    """It is in, counted again, and where to look; or it is put back."""
    slug, here = run.community.slug, at(run.community.slug, "import", run.pk)
    undone = run.state == State.UNDONE
    again = undone or bool(run.problem)
    return {
        "back_url": at(slug, "import"),
        "heading": _headings()[run.state],
        "lead": run.file_name,
        **_agreement(run, undone=undone),
        "look": [] if undone else _look(viewer, run),
        "opens": here + "open/" if not undone and openable(viewer) else "",
        "undo_url": "" if undone else here + "undo/",
        "undo_line": _(
            "What nobody has touched since goes again. The rest stays, with its reason."
        ),
        "kept": run.kept,
        "again_url": here + "go/" if again else "",
        "forget_url": here + "forget/" if undone else "",
        "intent": intent.new_token(),
    }


def _agreement(run: Import, *, undone: bool) -> dict[str, Any]:
    """Whether what was read is here: posts are counted as rows, not as what was noted of them."""
    if undone:
        return {"agrees": True, "agree_title": "", "agree_line": ""}
    if run.problem:
        return {"agrees": False, "agree_title": _("It isn't whole."), "agree_line": run.problem}
    expected, found = (run.tally or {}).get("posts", 0), _arrived(run)
    line = ngettext(
        "%(found)s message of %(expected)s is here.",
        "%(found)s messages of %(expected)s are here.",
        found,
    )
    return {
        "agrees": expected == found,
        "agree_title": _("Counted again after it was in."),
        "agree_line": line % {"found": number(found), "expected": number(expected)},
    }


def _arrived(run: Import) -> int:
    """Posts that are here: those that it brought, and those that an earlier one had brought."""
    mine = Arrival.objects.filter(brought_by=run, kind=Arrival.Kind.POST).values("object_id")
    posts = Post.objects.unguarded("the host learns how many came, and reads none")
    return int(posts.filter(pk__in=mine).count()) + run.there


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
         "line": ngettext("%(n)s waits to come in under their address",
                          "%(n)s wait to come in under their address", waiting)
         % {"n": number(waiting)},
         "url": at(slug, "people", kind="imported"), "way": _("See who")}
    )  # fmt: skip
    return lines


def _spaces(viewer: Viewer, run: Import) -> list[Space]:
    """The archive's spaces that the viewer sees, also those that came with an earlier one."""
    threads = Thread.objects.visible_to(viewer).filter(pk__in=[int(pk) for pk in run.spaces])
    rows = Space.objects.visible_to(viewer).filter(pk__in=threads.values("space"))
    return list(rows.order_by("position", "pk")[:12])


def undo_page(run: Import) -> dict[str, Any]:
    """What would go, and what would stay and why."""
    stays = touched(run)
    brought = Arrival.objects.filter(brought_by=run, kind=Arrival.Kind.POST).count()
    goes = max(brought - len(stays.keys), 0)
    return {
        "back_url": at(run.community.slug, "import", run.pk),
        "name": run.file_name,
        "goes": ngettext(
            "%(n)s message goes, with the people who haven't come. It can be run again.",
            "%(n)s messages go, with the people who haven't come. It can be run again.",
            goes,
        )
        % {"n": number(goes)},
        "stays": kept_lines(run, stays),
        "action": at(run.community.slug, "import", run.pk, "undo"),
        "intent": intent.new_token(),
    }
