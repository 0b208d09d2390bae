"""Links that open once. GET shows a button, since mail scanners open links; POST uses them up."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from inglenook.accounts import actions, queries
from inglenook.accounts.forms import EnterForm, SetupForm
from inglenook.accounts.models import OneTimeLink
from inglenook.accounts.rates import ENTERING
from inglenook.accounts.signing import sign_in
from inglenook.foundation.limits import rated
from inglenook.foundation.policy import Refused

Purpose = OneTimeLink.Purpose
MAIL = {
    True: gettext_lazy("Mail leaves the house through the server that you named."),
    False: gettext_lazy(
        "No mail server is named. Letters are kept here, where only you can read them."
    ),
}


@rated(ENTERING)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: Any, token: str) -> HttpResponse:
    """Make the first account, and go on to found a community."""
    if not queries.link_is_open(Purpose.SETUP, token):
        raise Http404
    form = SetupForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.make_first_person(token, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            sign_in(request, person)
            return redirect("found")
    page = {
        "action": request.path,
        "step": 1,
        "steps": 2,
        "machine": [
            {"ok": settings.MAIL_LEAVES, "text": MAIL[settings.MAIL_LEAVES], "url": "", "way": ""}
        ],
    }
    status = 422 if request.method == "POST" else 200
    context = {"page": page, "form": form}
    return _unreferred(render(request, "accounts/setup.html", context, status=status))


@rated(ENTERING)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: Any, token: str) -> HttpResponse:
    """Come in by a link that the operator made, and choose another password if one likes."""
    is_open = queries.link_is_open(Purpose.SIGN_IN, token)
    form = EnterForm(request.POST if request.method == "POST" else None)
    status = 200 if is_open else 410
    if request.method == "POST" and is_open:
        if form.is_valid():
            try:
                sign_in(request, actions.enter(token, form.cleaned_data["password"]))
                return redirect("front_door")
            except Refused:
                is_open = False
        status = 422 if is_open else 410
    page = {
        "heading": _("Come in"),
        "lead": _("This link signs you in once. It was made for you by whoever keeps this house."),
        "action": request.path,
        "button": _("Sign me in"),
        "closed": ""
        if is_open
        else _("This link works no more: it was used, or its time has run out. Ask for another."),
    }
    context = {"page": page, "form": form}
    return _unreferred(render(request, "accounts/one_time_link.html", context, status=status))


def _unreferred(response: HttpResponse) -> HttpResponse:
    """The address is a key: no other page learns it."""
    # The address holds a secret; without any referrer, browsers would send a form's origin as
    # "null", which the forgery check refuses.
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
