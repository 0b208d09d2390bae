"""Coming in: by an invitation, by asking, as somebody imported."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from inglenook.communities import actions, policy, queries
from inglenook.communities.actions.claiming import claim_at
from inglenook.communities.actions.inviting import CLOSED, open_invitation
from inglenook.communities.doors import signed_in
from inglenook.communities.faces import face
from inglenook.communities.forms import AskForm, ClaimForm, CodeForm, NameForm
from inglenook.communities.mailing import mail_claim_code
from inglenook.foundation import intent
from inglenook.foundation.addresses import at
from inglenook.foundation.limits import Limit, rated, spend
from inglenook.foundation.policy import Invalid, Refused, require
from inglenook.foundation.refusal import tell

JOINING = Limit("join", 60, 600)
ASKING = Limit("ask", 20, 3600)
TRIES = Limit("claim try", 30, 3600)
CLAIMS = Limit("claim", 20, 3600)
LETTER = Limit("claim letter", 1, 10)
LETTERS = Limit("claim letters", 10, 3600)
"""The last two count the address that a code goes to, whoever asks for it."""


def _page(request: Any, **fields: Any) -> dict[str, Any]:
    back = urlencode({"next": request.path})
    return {
        "heading": "",
        "lead": request.community.purpose,
        "invited_by": None,
        "needs_account": request.session.person is None,
        "account_button": _("Make an account and step in"),
        "sign_in_url": f"/account/login/?{back}",
        "sign_up_url": f"/account/signup/?{back}",
        "action": request.path,
        "button": _("Step in"),
        "intent": request.POST.get("intent") or intent.new_token(),
        "closed": "",
        "spaces": "",
        "claim_url": "",
        **fields,
    }


def _show(request: Any, page: dict[str, Any], form: Any) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    context = {"page": page, "form": form}
    return render(request, "communities/join.html", context, status=status)


@rated(JOINING)
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: Any, token: str) -> HttpResponse:
    """Step in by an invitation. GET only shows it, since mail scanners open links."""
    community = request.community
    found = open_invitation(community, token)
    request.holds_link = found is not None
    heading = _("Come in to %(name)s") % {"name": community.name}
    form = NameForm(request.POST or None, initial={"name": _own_name(request)})
    if request.method == "POST" and request.session.person is not None and form.is_valid():
        try:
            do = partial(_in, request, token, form)
            return redirect(intent.pressed(request, f"join:{token}", do))
        except (Invalid, Refused) as problem:
            tell(form, problem)
    if request.viewer.is_inside and found is None:
        return redirect(at(community.slug))
    if found is None:
        _require_known(request)
        return _show(request, _page(request, heading=heading, closed=str(CLOSED)), None)
    host = found.made_by_id and community.memberships.filter(pk=found.made_by_id).first()
    page = _page(
        request,
        heading=heading,
        invited_by=_host(host),
        claim_url=queries.claim_url(community),
    )
    if request.session.person is None:
        return _show(request, page, None)
    return _show(request, page, form)


def _in(request: Any, token: str, form: NameForm) -> str:
    actions.join(request.session.person, request.community, token, **form.cleaned_data)
    return at(request.community.slug)


def _require_known(request: Any) -> None:
    """A link that opens nothing doesn't tell that there is a community."""
    if not policy.may_know(request.viewer, request.community):
        raise Http404


def _own_name(request: Any) -> str:
    return request.membership.name if request.membership else ""


def _host(host: Any) -> dict[str, Any] | None:
    if not host:
        return None
    return {"name": host.name, "face": face(host.pk, host.name), "words": ""}


@rated(ASKING)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Any) -> HttpResponse:
    """Ask the hosts to be let in."""
    community = request.community
    if request.viewer.is_inside:
        return redirect(at(community.slug))
    if not community.asks_welcome:
        raise Http404
    heading = _("Ask to join %(name)s") % {"name": community.name}
    page = _page(
        request,
        heading=heading,
        lead=_("A host reads what you write and answers by mail. Two sentences are enough."),
        account_button=_("Make an account, then ask"),
        button=_("Ask to join"),
    )
    if request.session.person is None:
        return _show(request, page, None)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            there = intent.pressed(request, f"ask:{community.pk}", lambda: _asked(request, form))
            messages.success(request, _("The hosts have your words now. They will write to you."))
            return redirect(there)
        except (Invalid, Refused) as problem:
            tell(form, problem)
    answer = policy.may_ask(community, request.membership)
    if not answer:
        return _show(request, page | {"closed": str(answer.sentence)}, None)
    return _show(request, page, form)


def _asked(request: Any, form: AskForm) -> str:
    actions.ask_to_join(request.session.person, request.community, **form.cleaned_data)
    return at(request.community.slug, "ask")


@rated(CLAIMS)
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def claim(request: Any) -> HttpResponse:
    """Say under which address one was known; a code goes there."""
    _require_unbanned(request)
    page = _page(
        request,
        heading=_("Were you with us before?"),
        lead=_("If you wrote where our archive comes from, your words are here under your name."),
        button=_("Mail me a code"),
    )
    form = ClaimForm(request.POST or None, initial={"email": request.session.person.email})
    if request.method == "POST" and form.is_valid():
        deed = f"claim:{request.community.pk}"
        email = form.cleaned_data["email"]
        return redirect(intent.pressed(request, deed, lambda: _begun(request, email)))
    return _show(request, page, form)


def _begun(request: Any, email: str) -> str:
    for limit in (LETTER, LETTERS):
        spend(limit, email)
    code = actions.start_claim(request.session.person, request.community, email)
    mail_claim_code(request.community, email, code)
    return at(request.community.slug, "claim", "code")


@rated(TRIES)
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def claim_code(request: Any) -> HttpResponse:
    """Answer with the mailed code; nothing here tells whether the address was known."""
    _require_unbanned(request)
    page = _page(
        request,
        heading=_("Look into your mail"),
        lead=_("A code is on its way. It works for fifteen minutes."),
        button=_("This is the code"),
    )
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            came = actions.confirm_claim(
                request.session.person, request.community, form.cleaned_data["code"]
            )
            if came:
                messages.success(request, _("Welcome back. Your words stand under your name."))
                return redirect(at(request.community.slug))
            form.add_error(None, _("Nobody with this address came along from the old place."))
        except Refused as problem:
            tell(form, problem)
    return _show(request, page, form)


def _require_unbanned(request: Any) -> None:
    if request.membership is not None and request.membership.state == "banned":
        raise Http404


@rated(JOINING)
@require_http_methods(["GET", "HEAD", "POST"])
def claim_link(request: Any, token: str) -> HttpResponse:
    """Come as the imported member for whom the host made this link."""
    found = claim_at(request.community, token)
    request.holds_link = found is not None
    heading = _("Come back to %(name)s") % {"name": request.community.name}
    if request.method == "POST" and request.session.person is not None:
        try:
            return redirect(intent.pressed(request, f"come:{token}", lambda: _back(request, token)))
        except Refused:
            if found is not None:
                raise
    if found is None:
        _require_known(request)
        closed = _("This link was used or taken back. Ask the host for a new one.")
        return _show(request, _page(request, heading=heading, closed=closed), None)
    lead = _("You come in as %(name)s, with all that you wrote before.")
    page = _page(request, heading=heading, lead=lead % {"name": found.membership.name})
    return render(request, "communities/claim_link.html", {"page": page})


def _back(request: Any, token: str) -> str:
    actions.claim_by_link(request.session.person, request.community, token)
    return at(request.community.slug)


__all__ = ["ask", "claim", "claim_code", "claim_link", "join", "require"]
