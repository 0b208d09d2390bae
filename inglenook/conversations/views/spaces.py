"""A space's page: the list of a board, or the talk of a chat."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inglenook.communities.doors import inside
from inglenook.conversations import actions, finding, policy
from inglenook.conversations.queries.board import FILTERS, board_page
from inglenook.conversations.queries.chat import chat_composer, chat_page
from inglenook.conversations.views.answering import MARKS, POSTS, replaced, said_once, typed
from inglenook.foundation import intent
from inglenook.foundation.addresses import at
from inglenook.foundation.asked import number
from inglenook.foundation.limits import rated
from inglenook.foundation.pieces import render_round
from inglenook.foundation.policy import Invalid, require
from inglenook.spaces import policy as spaces_policy
from inglenook.spaces.models import Space


@require_safe
def space(request: Any, slug: str) -> HttpResponse:
    """The space, as a board or a chat; an old address leads to the new one."""
    moved = None
    try:
        row = finding.space_row(request, slug)
    except Http404:
        moved = finding.former_space(request, slug)
        if moved is None:
            raise
    if moved is not None:
        return redirect(at(request.community.slug, "s", moved), permanent=True)
    if row.kind == Space.Kind.CHAT:
        return _render_chat(request, "conversations/chat.html", _chat(request, row))
    return _render_board(request, "conversations/board.html", row)


@require_safe
def messages(request: Any, slug: str) -> HttpResponse:
    """The live region of a chat."""
    row = finding.space_row(request, slug)
    return _render_chat(request, "conversations/messages.html", _chat(request, row))


@require_safe
def threads(request: Any, slug: str) -> HttpResponse:
    """The live region of a board."""
    row = finding.space_row(request, slug)
    return _render_board(request, "conversations/threads.html", row)


def _render_chat(request: Any, template: str, page: Any, status: int = 200) -> HttpResponse:
    return render_round(request, template, page, page.posts, page.fresh, status=status)


def _chat(request: Any, row: Any) -> Any:
    return chat_page(request.viewer, request.community.slug, row, finding.window(request))


def _render_board(request: Any, template: str, row: Any) -> HttpResponse:
    page = _board(request, row)
    return render_round(request, template, page, page.threads)


def _board(request: Any, row: Any) -> Any:
    show = request.GET.get("show", "")
    known = show if show in dict(FILTERS) else ""
    before = finding.window(request).before
    return board_page(request.viewer, request.community.slug, row, show=known, before=before)


@rated(POSTS)
@require_POST
@inside
def say(request: Any, slug: str) -> HttpResponse:
    """Say a line in a chat."""
    row = finding.space(request, slug)
    here = at(request.community.slug, "s", slug)
    if row.kind != Space.Kind.CHAT:
        raise Http404
    try:
        said_once(
            request,
            f"say:{row.pk}",
            lambda: _line(request, row),
            lambda line: here + f"#p{actions.say(request.viewer, row, markdown=line).pk}",
        )
    except Invalid as problem:
        page = _chat(request, finding.space_row(request, slug))
        composer = replaced(
            chat_composer(request.viewer, request.community.slug, finding.space_row(request, slug)),
            request,
            problem,
        )
        page = replaced(page, composer=composer)
        return _render_chat(request, "conversations/chat.html", page, 422)
    return redirect(here)


def _line(request: Any, row: Space) -> actions.Draft:
    require(spaces_policy.may_write(request.viewer, row))
    return actions.drafted(request.viewer, typed(request))


@rated(POSTS)
@require_http_methods(["GET", "HEAD", "POST"])
@inside
def start(request: Any, slug: str) -> HttpResponse:
    """Write the first post of a new thread."""
    row = finding.space(request, slug)
    require(policy.may_start(request.viewer, row))
    here = at(request.community.slug, "s", slug)
    page = {
        "heading": _("Start a thread"),
        "lead": row.purpose,
        "space_name": row.name,
        "space_url": here,
        "action": here + "new/",
        "intent": request.POST.get("intent") or intent.new_token(),
        "draft_key": f"new:{row.pk}",
        "title": request.POST.get("title", ""),
        "title_problem": "",
        "text": typed(request),
        "text_problem": "",
        "problem": "",
        "button": _("Post it"),
        "mention_url": at(request.community.slug, "people", "names"),
        "asks_title": True,
        "quoted": None,
    }
    if request.method == "POST":
        try:
            return redirect(
                said_once(
                    request,
                    f"start:{row.pk}",
                    lambda: _beginning(request),
                    lambda ready: _start(request, row, *ready),
                )
            )
        except Invalid as problem:
            field = "title_problem" if problem.field == "title" else "text_problem"
            page[field] = problem.sentence
    status = 422 if request.method == "POST" else 200
    return render(request, "conversations/start_thread.html", {"page": page}, status=status)


def _beginning(request: Any) -> tuple[str, actions.Draft]:
    title = actions.checked_title(request.POST.get("title", ""))
    return title, actions.drafted(request.viewer, typed(request))


def _start(request: HttpRequest, row: Space, title: str, draft: actions.Draft) -> str:
    thread = actions.start_thread(
        request.viewer,  # type: ignore[attr-defined]
        row,
        title=title,
        markdown=draft,
    )
    return at(request.community.slug, "t", thread.pk)  # type: ignore[attr-defined]


@rated(MARKS)
@require_POST
@inside
def read_space(request: Any, slug: str) -> HttpResponse:
    """The page says how far it was looked at."""
    row = finding.space(request, slug)
    key = number(request.POST.get("last", "")) or 0
    if 0 < key <= row.last_key:
        actions.mark_space_seen(request.viewer, row, key)
        if row.kind == Space.Kind.CHAT:
            actions.mark_read(request.viewer, actions.stream_of(row), key)
    return HttpResponse(status=204)
