"""Pages on which a host moves in."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inglenook.archive import actions, queries
from inglenook.archive.models import Import
from inglenook.communities.doors import hosts
from inglenook.foundation.addresses import at
from inglenook.foundation.audience import WORLD
from inglenook.foundation.policy import Invalid
from inglenook.spaces.actions import open_space

State = Import.State


def _run(request: Any, pk: int) -> Import:
    found = queries.run_of(request.community, pk)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
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
            )
            return redirect(at(request.community.slug, "import", run.pk))
        except Invalid as refused:
            problem = refused.sentence
    page = queries.start_page(request.community, problem)
    return render(request, "archive/import.html", {"page": page}, status=422 if problem else 200)


@require_GET
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


@require_GET
@hosts
def progress(request: Any, pk: int) -> HttpResponse:
    """The live region of a running import."""
    page = queries.progress_page(_run(request, pk))
    return render(request, "archive/progress.html", {"page": page})


@require_POST
@hosts
def go(request: Any, pk: int) -> HttpResponse:
    """Bring it in."""
    run = _run(request, pk)
    actions.start(request.viewer, run)
    return redirect(at(request.community.slug, "import", run.pk))


@require_http_methods(["GET", "POST"])
@hosts
def undo(request: Any, pk: int) -> HttpResponse:
    """Put it back, asked once."""
    run = _run(request, pk)
    if request.method == "POST":
        actions.undo(request.viewer, run)
        return redirect(at(request.community.slug, "import", run.pk))
    return render(request, "archive/undo.html", {"page": queries.undo_page(run)})


@require_POST
@hosts
def forget(request: Any, pk: int) -> HttpResponse:
    """Erase the file and its report."""
    actions.forget(request.viewer, _run(request, pk))
    return redirect(at(request.community.slug, "import"))


@require_http_methods(["GET", "POST"])
@hosts
def open_to_world(request: Any, pk: int) -> HttpResponse:
    """Open imported words to the world, after a look at whose they are."""
    page = queries.open_page(request.viewer, _run(request, pk))
    if request.method == "POST" and "sure" in request.POST:
        for space in page["spaces"]:
            open_space(request.viewer, space, WORLD, seen_sample=True)
        return redirect(at(request.community.slug, "import", pk))
    return render(request, "archive/open.html", {"page": page})
