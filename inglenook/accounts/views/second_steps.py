"""One's second steps: passkeys, an app's codes, recovery codes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inglenook.accounts import actions, onetime, passkeys, queries
from inglenook.accounts.again import fresh
from inglenook.accounts.doors import signed_in
from inglenook.accounts.freshness import read_credential
from inglenook.accounts.rates import KEYS
from inglenook.accounts.step_forms import AppCodeForm, PasskeyForm, PasskeyNameForm
from inglenook.foundation.limits import rated
from inglenook.foundation.policy import Invalid
from inglenook.foundation.refusal import tell

HERE = "accounts:second_steps"
LARGEST_ID = (1 << 63) - 1


@require_safe
@signed_in
def second_steps(request: Any) -> HttpResponse:
    """What there is, and the ways to more."""
    page = queries.second_steps_of(request.session.person)
    reason = "" if passkeys.house_of(request) else passkeys.no_passkeys_here()
    context = {"page": page, "no_passkeys": reason}
    return render(request, "accounts/second_steps.html", context)


def _shown_once(request: Any, codes: list[str]) -> HttpResponse:
    if not codes:
        return redirect(HERE)
    page = {"codes": codes, "back_url": reverse(HERE), "text_url": _as_file(codes)}
    return render(request, "accounts/recovery_codes.html", {"page": page})


def _as_file(codes: list[str]) -> str:
    """The codes as the address of a text, so that they are saved without another request."""
    return "data:text/plain;charset=utf-8," + "%0A".join(codes)


@rated(KEYS)
@sensitive_post_parameters("credential")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@fresh
def add_passkey(request: Any) -> HttpResponse:
    """Have the browser make a passkey, and keep it under a name."""
    form = PasskeyForm(request.POST if "name" in request.POST else None)
    if form.is_bound and form.is_valid():
        try:
            answer = read_credential(form.cleaned_data["credential"])
            made = passkeys.created(request, answer)
            codes = actions.add_passkey(request.session.person, form.cleaned_data["name"], made)
            messages.success(request, _("The passkey is yours. From now on it opens your account."))
            return _shown_once(request, codes)
        except Invalid as problem:
            tell(form, problem)
    return _form(request, "accounts/passkey_add.html", form)


@rated(KEYS)
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@fresh
def passkey(request: Any, pk: int) -> HttpResponse:
    """Call a passkey otherwise."""
    person = request.session.person
    line = queries.passkey_of(person, pk) if pk <= LARGEST_ID else None
    if line is None:
        raise Http404
    form = PasskeyNameForm(
        request.POST if "name" in request.POST else None, initial={"name": line.name}
    )
    if form.is_bound and form.is_valid():
        actions.rename_passkey(person, pk, form.cleaned_data["name"])
        return redirect(HERE)
    return _form(request, "accounts/passkey.html", form, line=line)


@rated(KEYS)
@require_POST
@signed_in
@fresh
def remove_passkey(request: Any, pk: int) -> HttpResponse:
    """Take a passkey away."""
    if pk > LARGEST_ID or not actions.remove_passkey(request.session.person, pk):
        raise Http404
    messages.success(request, _("The passkey opens nothing any more. Delete it on the device too."))
    return redirect(HERE)


@rated(KEYS)
@sensitive_post_parameters("code", "key")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@fresh
def set_up_app(request: Any) -> HttpResponse:
    """Show a key for an app, and take the first code made of it."""
    person = request.session.person
    form = AppCodeForm(request.POST if "key" in request.POST else None)
    secret, token = "", ""
    if form.is_bound:
        token = request.POST["key"]
        secret = onetime.offered(person, token)
        if secret and form.is_valid():
            try:
                codes = actions.set_up_app(person, secret, form.cleaned_data["code"])
                messages.success(request, _("Your app is set up."))
                return _shown_once(request, codes)
            except Invalid as problem:
                tell(form, problem)
    if not secret:
        secret, token = onetime.offer(person)
    address = onetime.address_of(person, secret)
    shown = {"key": token, "secret": onetime.grouped(secret), "address": address}
    shown["picture"] = onetime.picture_of(address)
    return _form(request, "accounts/app.html", form, **shown)


@rated(KEYS)
@require_POST
@signed_in
@fresh
def remove_app(request: Any) -> HttpResponse:
    """Ask for no app's codes any more."""
    if actions.remove_app(request.session.person):
        messages.success(request, _("Nobody is asked for a code of your app any more."))
    return redirect(HERE)


@rated(KEYS)
@require_POST
@signed_in
@fresh
def new_codes(request: Any) -> HttpResponse:
    """Fresh recovery codes, shown in the answer and never again."""
    return _shown_once(request, actions.new_recovery_codes(request.session.person))


def _form(request: Any, template: str, form: Any, **fields: Any) -> HttpResponse:
    reason = "" if passkeys.house_of(request) else passkeys.no_passkeys_here()
    page = {"action": request.path, "back_url": reverse(HERE), "reason": reason, **fields}
    status = 422 if form.is_bound else 200
    return render(request, template, {"page": page, "form": form}, status=status)
