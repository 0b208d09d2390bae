"""Pages of whoever keeps the house: an overview, and the letters that could not leave it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inglenook.accounts import actions, queries
from inglenook.accounts.again import fresh, fresh_when_sent
from inglenook.accounts.doors import operators
from inglenook.accounts.forms import OperatorForm
from inglenook.accounts.models import Person
from inglenook.foundation import audit, conditions, mail
from inglenook.foundation.limits import ACTING, rated
from inglenook.foundation.policy import Invalid

LETTERS = 50


@rated(ACTING)
@require_http_methods(["GET", "HEAD", "POST"])
@operators
@fresh_when_sent
def overview(request: Any) -> HttpResponse:
    """The house at a glance, and who keeps it."""
    form = OperatorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_operator(request.session.person, form.cleaned_data["email"])
        except Invalid as problem:
            form.add_error("email", problem.sentence)
        else:
            said = _("%(email)s keeps the house with you now.") % {"email": made.email}
            messages.success(request, said)
            return redirect("operator:overview")
    count = queries.arrived_count()
    keepers = queries.operators()
    page = {
        "action": reverse("operator:overview"),
        "address": settings.PUBLIC_URL,
        "arrived": ngettext(
            "%(n)d person has signed in here", "%(n)d people have signed in here", count
        )
        % {"n": count},
        "mail_leaves": settings.MAIL_LEAVES,
        "mail_url": reverse("operator:mails"),
        "state_url": reverse("operator:state"),
        "deeds_url": reverse("operator:deeds"),
        "state_line": _state_line(),
        "backups_url": reverse("backups:list"),
        "texts_url": reverse("operator:texts"),
        "found_url": reverse("found"),
        "operators": keepers,
        "resign_url": reverse("operator:resign") if len(keepers) > 1 else "",
    }
    status = 422 if request.method == "POST" else 200
    context = {"page": page, "form": form}
    return render(request, "accounts/operator.html", context, status=status)


@rated(ACTING)
@require_POST
@operators
@fresh
def resign(request: Any) -> HttpResponse:
    """Stop keeping the house."""
    actions.resign_as_operator(request.session.person)
    messages.success(request, _("You keep this house no longer. Thank you for doing it."))
    return redirect("accounts:account")


@require_safe
@operators
@fresh
def mails(request: Any) -> HttpResponse:
    """The letters that are kept, newest first; the look is noted."""
    before = request.GET.get("before", "")[:80]
    audit.note(request.session.person.pk, "mail.list", before)
    found = mail.mails(LETTERS, before)
    here = reverse("operator:mails")
    page = {
        "lead": _("Without a mail server nothing leaves. What would have gone lies here 30 days.")
        if not settings.MAIL_LEAVES
        else _("Mail leaves the house now. These are from before."),
        "letters": [
            {
                "url": reverse("operator:mail", args=[letter.name]),
                "to": letter.to,
                "subject": letter.subject,
                **_times(letter.at),
            }
            for letter in found
        ],
        "older_url": f"{here}?before={found[-1].name}" if len(found) == LETTERS else "",
        "newer_url": here if before else "",
    }
    return render(request, "operator/mails.html", {"page": page})


@require_safe
@operators
@fresh
def letter(request: Any, name: str) -> HttpResponse:
    """One letter as text; the look is noted."""
    found = mail.mail(name)
    if found is None:
        raise Http404
    person: Person = request.session.person
    audit.note(person.pk, "mail.look", found.name)
    page = {
        "back_url": reverse("operator:mails"),
        "to": found.to,
        "subject": found.subject,
        "text": found.text,
        **_times(found.at),
    }
    return render(request, "operator/mail.html", {"page": page})


def _state_line() -> str:
    wrong = conditions.troubles()
    if not wrong:
        return _("All is well.")
    return " ".join(line.sentence for line in wrong)


def _times(at: Any) -> dict[str, str]:
    return {"iso": at.isoformat(), "when": date_format(timezone.localtime(at), "DATETIME_FORMAT")}
