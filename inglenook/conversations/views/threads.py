"""A thread's page, and what is done to a thread."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inglenook.communities.doors import inside
from inglenook.communities.faces import gone
from inglenook.conversations import actions, finding, policy
from inglenook.conversations.models import Thread
from inglenook.conversations.queries import spaces, unchanged
from inglenook.conversations.queries.composer import answered_post
from inglenook.conversations.queries.posts import thread_title
from inglenook.conversations.queries.thread import first_shown, thread_page
from inglenook.conversations.views.answering import MARKS, POSTS, replaced, said_once, typed
from inglenook.foundation import text
from inglenook.foundation.addresses import at
from inglenook.foundation.asked import asked_to_be, number
from inglenook.foundation.limits import ACTING, rated
from inglenook.foundation.pieces import render_round
from inglenook.foundation.policy import Invalid, require
from inglenook.spaces.models import Space


@require_safe
def thread(request: Any, thread_id: int) -> HttpResponse:
    """The page of a thread; the stream of a chat has its page in the space."""
    row = finding.thread_line(request, thread_id)
    if row.kind == Thread.Kind.STREAM and row.space is not None:
        return redirect(at(request.community.slug, "s", row.space.slug))
    answer = _render(request, "conversations/thread.html", _page(request, row))
    unchanged.offer(request, answer, row)
    return answer


@require_safe
def posts(request: Any, thread_id: int) -> HttpResponse:
    """The live region of a thread."""
    row = finding.thread_line(request, thread_id)
    return _render(request, "conversations/posts.html", _page(request, row))


def _render(request: Any, template: str, page: Any, status: int = 200) -> HttpResponse:
    return render_round(request, template, page, page.posts, page.fresh, status=status)


def _page(request: Any, row: Any) -> Any:
    reply, name, quoted = _answered(request, row)
    return thread_page(
        request.viewer,
        request.community.slug,
        row,
        finding.window(request),
        reply=reply,
        reply_name=name,
        quoted=quoted,
    )


def _answered(request: Any, row: Any) -> tuple[str, str, str]:
    """The key of the post that is answered, whose it is, its quotation where one was asked for."""
    key = request.GET.get("quote") or request.GET.get("reply") or request.POST.get("reply_to") or ""
    if number(key) is None:
        return "", "", ""
    post = answered_post(request.viewer, request.community, key)
    if post is None:
        return "", "", ""
    markdown, author, name = post
    if "quote" not in request.GET:
        return key, name or gone(), ""
    return key, name or gone(), text.quote(markdown, f"@[{author}]" if author else gone())


@rated(POSTS)
@require_POST
@inside
def reply(request: Any, thread_id: int) -> HttpResponse:
    """Answer in a thread."""
    row = finding.thread(request, thread_id)
    slug = request.community.slug
    answered, _name, _quoted = _answered(request, row)

    def prepare() -> tuple[actions.Draft, int]:
        require(policy.may_reply(request.viewer, row))
        draft = actions.drafted(request.viewer, typed(request))
        return draft, first_shown(request.viewer, thread_id)

    def write(ready: tuple[actions.Draft, int]) -> str:
        draft, shown = ready
        post = actions.reply(
            request.viewer, row, markdown=draft, reply_to=int(answered or 0) or None
        )
        return at(slug, "t", thread_id) + f"?at={shown or post.pk}#p{post.pk}"

    try:
        return redirect(said_once(request, f"reply:{thread_id}", prepare, write))
    except Invalid as problem:
        page = _page(request, finding.thread_line(request, thread_id))
        page = replaced(page, composer=replaced(page.composer, request, problem))
        return _render(request, "conversations/thread.html", page, 422)


@rated(MARKS)
@require_POST
@inside
def read(request: Any, thread_id: int) -> HttpResponse:
    """The page says how far it was read."""
    row = finding.thread(request, thread_id)
    key = number(request.POST.get("last", "")) or 0
    if 0 < key <= row.last_key:
        actions.mark_read(request.viewer, row, key)
    return HttpResponse(status=204)


@rated(ACTING)
@require_POST
@inside
def resolve(request: Any, thread_id: int) -> HttpResponse:
    """Take back the mark on what solved it."""
    row = finding.thread(request, thread_id)
    actions.resolve_thread(request.viewer, row, None)
    return redirect(at(request.community.slug, "t", thread_id))


@rated(ACTING)
@require_POST
@inside
def pin(request: Any, thread_id: int) -> HttpResponse:
    """Pin it, or take the pin out."""
    row = finding.thread(request, thread_id)
    actions.pin_thread(request.viewer, row, pinned=asked_to_be(request, row.pinned_at is None))
    return redirect(at(request.community.slug, "t", thread_id))


@rated(ACTING)
@require_POST
@inside
def close(request: Any, thread_id: int) -> HttpResponse:
    """Close it, or open it again."""
    row = finding.thread(request, thread_id)
    actions.close_thread(request.viewer, row, closed=asked_to_be(request, row.closed_at is None))
    return redirect(at(request.community.slug, "t", thread_id))


class MoveForm(forms.Form):
    """Which board a thread belongs to."""

    space = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["space"].label = _("Space")
        self.fields["space"].choices = choices  # type: ignore[attr-defined]


@rated(ACTING)
@require_http_methods(["GET", "HEAD", "POST"])
@inside
def move(request: Any, thread_id: int) -> HttpResponse:
    """Move a thread to another board."""
    row = finding.thread(request, thread_id)
    require(policy.may_moderate(request.viewer, row))
    here = at(request.community.slug, "t", thread_id)
    boards = [
        (s.slug, s.name)
        for s in spaces.of_request(request)
        if s.kind == Space.Kind.BOARD and s.pk != row.space_id and s.archived_at is None
    ]
    form = MoveForm(request.POST or None, choices=boards)
    if request.method == "POST" and form.is_valid():
        target = finding.space(request, form.cleaned_data["space"])
        actions.move_thread(request.viewer, row, target)
        return redirect(here)
    page = {
        "title": thread_title(row.title, row.kind, row.standing),
        "thread_url": here,
        "action": here + "move/",
    }
    status = 422 if request.method == "POST" else 200
    context = {"page": page, "form": form}
    return render(request, "conversations/move_thread.html", context, status=status)
