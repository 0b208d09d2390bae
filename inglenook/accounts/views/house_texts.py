"""The installation's own pages on privacy, legal notice and contact, and where they are written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from inglenook.accounts import actions
from inglenook.accounts.doors import operators
from inglenook.foundation import house_text, text
from inglenook.foundation.house_text import LONGEST, PAGES
from inglenook.foundation.limits import ACTING, rated


class HouseTextsForm(forms.Form):
    """The three pages of the installation."""

    privacy = forms.CharField(
        label=gettext_lazy("Privacy"),
        help_text=gettext_lazy("Which data this server keeps and for what, who can read it."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    legal = forms.CharField(
        label=gettext_lazy("Legal notice"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    contact = forms.CharField(
        label=gettext_lazy("Contact"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def title_of(page: str) -> str:
    """What one of the three pages is called."""
    return {
        house_text.PRIVACY: _("Privacy"),
        house_text.LEGAL: _("Legal notice"),
        house_text.CONTACT: _("Contact"),
    }[page]


@require_safe
def written(request: Any, page: str) -> HttpResponse:
    """One of the pages, as whoever keeps the house wrote it."""
    markdown = house_text.text_of(page)
    person = request.session.person
    keeps = person is not None and person.is_operator
    context = {
        "title": title_of(page),
        "html": text.fill(text.render(markdown).html, {}) if markdown else "",
        "edit_url": reverse("operator:texts") if keeps else "",
    }
    return render(request, "written.html", {"page": context})


@rated(ACTING)
@require_http_methods(["GET", "HEAD", "POST"])
@operators
def texts(request: Any) -> HttpResponse:
    """Write the three pages."""
    now = {page: house_text.text_of(page) for page in PAGES}
    form = HouseTextsForm(request.POST if request.method == "POST" else None, initial=now)
    if request.method == "POST" and form.is_valid():
        actions.write_house_texts(request.session.person, form.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect("operator:texts")
    page = {"action": request.path}
    status = 422 if request.method == "POST" else 200
    context = {"page": page, "form": form}
    return render(request, "accounts/house_texts.html", context, status=status)


@require_safe
def robots(request: Any) -> HttpResponse:
    """Search engines stay out; a page that may be found says so itself, in its head."""
    return HttpResponse(
        "User-agent: *\nDisallow: /account/\nDisallow: /operator/\nDisallow: /*/join/\n"
        "Disallow: /*/come/\nDisallow: /*/search/\n",
        content_type="text/plain",
    )
