"""What the pages of this room show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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


@dataclass(frozen=True, slots=True)
class PasskeyLine:
    """A passkey, as its person sees it."""

    name: str
    line: str
    url: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class SecondStepsPage:
    """All second steps of one person."""

    passkeys: list[PasskeyLine]
    app_line: str
    """When the app was set up and used; empty where there is none."""
    codes_left: str
    """A sentence; empty where there is no second step."""
    back_url: str
    add_url: str
    app_url: str
    remove_app_url: str
    codes_url: str


def second_steps_of(person: Person) -> SecondStepsPage:
    """What one person has set up; nobody else sees it, whoever keeps the house included."""
    rows = list(Authenticator.objects.filter(user=person).order_by("pk"))
    types = Authenticator.Type
    app = next((row for row in rows if row.type == types.TOTP), None)
    codes = next((row for row in rows if row.type == types.RECOVERY_CODES), None)
    return SecondStepsPage(
        passkeys=[_passkey(row) for row in rows if row.type == types.WEBAUTHN],
        app_line=_used(app) if app else "",
        codes_left=_left(len(codes.wrap().get_unused_codes())) if codes else "",
        back_url=reverse("accounts:account"),
        add_url=reverse("accounts:add_passkey"),
        app_url=reverse("accounts:set_up_app"),
        remove_app_url=reverse("accounts:remove_app"),
        codes_url=reverse("accounts:new_codes"),
    )


def passkey_of(person: Person, pk: int) -> PasskeyLine | None:
    """One passkey of a person's own."""
    rows = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN, pk=pk)
    row = rows.first()
    return _passkey(row) if row else None


def kinds_of_steps(person: Person) -> set[str]:
    """Which kinds of second steps a person can take."""
    return set(Authenticator.objects.filter(user=person).values_list("type", flat=True))


def has_second_step(person: Person) -> bool:
    """Whether signing in takes more than a password or a mailed code."""
    rows = Authenticator.objects.filter(user=person)
    return bool(rows.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


def _passkey(row: Authenticator) -> PasskeyLine:
    return PasskeyLine(
        name=row.data["name"],
        line=_used(row),
        url=reverse("accounts:passkey", args=[row.pk]),
        remove_url=reverse("accounts:remove_passkey", args=[row.pk]),
    )


def _used(row: Authenticator) -> str:
    if row.last_used_at is None:
        return _("Since %(since)s, not used yet.") % {"since": _when(row.created_at)}
    dates = {"since": _when(row.created_at), "used": _when(row.last_used_at)}
    return _("Since %(since)s, last used on %(used)s.") % dates


def _left(count: int) -> str:
    return ngettext("%(n)d is left.", "%(n)d are left.", count) % {"n": count}


def deeds_of_operators(before: int) -> deeds.Deeds:
    """A page of what was done to the house; `before` is the number of the last deed seen, or 0."""

    def names(people: Iterable[int]) -> Mapping[int, str]:
        keepers = Person.objects.filter(pk__in=list(people), is_operator=True)
        return dict(keepers.values_list("pk", "email"))

    return deeds.deeds(None, "", Viewer(), names, before)
