"""One's own account: address, sessions, looks."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.internal.flows.email_verification_by_code import EmailVerificationProcess
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inglenook.accounts import actions, queries
from inglenook.accounts.again import fresh_without_password
from inglenook.accounts.doors import signed_in
from inglenook.accounts.forms import AddressForm, PreferencesForm
from inglenook.accounts.rates import KEYS
from inglenook.foundation.addresses import absolute, at
from inglenook.foundation.limits import ACTING, rated
from inglenook.foundation.shell import frame

LOOKS = ("language", "time_zone", "theme", "large_text")


@require_safe
@signed_in
def account(request: Any) -> HttpResponse:
    """Everything about one's account."""
    person = request.session.person
    form = PreferencesForm(initial={name: getattr(person, name) for name in LOOKS})
    return _account(request, form)


@rated(ACTING)
@require_POST
@signed_in
def preferences(request: Any) -> HttpResponse:
    """Change how pages look."""
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        return _account(request, form, status=422)
    actions.change_preferences(request.session.person, **form.cleaned_data)
    with translation.override(form.cleaned_data["language"] or translation.get_language()):
        messages.success(request, _("Saved."))
    return redirect("accounts:account")


def _account(request: Any, form: PreferencesForm, status: int = 200) -> HttpResponse:
    person = request.session.person
    waiting = EmailVerificationProcess.resume(request)
    has_password = person.has_usable_password()
    page = {
        "lead": _("One account for every community on this server."),
        "email": person.email,
        "new_email": waiting.email if waiting else "",
        "email_url": reverse("account_email"),
        "has_password": has_password,
        "password_url": reverse(
            "account_change_password" if has_password else "account_set_password"
        ),
        "steps_url": reverse("accounts:second_steps"),
        "has_second_step": queries.has_second_step(person),
        "sessions": queries.sessions_of(person, request.session),
        "end_all_url": reverse("accounts:end_sessions"),
        "action": reverse("accounts:preferences"),
        "houses": _houses(request),
        "delete_url": reverse("delete_account"),
        "sign_out_url": reverse("account_logout"),
        "operator_url": reverse("operator:overview") if person.is_operator else "",
    }
    return render(request, "accounts/account.html", {"page": page, "form": form}, status=status)


def _houses(request: Any) -> list[dict[str, str]]:
    """The person's communities, from the frame: this room knows of none."""
    return [
        {
            "name": house.name,
            "slug": house.slug,
            "mark": house.mark,
            "url": house.url,
            "line": absolute(house.url),
            "leave_url": at(house.slug, "leave"),
        }
        for house in frame(request)["shell"].houses  # type: ignore[attr-defined]
    ]


@rated(ACTING)
@require_POST
@signed_in
def end_session(request: Any, key: str) -> HttpResponse:
    """Sign out one other browser."""
    if actions.end_session(request.session.person, key):
        messages.success(request, _("That device is signed out."))
    return redirect("accounts:account")


@rated(ACTING)
@require_POST
@signed_in
def end_sessions(request: Any) -> HttpResponse:
    """Sign out everywhere but here."""
    actions.sign_out_elsewhere(request.session.person, request.session)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("accounts:account")


@rated(KEYS)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@fresh_without_password
def change_address(request: Any) -> HttpResponse:
    """Ask for another address: a code goes there, and nothing changes before it came back."""
    person = request.session.person
    waiting = EmailVerificationProcess.resume(request)
    if "action_remove" in request.POST:
        if waiting:
            waiting.abort()
        return redirect("account_email")
    form = AddressForm(request.POST if request.method == "POST" else None, person=person)
    if request.method == "POST" and form.is_valid():
        return _mail_code(request, EmailAddress(user=person, email=form.cleaned_data["email"]))
    context = {"form": form, "email": person.email, "new_email": waiting.email if waiting else ""}
    status = 422 if request.method == "POST" else 200
    return render(request, "account/email_change.html", context, status=status)


def _mail_code(request: Any, address: EmailAddress) -> HttpResponse:
    try:
        send_verification_email_to_address(request, address)
    except ImmediateHttpResponse as refusal:
        response: HttpResponse = refusal.response
        return response
    return redirect("account_email_verification_sent")
