"""Signing in by a passkey alone, and the second step after a password or a mailed code."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from inglenook.accounts import actions, freshness, passkeys, queries
from inglenook.accounts.again import ask
from inglenook.accounts.doors import signed_in
from inglenook.accounts.rates import ENTERING, KEYS, PROVING
from inglenook.accounts.step_forms import SecondStepForm
from inglenook.foundation.limits import TooOften, rated, spend
from inglenook.foundation.policy import Invalid
from inglenook.foundation.refusal import tell

WEBAUTHN, TOTP = Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP


@rated(ENTERING)
@require_POST
def passkey_begin(request: Any) -> HttpResponse:
    """What the browser is asked for; the challenge is kept, so this is a POST."""
    purpose, person = request.POST.get("purpose", ""), request.session.person
    if purpose == passkeys.CREATE and not (person and freshness.is_fresh(request)):
        raise Http404
    if purpose == passkeys.SECOND:
        # Only after the first step: else this would tell who has an account, and which passkeys.
        stage = LoginStageController.enter(request, AuthenticateStage.key)
        person = stage.login.user if stage else None
    if purpose == passkeys.ENTER:
        person = None
    elif person is None:
        raise Http404
    if purpose not in (passkeys.CREATE, passkeys.ENTER, passkeys.SECOND, passkeys.AGAIN):
        raise Http404
    return JsonResponse(passkeys.begin(request, purpose, person))


@rated(KEYS)
@sensitive_post_parameters("password", "app_code", "mailed_code", "credential")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def again(request: Any) -> HttpResponse:
    """Show anew who sits there, and go back to a page that asked for it."""
    back = get_next_redirect_url(request) or reverse("accounts:account")
    if request.method != "POST" and freshness.is_fresh(request):
        return redirect(back)
    return ask(request, request.session.person, lambda: redirect(back))


@rated(ENTERING)
@sensitive_post_parameters("credential")
@require_POST
def enter_by_passkey(request: Any) -> HttpResponse:
    """Sign in whoever's passkey it is, with nothing besides."""
    back = reverse("account_login")
    if request.session.person is not None:
        return redirect("front_door")
    try:
        answer = freshness.read_credential(request.POST.get("credential", ""))
        found = passkeys.proved(request, passkeys.ENTER, answer, None)
    except Invalid as problem:
        messages.error(request, problem.sentence)
        return redirect(back)
    _record(request, found, passwordless=True)
    login = Login(user=found.user, redirect_url=get_next_redirect_url(request))
    entered: HttpResponse = perform_login(request, login)
    return entered


def _record(request: Any, found: Authenticator, **more: Any) -> None:
    record_authentication(request, found.user, "mfa", type=str(found.type), **more)


@rated(ENTERING)
@sensitive_post_parameters("code", "credential")
@require_http_methods(["GET", "HEAD", "POST"])
@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")
def second_step(request: Any) -> HttpResponse:
    """After the first step: a passkey, a code of the app, or a recovery code."""
    stage = request._login_stage
    person = stage.login.user
    form = SecondStepForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _take(request, person, form.cleaned_data)
            entered: HttpResponse = stage.exit()
            return entered
        except TooOften:
            raise
        except Invalid as problem:
            tell(form, problem)
    types = queries.kinds_of_steps(person)
    page = {
        "action": request.path,
        "has_app": TOTP in types,
        "has_passkey": WEBAUTHN in types and passkeys.house_of(request) is not None,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "account/second_step.html", {"page": page, "form": form}, status=status)


def _take(request: Any, person: Any, given: dict[str, str]) -> None:
    """Take the step.

    Raises:
        Invalid: when it is none.
        TooOften: when this account was tried often.
    """
    spend(PROVING, f"p{person.pk}")
    if given["credential"]:
        answer = freshness.read_credential(given["credential"])
        _record(request, passkeys.proved(request, passkeys.SECOND, answer, person))
    else:
        used = actions.use_code(person, given["code"])
        record_authentication(request, person, "mfa", type=used)
