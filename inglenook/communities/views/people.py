"""Who is here: the list, a profile, what one does about oneself and others."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inglenook.accounts.again import fresh_when_sent
from inglenook.communities import actions, finding, policy, portraits, queries
from inglenook.communities.doors import hosts, inside, members
from inglenook.communities.faces import face
from inglenook.communities.forms import ProfileForm, RoleForm
from inglenook.communities.models import Membership
from inglenook.communities.views.tending import LINKS
from inglenook.foundation import intent, moments
from inglenook.foundation.addresses import absolute, at
from inglenook.foundation.asked import asked_to_be, number, switch
from inglenook.foundation.limits import ACTING, Limit, rated
from inglenook.foundation.policy import Invalid
from inglenook.foundation.refusal import tell

State = Membership.State
COMPLETIONS = Limit("names", 300, 60)
PICTURES = Limit("picture", 30, 600)


@require_safe
@members
def people(request: Any) -> HttpResponse:
    """The members, by name."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in ("imported", "blocked") else ""
    page = queries.people_page(
        request.viewer,
        request.community,
        query=request.GET.get("q", "")[:60].replace("\0", ""),
        kind=kind,
        page=min(max(number(request.GET.get("page", "")) or 1, 1), 500),
    )
    return render(request, "communities/people.html", {"page": page})


@rated(COMPLETIONS, also_get=True)
@require_safe
@members
def names(request: Any) -> HttpResponse:
    """Names for the completion of a mention."""
    typed = request.GET.get("q", "")[:60].replace("\0", "")
    return JsonResponse({"names": queries.names_starting(request.viewer, typed)})


def _member(request: Any, pk: int) -> Membership:
    found = queries.person_seen(request.viewer, request.community, pk)
    if found is None or found.state in (State.ASKED, State.BANNED):
        raise Http404
    return found


def _somebody(request: Any, pk: int) -> Membership:
    """The member behind a name, second bylines too: what is done, is done to the whole person."""
    found = _member(request, pk)
    return found if found.byline_of_id is None else _member(request, found.byline_of_id)


@require_safe
@members
def profile(request: Any, pk: int) -> HttpResponse:
    """One member, and what the viewer may do about them."""
    member = _member(request, pk)
    if member.byline_of_id is not None:
        return redirect(at(request.community.slug, "people", member.byline_of_id))
    viewer, here = request.viewer, at(request.community.slug, "people", pk)
    is_me = member.pk in viewer.own_ids
    is_blocked = pk in viewer.blocked_ids
    page = {
        "name": member.name,
        "face": face(pk, member.name, member.picture, request.community.slug),
        "bio": member.bio,
        "role": member.get_role_display() if member.role != Membership.Role.MEMBER else "",
        "line": _state_line(member),
        "is_me": is_me,
        "edit_url": here + "edit/" if is_me else "",
        "leave_url": at(request.community.slug, "leave") if is_me else "",
        "block_url": switch(here + "block/", is_blocked)
        if policy.may_block(viewer, member)
        else "",
        "is_blocked": is_blocked,
        "intent": intent.new_token(),
        "role_url": here + "role/" if viewer.is_host and member.state == State.ACTIVE else "",
        "remove_url": here + "remove/"
        if policy.may_remove(viewer, member) and member.state == State.ACTIVE
        else "",
        "claim_url": here + "claim/" if viewer.is_host and member.state == State.IMPORTED else "",
        "search_url": at(request.community.slug, "search", q=f'from:"{member.name}"'),
    }
    return render(request, "communities/profile.html", {"page": page})


def _state_line(member: Membership) -> str:
    if member.state == State.IMPORTED:
        return _("Came along from the old place and hasn't come in yet")
    if member.state == State.LEFT:
        return _("Has left")
    return _("Here since %(day)s") % {"day": moments.since_day(member.joined_at)}


@rated(PICTURES)
@require_http_methods(["GET", "HEAD", "POST"])
@inside
def edit_profile(request: Any, pk: int) -> HttpResponse:
    """One's own name, words and picture here."""
    if pk != request.viewer.membership_id:
        raise Http404
    member = request.membership
    form = ProfileForm(
        request.POST or None,
        request.FILES or None,
        initial={"name": member.name, "bio": member.bio},
    )
    if not member.picture:
        del form.fields["no_picture"]
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_profile(
                member, name=form.cleaned_data["name"], bio=form.cleaned_data["bio"]
            )
            if form.cleaned_data.get("no_picture"):
                actions.change_picture(member, None)
            elif form.cleaned_data["picture"]:
                actions.change_picture(member, form.cleaned_data["picture"])
            return redirect(at(request.community.slug, "people", pk))
        except Invalid as problem:
            tell(form, problem)
    status = 422 if request.method == "POST" else 200
    page = {"action": request.path, "back_url": at(request.community.slug, "people", pk)}
    context = {"page": page, "form": form}
    return render(request, "communities/edit_profile.html", context, status=status)


@require_safe
def picture(request: Any, name: str) -> FileResponse:
    """A member's picture, for whoever may read something here."""
    if not request.viewer.audience_ids:
        raise Http404
    if not finding.shows_picture(request.viewer, request.community, name):
        raise Http404
    file = portraits.opened(name, "large" if "large" in request.GET else "small")
    if file is None:
        raise Http404
    headers = {"Cache-Control": "private, max-age=86400", "X-Content-Type-Options": "nosniff"}
    return FileResponse(file, content_type="image/webp", headers=headers)


@rated(ACTING)
@require_POST
@inside
def block(request: Any, pk: int) -> HttpResponse:
    """Keep oneself and another apart, or take that back."""
    other = finding.somebody(request.community, pk)
    mine = finding.blocked(request.viewer, pk)
    if other is None or (pk in request.viewer.blocked_ids and not mine):
        raise Http404
    if other.state in (State.ASKED, State.BANNED) and not mine:
        raise Http404
    if not asked_to_be(request, not mine):
        actions.unblock(request.viewer, other)
        messages.success(request, _("You see one another again."))
        return redirect(at(request.community.slug, "people", pk))
    actions.block(request.viewer, other)
    messages.success(request, _("Neither of you sees the other any more. Nobody is told."))
    return redirect(at(request.community.slug, "people"))


@rated(ACTING)
@require_http_methods(["GET", "HEAD", "POST"])
@hosts
@fresh_when_sent
def role(request: Any, pk: int) -> HttpResponse:
    """Give a member another role."""
    member = _somebody(request, pk)
    here = at(request.community.slug, "people", pk)
    form = RoleForm(request.POST or None, initial={"role": member.role})
    if request.method == "POST" and form.is_valid():
        actions.change_role(request.viewer, member, form.cleaned_data["role"])
        return redirect(here)
    status = 422 if request.method == "POST" else 200
    page = {"name": member.name, "action": here + "role/", "back_url": here}
    return render(request, "communities/role.html", {"page": page, "form": form}, status=status)


@rated(ACTING)
@require_http_methods(["GET", "HEAD", "POST"])
@members
def remove(request: Any, pk: int) -> HttpResponse:
    """Send somebody out, asked once."""
    member = _somebody(request, pk)
    here = at(request.community.slug, "people", pk)
    if request.method == "POST":
        actions.remove_member(request.viewer, member, ban="ban" in request.POST)
        return redirect(at(request.community.slug, "people"))
    policy_answer = policy.may_remove(request.viewer, member)
    page = {
        "name": member.name,
        "action": here + "remove/",
        "back_url": here,
        "refused": str(policy_answer.sentence),
    }
    return render(request, "communities/remove.html", {"page": page})


@rated(ACTING)
@require_http_methods(["GET", "HEAD", "POST"])
@inside
def leave(request: Any) -> HttpResponse:
    """Go, in two clicks."""
    if request.method == "POST":
        actions.leave(request.membership)
        return redirect("/")
    page = {
        "action": request.path,
        "back_url": at(request.community.slug, "people", request.viewer.membership_id),
    }
    return render(request, "communities/leave.html", {"page": page})


@rated(LINKS)
@require_POST
@hosts
def claim(request: Any, pk: int) -> HttpResponse:
    """Make a link for an imported member whose address isn't known."""
    member = _member(request, pk)
    deed = f"claim link:{pk}"
    key = intent.secret_of(request, deed)

    def do() -> str:
        actions.make_claim_link(request.viewer, member, key=key)
        return str(pk)

    intent.pressed(request, deed, do)
    page = {
        "name": member.name,
        "link": absolute(at(request.community.slug, "come", key)),
        "back_url": at(request.community.slug, "people", pk),
    }
    return render(request, "communities/claim_made.html", {"page": page})
