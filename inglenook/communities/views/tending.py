"""Hosts let people in: links and requests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inglenook.communities import actions, finding, queries
from inglenook.communities.audited import deeds_in
from inglenook.communities.doors import hosts, moderators
from inglenook.communities.faces import face
from inglenook.communities.forms import InvitationForm
from inglenook.communities.views.founding import tabs
from inglenook.foundation import furnishing, intent, moments
from inglenook.foundation.addresses import absolute, at
from inglenook.foundation.asked import number
from inglenook.foundation.limits import ACTING, Limit, rated
from inglenook.foundation.policy import Invalid
from inglenook.foundation.refusal import tell

LINKS = Limit("link", 100, 3600)


@rated(LINKS)
@require_http_methods(["GET", "HEAD", "POST"])
@moderators
def invitations(request: Any) -> HttpResponse:
    """The links, and a form for another; a new link is shown once, in the answer."""
    locked = furnishing.locked_spaces(request)
    form = InvitationForm(request.POST or None, spaces=[(str(a), n) for a, n in locked])
    made = ""
    if request.method == "POST" and form.is_valid():
        try:
            made = _made(request, form.cleaned_data)
            form = InvitationForm(spaces=[(str(a), n) for a, n in locked])
        except Invalid as problem:
            tell(form, problem)
    page = {
        "tabs": tabs(request),
        "action": request.path,
        "made": made,
        "intent": ("" if made else request.POST.get("intent")) or intent.new_token(),
        "invitations": queries.invitations_of(request.community),
    }
    status = 422 if request.method == "POST" and not made else 200
    context = {"page": page, "form": form}
    return render(request, "communities/invitations.html", context, status=status)


def _made(request: Any, wanted: dict[str, Any]) -> str:
    days = wanted.get("days")
    deed = f"invite:{request.community.pk}"
    key = intent.secret_of(request, deed)

    def do() -> str:
        invitation, _key = actions.make_invitation(
            request.viewer,
            request.community,
            label=wanted["label"],
            uses=wanted["uses"],
            expires_at=timezone.now() + timedelta(days=days) if days else None,
            role=wanted["role"],
            audience_ids=[int(pk) for pk in wanted.get("spaces", ())],
            key=key,
        )
        return str(invitation.pk)

    intent.pressed(request, deed, do)
    return absolute(at(request.community.slug, "join", key))


@rated(ACTING)
@require_POST
@moderators
def revoke(request: Any, pk: int) -> HttpResponse:
    """Take a link back."""
    found = finding.invitation(request.community, pk)
    if found is None:
        raise Http404
    actions.revoke_invitation(request.viewer, found)
    return redirect(at(request.community.slug, "invitations"))


@require_safe
@moderators
def requests(request: Any) -> HttpResponse:
    """People who asked to join."""
    slug = request.community.slug
    waiting = queries.requests_of(request.community)
    owners = queries.namesakes(request.community, [asked.name for asked in waiting])
    page = {
        "tabs": tabs(request),
        "requests": [
            {
                "name": asked.name,
                "face": face(asked.pk, asked.name),
                "words": asked.request,
                "namesake": owners.get(asked.name, ""),
                "when": moments.when(asked.joined_at),
                "admit_url": at(slug, "requests", asked.pk, "admit"),
                "turn_down_url": at(slug, "requests", asked.pk, "turn-down"),
            }
            for asked in waiting
        ],
    }
    return render(request, "communities/requests.html", {"page": page})


@rated(ACTING)
@require_POST
@moderators
def admit(request: Any, pk: int) -> HttpResponse:
    """Let somebody in; who is no longer asking was answered already."""
    asked = finding.asking(request.community, pk)
    if asked is not None:
        actions.admit(request.viewer, asked)
    return redirect(at(request.community.slug, "requests"))


@rated(ACTING)
@require_POST
@moderators
def turn_down(request: Any, pk: int) -> HttpResponse:
    """Not this time; who is no longer asking was answered already."""
    asked = finding.asking(request.community, pk)
    if asked is not None:
        actions.turn_down(request.viewer, asked)
    return redirect(at(request.community.slug, "requests"))


@require_safe
@hosts
def deeds(request: Any) -> HttpResponse:
    """What hosts and moderators did."""
    before = number(request.GET.get("before", "")) or 0
    found = deeds_in(request.community, request.viewer, before)
    page = {
        "tabs": tabs(request),
        "deeds": found.lines,
        "older_url": f"{request.path}?before={found.older}" if found.older else "",
        "newer_url": request.path if before else "",
    }
    return render(request, "communities/deeds.html", {"page": page})
