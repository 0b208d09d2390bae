"""Pages on which hosts tend the spaces."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inglenook.communities.doors import hosts, inside, members
from inglenook.communities.models import Membership
from inglenook.communities.views.founding import tabs
from inglenook.foundation import intent
from inglenook.foundation.addresses import at
from inglenook.foundation.asked import asked_to_be, number
from inglenook.foundation.limits import ACTING, rated
from inglenook.foundation.policy import Invalid, require
from inglenook.foundation.refusal import tell
from inglenook.spaces import actions, policy, queries
from inglenook.spaces.forms import SpaceForm, SpaceSettingsForm
from inglenook.spaces.models import Space


def _space(request: Any, slug: str) -> Space:
    found = queries.space_at(request.viewer, request.community, slug)
    if found is None:
        raise Http404
    return found


@require_safe
@hosts
def spaces(request: Any) -> HttpResponse:
    """All spaces that the host sees, in order."""
    page = {"tabs": tabs(request), **queries.spaces_page(request.viewer, request.community)}
    return render(request, "spaces/spaces.html", {"page": page})


@rated(ACTING)
@require_http_methods(["GET", "HEAD", "POST"])
@hosts
def new(request: Any) -> HttpResponse:
    """Open a space."""
    initial = {"openness": actions.default_openness(request.community)}
    form = SpaceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            deed = f"space:{request.community.pk}"
            return redirect(intent.pressed(request, deed, lambda: _made(request, form)))
        except Invalid as problem:
            tell(form, problem)
    page = {
        "action": request.path,
        "back_url": at(request.community.slug, "spaces"),
        "intent": request.POST.get("intent") or intent.new_token(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "spaces/new.html", {"page": page, "form": form}, status=status)


def _made(request: Any, form: SpaceForm) -> str:
    space = actions.make_space(request.viewer, request.community, **form.cleaned_data)
    return at(request.community.slug, "s", space.slug)


@rated(ACTING)
@require_http_methods(["GET", "HEAD", "POST"])
@inside
def settings(request: Any, slug: str) -> HttpResponse:
    """Change a space, and who is on its list."""
    space = _space(request, slug)
    require(policy.may_tend(request.viewer, space))
    fields = ("name", "purpose", "icon", "slug", "asks_welcome")
    now = {field: getattr(space, field) for field in fields} | {"openness": space.audience.kind}
    form = SpaceSettingsForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, space, form.cleaned_data, now)
            messages.success(request, _("Kept."))
            return redirect(at(request.community.slug, "s", space.slug, "settings"))
        except Invalid as problem:
            tell(form, problem)
    page = queries.settings_page(request.viewer, request.community.slug, space)
    status = 422 if request.method == "POST" else 200
    return render(request, "spaces/settings.html", {"page": page, "form": form}, status=status)


def _change(request: Any, space: Space, wanted: dict[str, Any], now: dict[str, Any]) -> None:
    openness = wanted.pop("openness")
    changes = {field: value for field, value in wanted.items() if value != now[field]}
    with transaction.atomic():  # all of the form, or nothing
        if changes:
            actions.change_space(request.viewer, space, **changes)
        if openness != now["openness"]:
            actions.open_space(request.viewer, space, openness)


@rated(ACTING)
@require_POST
@inside
def archive(request: Any, slug: str) -> HttpResponse:
    """Archive a space, or open it again."""
    space = _space(request, slug)
    archived = asked_to_be(request, space.archived_at is None)
    actions.archive_space(request.viewer, space, archived=archived)
    return redirect(at(request.community.slug, "spaces"))


@rated(ACTING)
@require_POST
@hosts
def order(request: Any) -> HttpResponse:
    """Put the spaces in order; the whole order comes each time."""
    wanted = request.POST.getlist("space")[:500]
    actions.order_spaces(request.viewer, request.community, queries.moved(wanted, request.POST))
    return redirect(at(request.community.slug, "spaces"))


def _member(request: Any) -> Membership:
    pk = number(request.POST.get("member", ""))
    found = queries.member_at(request.community, pk) if pk is not None else None
    if found is None:
        raise Http404
    return found


@rated(ACTING)
@require_POST
@inside
def add(request: Any, slug: str) -> HttpResponse:
    """Put a member on the list."""
    actions.add_to_space(request.viewer, _space(request, slug), _member(request))
    return redirect(at(request.community.slug, "s", slug, "settings"))


@rated(ACTING)
@require_POST
@inside
def take_off(request: Any, slug: str) -> HttpResponse:
    """Take a member off the list."""
    actions.take_off_list(request.viewer, _space(request, slug), _member(request))
    return redirect(at(request.community.slug, "s", slug, "settings"))


@rated(ACTING)
@require_http_methods(["GET", "HEAD", "POST"])
@inside
def leave(request: Any, slug: str) -> HttpResponse:
    """Step off a list oneself, asked once."""
    space = _space(request, slug)
    require(policy.may_step_off(request.viewer, space))
    if request.method == "POST":
        actions.leave_space(request.viewer, space)
        return redirect(at(request.community.slug))
    back = at(request.community.slug, "s", slug)
    page = {"name": space.name, "action": request.path, "back_url": back}
    return render(request, "spaces/leave.html", {"page": page})


@rated(ACTING)
@require_POST
@members
def ask(request: Any, slug: str) -> HttpResponse:
    """Ask to be let into a list space that shows its name."""
    space = queries.askable_space(request.community, slug)
    if space is None:
        raise Http404
    actions.ask_for_space(request.viewer, space)
    messages.success(request, _("You have asked. Somebody from that space will let you in."))
    return redirect(at(request.community.slug))
