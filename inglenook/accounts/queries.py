"""What the pages of this room show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from inglenook.accounts.devices import said
from inglenook.accounts.models import OneTimeLink, Person, Session
from inglenook.accounts.sessions import SessionStore, hashed
from inglenook.foundation import deeds
from inglenook.foundation.viewer import Viewer


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A browser that is signed in, as its person sees it."""

    name: str
    line: str
    is_this: bool
    end_url: str


def language_of(email: str) -> str:
    """What the person with this address has chosen; empty where nobody did."""
    chosen = Person.objects.filter(email=email.lower()).values_list("language", flat=True)
    return chosen.first() or ""


def sessions_of(person: Person, here: SessionStore) -> list[SessionLine]:
    """Where a person is signed in, this browser first, then the last used ones."""
    rows = Session.objects.filter(
        person=person, access_version=person.access_version, expires_at__gt=timezone.now()
    )
    this = hashed(here.session_key or "")
    lines = [
        SessionLine(
            name=said(row.device),
            line=_("Last used on %(seen)s, signed in since %(since)s.")
            % {"seen": _when(row.seen_at), "since": _when(row.created_at)},
            is_this=row.pk == this,
            end_url=reverse("accounts:end_session", args=[row.pk]),
        )
        for row in rows.order_by("-seen_at")
    ]
    return sorted(lines, key=lambda line: not line.is_this)


def _when(moment: object) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")  # type: ignore[arg-type]


def link_is_open(purpose: str, token: str) -> bool:
    """Whether a one-time link would still work; asking changes nothing."""
    links = OneTimeLink.objects.filter(purpose=purpose, key_hash=hashed(token))
    return bool(links.filter(OneTimeLink.works(timezone.now())).exists())


def operators() -> list[str]:
    """The addresses of those who keep the house; for operators alone."""
    rows = Person.objects.filter(is_operator=True).order_by("pk")
    return list(rows.values_list("email", flat=True))


def arrived_count() -> int:
    """How many accounts somebody has signed in to at least once, for the operator."""
    return Person.objects.filter(last_login__isnull=False).count()


def look_as_for_nobody(email: str) -> None:
    """The second look that allauth takes for an address that it doesn't know, for one it does."""
    list(Person.objects.filter(email=email))


def deeds_of_operators(before: int) -> deeds.Deeds:
    """A page of what was done to the house; `before` is the number of the last deed seen, or 0."""

    def names(people: Iterable[int]) -> Mapping[int, str]:
        keepers = Person.objects.filter(pk__in=list(people), is_operator=True)
        return dict(keepers.values_list("pk", "email"))

    return deeds.deeds(None, "", Viewer(), names, before)
