"""Founding a community, and its settings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from inglenook.accounts.again import fresh_when_sent
from inglenook.communities import actions, policy
from inglenook.communities.doors import hosts, signed_in
from inglenook.communities.forms import CommunityForm, TextsForm
from inglenook.communities.frame import tending
from inglenook.communities.models import Community
from inglenook.communities.views.landing import TEXTS
from inglenook.foundation import intent
from inglenook.foundation.addresses import absolute, at
from inglenook.foundation.limits import ACTING, rated
from inglenook.foundation.policy import Invalid, require
from inglenook.foundation.refusal import tell

# The same six stand in the style sheet (seeds.css), in this order.
SEEDS = (
    ("#a4552f", gettext_lazy("Brick")),
    ("#b0762a", gettext_lazy("Honey")),
    ("#5b6f2e", gettext_lazy("Moss")),
    ("#2f7480", gettext_lazy("Lake")),
    ("#3d5a99", gettext_lazy("Dusk")),
    ("#7a4a8c", gettext_lazy("Plum")),
)
FIELDS = ("name", "slug", "purpose", "readable_by", "seed", "host_name")


@rated(ACTING)
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@fresh_when_sent
def found(request: Any) -> HttpResponse:
    """Found a community."""
    require(policy.may_found(request.session.person))
    values = {field: request.POST.get(field, "") for field in FIELDS}
    page: dict[str, Any] = {
        "action": "/found/",
        "intent": request.POST.get("intent") or intent.new_token(),
        "step": 2,
        "steps": 0 if request.presence.elsewhere else 2,
        "address": absolute("/"),
        "values": values,
        "problems": dict.fromkeys(FIELDS, ""),
        "problem": "",
        "seeds": [
            {"number": n, "value": value, "name": str(name)}
            for n, (value, name) in enumerate(SEEDS, 1)
        ],
        "machine": [],
    }
    values["seed"] = values["seed"] or SEEDS[0][0]
    if request.method == "POST":
        try:
            owner = f"p{request.session.person.pk}"
            body = repr(sorted(values.items()))
            return redirect(
                intent.once(
                    owner, page["intent"][:64], "found", body, lambda: _found(request, values)
                )
            )
        except Invalid as problem:
            if problem.field in page["problems"]:
                page["problems"][problem.field] = problem.sentence
            else:
                page["problem"] = problem.sentence
    status = 422 if request.method == "POST" else 200
    return render(request, "communities/found.html", {"page": page}, status=status)


def _found(request: Any, values: dict[str, str]) -> str:
    world = Community.ReadableBy.WORLD
    community = actions.found_community(
        request.session.person,
        name=values["name"],
        slug=values["slug"],
        purpose=values["purpose"],
        host_name=values["host_name"],
        readable_by=world if values["readable_by"] == world else Community.ReadableBy.MEMBERS,
        language=(get_language() or "en").split("-")[0],
        time_zone=request.session.person.time_zone or "UTC",
        seed=values["seed"],
    )
    return at(community.slug)


@rated(ACTING)
@require_http_methods(["GET", "HEAD", "POST"])
@hosts
def settings(request: Any) -> HttpResponse:
    """Name, address, look, openness."""
    return _change(request, CommunityForm, "communities/settings.html")


@rated(ACTING)
@require_http_methods(["GET", "HEAD", "POST"])
@hosts
def texts(request: Any) -> HttpResponse:
    """The pages that the footer links to."""
    return _change(request, TextsForm, "communities/settings_texts.html")


def _change(request: Any, form_class: type[Any], template: str) -> HttpResponse:
    community = request.community
    fields = list(form_class.base_fields)
    now = {field: getattr(community, field) for field in fields}
    form = form_class(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        changes = {f: v for f, v in form.cleaned_data.items() if v != now[f]}
        try:
            if changes:
                actions.change_community(request.viewer, community, **changes)
            messages.success(request, _("Kept."))
            return redirect(at(community.slug, "settings", *_tail(template)))
        except Invalid as problem:
            tell(form, problem)
            community.refresh_from_db()
    status = 422 if request.method == "POST" else 200
    page = {"action": request.path, "tabs": tabs(request), "intent": ""}
    return render(request, template, {"page": page, "form": form}, status=status)


def _tail(template: str) -> tuple[str, ...]:
    return ("texts",) if template.endswith("_texts.html") else ()


def tabs(request: Any) -> list[dict[str, Any]]:
    """The ways between the pages on which a host tends the community."""
    ways = tending(request)
    return [{"name": w.name, "url": w.url, "is_current": request.path == w.url} for w in ways]


__all__ = ["TEXTS", "found", "settings", "tabs", "texts"]
