"""What strangers see: the front door, a community's landing page, its texts, its colour."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from inglenook.communities import policy, queries
from inglenook.foundation import furnishing, house_text, text
from inglenook.foundation.addresses import at
from inglenook.foundation.sentences import listed


@require_safe
def front_door(request: Any) -> HttpResponse:
    """The communities of this installation that want to be found, and one's own."""
    page = {
        "title": _("Small houses, lit windows."),
        "lead": _("Each house here has its own door, its own hosts and its own ways."),
        "houses": queries.houses_at_the_door(request.presence.elsewhere),
        "has_hidden": True,
        "keeper": _("As with any server, whoever keeps this one could read what is stored here."),
        "found_url": "/found/" if policy.may_found(request.session.person) else "",
        "sign_in_url": "/account/login/",
    }
    return render(request, "communities/front_door.html", {"page": page})


@require_safe
def landing(request: Any) -> HttpResponse:
    """What a community shows to whoever isn't in."""
    community = request.community
    if not policy.may_know(request.viewer, community):
        raise Http404
    hosts = queries.hosts_of(community)
    names = listed([host.name for host in hosts])
    asks = bool(policy.may_ask(community, request.membership))
    page = {
        "purpose": community.purpose,
        "lead": community.name,
        "join_url": at(community.slug, "ask") if asks else "",
        "join_line": "",
        "door": queries.door_of(community),
        "hosts": _("Kept by %(names)s") % {"names": names} if names else "",
        "faces": [host.face for host in hosts[:5]],
        "about": text.fill(text.render(community.welcome).html, {}) if community.welcome else "",
        "spaces": [
            {"name": s.name, "purpose": "", "url": s.url, "icon": s.icon}
            for s in furnishing.spaces(request)
        ],
        "steps": _steps(community) if asks else [],
    }
    return render(request, "communities/landing.html", {"page": page})


def _steps(community: Any) -> list[dict[str, str]]:
    return [
        {"title": _("Say hello"), "line": _("Two sentences on what brings you are enough.")},
        {"title": _("A host reads it"), "line": _("A person does, no machine.")},
        {"title": _("Come in"), "line": _("You get a mail, and the door is open.")},
    ]


TEXTS = {"privacy": "privacy_text", "legal": "legal_text", "contact": "contact_text"}


@require_safe
def written_page(request: Any, page: str) -> HttpResponse:
    """Privacy, legal notice or contact, as the host wrote it, or else the operator."""
    names = {"privacy": _("Privacy"), "legal": _("Legal notice"), "contact": _("Contact")}
    written = getattr(request.community, TEXTS[page]) or house_text.text_of(page)
    context = {
        "title": names[page],
        "html": text.fill(text.render(written).html, {}) if written else "",
        "edit_url": at(request.community.slug, "settings", "texts")
        if request.viewer.is_host
        else "",
    }
    return render(request, "written.html", {"page": context})


@require_safe
@cache_control(private=True, max_age=3600)
def theme(request: Any) -> HttpResponse:
    """The community's one colour, and those of the person's other communities."""
    here = request.community
    others = "".join(f".c-{c.slug}{{--seed:{c.seed}}}" for c in request.presence.elsewhere)
    css = f":root,.c-{here.slug}{{--seed:{here.seed}}}{others}"
    return HttpResponse(css, content_type="text/css")


@require_safe
@cache_control(private=True, max_age=3600)
def front_door_theme(request: Any) -> HttpResponse:
    """The colours of the houses at the front door."""
    houses = queries.seeds_at_the_door(request.presence.elsewhere)
    css = "".join(f".c-{slug}{{--seed:{seed}}}" for slug, seed in houses)
    return HttpResponse(css, content_type="text/css")
