"""Deleting one's account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from inglenook.accounts.again import fresh_without_password
from inglenook.accounts.forms import DeleteForm
from inglenook.communities.actions.departing import delete_account as delete
from inglenook.communities.doors import signed_in
from inglenook.foundation.limits import Limit, rated
from inglenook.foundation.policy import Refused

PROOFS = Limit("proof", 10, 600)
"""Of a password typed by whoever sits at an open browser."""


@rated(PROOFS)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@fresh_without_password
def delete_account(request: Any) -> HttpResponse:
    """Ask once, for the password or a word; then it is gone, here and in every community."""
    sent = request.POST if request.method == "POST" else None
    form = DeleteForm(sent, person=request.session.person)
    problem, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                delete(request.session.person)
            except Refused as refusal:
                problem, status = refusal.sentence, 403
            else:
                request.session.flush()
                messages.success(request, _("Your account is gone. Farewell."))
                return redirect("front_door")
    page = {
        "back_url": reverse("accounts:account"),
        "action": request.path,
        "problem": problem,
        "lines": [
            _("Your address, your password and every session are erased now."),
            _("In each community your name and picture go. What you wrote stays, without them."),
            _("Nobody can undo this, whoever keeps the house included."),
        ],
    }
    return render(request, "accounts/delete.html", {"page": page, "form": form}, status=status)
