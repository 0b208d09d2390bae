"""One post: its permalink, edit, history, removal, reactions, branch."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inglenook.communities.doors import inside
from inglenook.communities.faces import gone
from inglenook.conversations import actions, finding, policy
from inglenook.conversations.actions.tending import STRETCH
from inglenook.conversations.models import Post, Thread
from inglenook.conversations.queries.history import both_texts, editable_text, versions_of
from inglenook.conversations.queries.posts import names_in
from inglenook.conversations.views.answering import POSTS, REACTIONS, done_once, said_once, typed
from inglenook.foundation import intent, text
from inglenook.foundation.addresses import at
from inglenook.foundation.asked import asked_to_be, number
from inglenook.foundation.limits import ACTING, rated
from inglenook.foundation.policy import Invalid, require
from inglenook.foundation.standing import Standing


def place_of(slug: str, post: Post) -> str:
    """The page on which a post stands, opened at it."""
    thread = post.thread
    if thread.kind == Thread.Kind.STREAM and thread.space is not None:
        return at(slug, "s", thread.space.slug, at=post.pk) + f"#p{post.pk}"
    return at(slug, "t", thread.pk, at=post.pk) + f"#p{post.pk}"


def title_of(post: Post) -> str:
    """What the place of a post is called: its thread, or the chat."""
    space = post.thread.space
    return post.thread.title or (space.name if space else "")


@require_safe
def permalink(request: Any, key: int) -> HttpResponse:
    """Where the post stands now, wherever its thread has moved."""
    return redirect(place_of(request.community.slug, finding.post(request, key)))


@rated(POSTS)
@require_http_methods(["GET", "HEAD", "POST"])
@inside
def edit(request: Any, key: int) -> HttpResponse:
    """Change one's own words."""
    post = finding.post(request, key)
    require(policy.may_edit(request.viewer, post))
    here = at(request.community.slug, "p", key)
    page = {
        "thread_title": title_of(post),
        "post_url": here,
        "action": here + "edit/",
        "revision": post.revision,
        "draft_key": f"edit:{key}:{post.revision}",
        "title": "",
        "asks_title": False,
        "text": typed(request) or editable_text(request.viewer, post),
        "problem": "",
        "mention_url": at(request.community.slug, "people", "names"),
    }
    if request.method != "POST":
        return render(request, "conversations/edit_post.html", {"page": page})
    try:
        actions.edit_post(
            request.viewer, post, markdown=typed(request), revision=_revision(request)
        )
        return redirect(here)
    except actions.StaleEdit as stale:
        page = both_texts(request.viewer, post, stale.current, typed(request), page)
        return render(request, "conversations/two_edits.html", {"page": page}, status=409)
    except Invalid as problem:
        page |= {
            "problem": problem.sentence,
            "revision": _revision(request),
            "text": typed(request),
        }
        return render(request, "conversations/edit_post.html", {"page": page}, status=422)


def _revision(request: Any) -> int:
    return number(request.POST.get("revision", "")[:9]) or 0


@require_safe
def history(request: Any, key: int) -> HttpResponse:
    """What a post said before; of a removed one nothing is left to read."""
    post = finding.post(request, key)
    if post.standing == Standing.REMOVED:
        raise Http404
    page = {
        "thread_title": title_of(post),
        "post_url": at(request.community.slug, "p", key),
        "author_name": post.author.name if post.author else gone(),
        "versions": versions_of(request.viewer, request.community.slug, post),
    }
    return render(request, "conversations/history.html", {"page": page})


@rated(ACTING)
@require_http_methods(["GET", "HEAD", "POST"])
@inside
def delete(request: Any, key: int) -> HttpResponse:
    """Take a post away, asked once."""
    post = finding.post(request, key)
    require(policy.may_delete(request.viewer, post))
    if request.method == "POST":
        actions.delete_post(request.viewer, post)
        return redirect(place_of(request.community.slug, post))
    slug = request.community.slug
    page = {
        "thread_title": title_of(post),
        "post_url": at(slug, "p", key),
        "action": at(slug, "p", key, "delete"),
        "author_name": post.author.name if post.author else gone(),
        "html": text.fill(post.html, names_in([post.html], slug, request.viewer)),
        "is_mine": post.author_id in request.viewer.own_ids,
    }
    return render(request, "conversations/delete_post.html", {"page": page})


@require_safe
def file(request: Any, key: int, name: str) -> FileResponse:
    """The bytes of a file, for whoever sees its post; never shown in the page's own origin."""
    found = finding.file(request, key, name)
    try:
        opened = default_storage.open(f"attachments/{found.stored_as}")
    except FileNotFoundError as gone_file:
        raise Http404 from gone_file
    headers = {
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return FileResponse(
        opened,
        as_attachment=True,
        filename=found.name,
        content_type="application/octet-stream",
        headers=headers,
    )


@rated(REACTIONS)
@require_POST
@inside
def react(request: Any, key: int) -> HttpResponse:
    """Put one's reaction on a post, or take it back."""
    post = finding.post(request, key)
    emoji = request.POST.get("emoji", "")[:40]
    mine = post.reactions.visible_to(request.viewer).filter(author__in=request.viewer.own_ids)
    wanted = asked_to_be(request, not mine.filter(emoji=emoji).exists())
    actions.react(request.viewer, post, emoji, wanted=wanted)
    return redirect(place_of(request.community.slug, post))


@rated(ACTING)
@require_POST
@inside
def answer(request: Any, key: int) -> HttpResponse:
    """Mark this post as what solved it."""
    post = finding.post(request, key)
    actions.resolve_thread(request.viewer, post.thread, post)
    return redirect(place_of(request.community.slug, post))


@rated(POSTS)
@require_http_methods(["GET", "HEAD", "POST"])
@inside
def branch(request: Any, key: int) -> HttpResponse:
    """Answer one line of a chat apart."""
    root = finding.post(request, key)
    require(policy.may_branch(request.viewer, root))
    slug = request.community.slug
    names = names_in([root.html], slug, request.viewer)
    page: dict[str, Any] = {
        "heading": _("Answer in a thread"),
        "lead": _("The line stays where it is; the answers gather beneath it."),
        "space_name": title_of(root),
        "space_url": place_of(slug, root),
        "action": at(slug, "p", key, "branch"),
        "intent": request.POST.get("intent") or intent.new_token(),
        "draft_key": f"branch:{key}",
        "title": "",
        "title_problem": "",
        "text": typed(request),
        "text_problem": "",
        "problem": "",
        "button": _("Answer"),
        "mention_url": at(slug, "people", "names"),
        "asks_title": False,
        "quoted": {
            "author": root.author.name if root.author else gone(),
            "html": text.fill(root.html, names),
        },
    }
    if request.method == "POST":
        try:
            return redirect(
                said_once(
                    request,
                    f"branch:{key}",
                    lambda: actions.drafted(request.viewer, typed(request)),
                    lambda draft: _branch(request, root, draft),
                )
            )
        except Invalid as problem:
            page["text_problem"] = problem.sentence
    status = 422 if request.method == "POST" else 200
    return render(request, "conversations/start_thread.html", {"page": page}, status=status)


def _branch(request: Any, root: Post, draft: actions.Draft) -> str:
    thread = actions.start_branch(request.viewer, root, markdown=draft)
    return at(request.community.slug, "t", thread.pk)


@rated(POSTS)
@require_POST
@inside
def gather(request: Any, key: int) -> HttpResponse:
    """Make a thread of the stretch from this line to another, or of all that follows it."""
    root = finding.post(request, key)
    until = number(request.POST.get("until", ""))
    if until is not None:
        last = finding.post(request, until)
    else:
        last = finding.last_of_stretch(request, root, STRETCH)

    def do() -> str:
        thread = actions.branch_stretch(request.viewer, root, last)
        return at(request.community.slug, "t", thread.pk)

    return redirect(done_once(request, f"gather:{key}", do))
