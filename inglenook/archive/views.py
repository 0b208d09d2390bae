"""Pages on which a host moves in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inglenook.accounts.again import fresh_when_sent
from inglenook.archive import actions, queries
from inglenook.archive.models import Import
from inglenook.communities.doors import hosts
from inglenook.conversations.views.answering import done_once
from inglenook.foundation.addresses import at
from inglenook.foundation.limits import ACTING, Limit, rated
from inglenook.foundation.policy import Invalid

State = Import.State
ARCHIVES = Limit("archive", 30, 3600)
LARGEST_ID = (1 << 63) - 1


def _run(request: Any, pk: int) -> Import:
    found = queries.run_of(request.community, pk) if pk <= LARGEST_ID else None
    if found is None:
        raise Http404
    return found


def _once(request: Any, run: Import, deed: str, do: Callable[[Any, Import], None]) -> HttpResponse:
    """Do it once for this form, and lead to where the import stands."""
    here = at(request.community.slug, "import", run.pk)

    def did() -> str:
        do(request.viewer, run)
        return here

    return redirect(done_once(request, f"import.{deed}:{run.pk}", did))


@rated(ARCHIVES)
@require_http_methods(["GET", "HEAD", "POST"])
@hosts
def start(request: Any) -> HttpResponse:
    """Choose a file and have it looked through."""
    problem = ""
    if request.method == "POST":
        try:
            run = actions.stage(
                request.viewer,
                request.community,
                request.FILES.get("file"),
                source=request.POST.get("source", ""),
                direct_messages="with_direct_messages" in request.POST,
                token=request.POST.get("intent", "")[:64],
            )
            return redirect(at(request.community.slug, "import", run.pk))
        except Invalid as refused:
            problem = refused.sentence
    page = queries.start_page(request.community, problem)
    return render(request, "archive/import.html", {"page": page}, status=422 if problem else 200)


@require_safe
@hosts
def show(request: Any, pk: int) -> HttpResponse:
    """Where an import stands: being read, read, coming in, here."""
    run = _run(request, pk)
    if run.state == State.SURVEYED:
        return render(request, "archive/report.html", {"page": queries.report_page(run)})
    if run.state in (State.DONE, State.UNDONE):
        page = queries.done_page(request.viewer, run)
        return render(request, "archive/done.html", {"page": page})
    if run.state == State.REFUSED:
        page = queries.start_page(request.community, run.problem)
        return render(request, "archive/import.html", {"page": page})
    return render(request, "archive/running.html", {"page": queries.progress_page(run)})


@require_safe
@hosts
def progress(request: Any, pk: int) -> HttpResponse:
    """The live region of a running import."""
    page = queries.progress_page(_run(request, pk))
    return render(request, "archive/progress.html", {"page": page})


@rated(ACTING)
@require_POST
@hosts
def go(request: Any, pk: int) -> HttpResponse:
    """Bring it in."""
    return _once(request, _run(request, pk), "go", actions.start)


@rated(ACTING)
@require_http_methods(["GET", "HEAD", "POST"])
@hosts
def undo(request: Any, pk: int) -> HttpResponse:
    """Put it back, asked once; a running one is stopped from its own page."""
    run = _run(request, pk)
    if request.method == "POST":
        return _once(request, run, "undo", actions.undo)
    if run.state not in (State.DONE, State.RUNNING):
        return redirect(at(request.community.slug, "import", pk))
    return render(request, "archive/undo.html", {"page": queries.undo_page(run)})


@rated(ACTING)
@require_POST
@hosts
def forget(request: Any, pk: int) -> HttpResponse:
    """Erase the file and its report."""
    actions.forget(request.viewer, _run(request, pk))
    return redirect(at(request.community.slug, "import"))


@rated(ACTING)
@require_http_methods(["GET", "HEAD", "POST"])
@hosts
@fresh_when_sent
def open_to_world(request: Any, pk: int) -> HttpResponse:
    """Open imported words to the world, after a look at whose they are."""
    run = _run(request, pk)
    here = at(request.community.slug, "import", pk)
    page = queries.open_page(request.viewer, run)
    if run.state != State.DONE or not page["spaces"]:
        return redirect(here)
    if request.method != "POST":
        return render(request, "archive/open.html", {"page": page})
    try:
        actions.opened_spaces(
            request.viewer,
            page["spaces"],
            request.POST.getlist("space"),
            sure="sure" in request.POST,
        )
    except Invalid as refused:
        page["problem"] = refused.sentence
        return render(request, "archive/open.html", {"page": page}, status=422)
    return redirect(here)
