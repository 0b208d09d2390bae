"""The operator's page of backups, and its button."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from inglenook.accounts.again import fresh
from inglenook.accounts.doors import operators
from inglenook.foundation.limits import Limit, rated
from inglenook.site.backup import actions, queries

ASKING = Limit("backup", 6, 3600)


@require_safe
@operators
def backups(request: Any) -> HttpResponse:
    """Which backups there are, and when the last one was proven."""
    page = {
        "page": queries.backups_page(),
        "back_url": reverse("operator:overview"),
        "action": reverse("backups:now"),
    }
    return render(request, "site/backups.html", page)


@rated(ASKING)
@require_POST
@operators
@fresh
def back_up_now(request: Any) -> HttpResponse:
    """Have one made and proven."""
    actions.ask_for_backup(request.session.person.pk)
    messages.success(request, _("A backup is being made and proven. Look here again in a moment."))
    return redirect("backups:list")
