"""Links that open once: setting up the house, and a host who is locked out."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from inglenook.accounts.actions.keys import change_password
from inglenook.accounts.actions.people import cleaned
from inglenook.accounts.models import OneTimeLink, Person
from inglenook.accounts.sessions import hashed
from inglenook.foundation import audit
from inglenook.foundation.addresses import absolute
from inglenook.foundation.policy import Refused

SETUP_LASTS = timedelta(days=7)
SIGN_IN_LASTS = timedelta(hours=24)

Purpose = OneTimeLink.Purpose


def setup_link() -> str:
    """A fresh link for the first account; empty once somebody keeps the house.

    Earlier ones stop working.
    """
    with transaction.atomic():
        if Person.objects.filter(is_operator=True).exists():
            return ""
        OneTimeLink.objects.filter(purpose=Purpose.SETUP, used_at__isnull=True).delete()
        token = _new_link(Purpose.SETUP, SETUP_LASTS)
    return absolute(reverse("setup", args=[token]))


def host_link(email: str = "") -> str:
    """A link that signs in the person with this address, by default the operator, for a day.

    Raises:
        Refused: when nobody has the address.
        Invalid: when it is none.
    """
    people = Person.objects.filter(is_active=True)
    people = people.filter(email=cleaned(email)) if email else people.filter(is_operator=True)
    person = people.order_by("pk").first()
    if person is None and email:
        raise Refused(_("Nobody here has the address %(email)s.") % {"email": email})
    if person is None:
        raise Refused(_("Nobody keeps this house yet. Start it, and open the link it prints."))
    with transaction.atomic():
        token = _new_link(Purpose.SIGN_IN, SIGN_IN_LASTS, person)
        audit.note(None, "link.make", str(person.pk))
    return absolute(reverse("enter", args=[token]))


def _new_link(purpose: str, lasts: timedelta, person: Person | None = None) -> str:
    token = secrets.token_urlsafe(24)
    OneTimeLink.objects.create(
        purpose=purpose,
        key_hash=hashed(token),
        person=person,
        access_version=person.access_version if person else 0,
        expires_at=timezone.now() + lasts,
    )
    return token


def _use_up(purpose: str, token: str) -> OneTimeLink:
    """Take the link; of two who press at once, one gets it.

    Raises:
        Refused: when it was used, has run out, or never was.
    """
    now = timezone.now()
    link = OneTimeLink.objects.filter(purpose=purpose, key_hash=hashed(token))
    if not link.filter(OneTimeLink.works(now)).update(used_at=now):
        raise Refused(_("This link works no more: it was used, or its time has run out."))
    found: OneTimeLink = link.get()
    return found


def make_first_person(token: str, email: str, password: str) -> Person:
    """Make the account that keeps the house, with the link that was printed at the start.

    Raises:
        Refused: when the link works no more, or somebody keeps the house already.
        Invalid: when the address is none.
    """
    address = cleaned(email)
    with transaction.atomic():
        _use_up(Purpose.SETUP, token)
        if Person.objects.filter(is_operator=True).exists():
            raise Refused(_("Somebody keeps this house already. Sign in instead."))
        # Whoever was quicker to the sign-up page has proved nothing.
        Person.objects.filter(email=address).exclude(emailaddress__verified=True).delete()
        person = Person.objects.filter(email=address).first()
        if person is None:
            person = Person.objects.create_user(address, password)
        else:
            change_password(person, password)
        Person.objects.filter(pk=person.pk).update(is_operator=True)
        person.refresh_from_db()
        audit.note(person.pk, "operator.make", str(person.pk))
    return person


def enter(token: str, password: str = "") -> Person:
    """Use up a sign-in link; with a password, that is the person's from now on.

    Raises:
        Refused: when the link works no more.
    """
    with transaction.atomic():
        link = _use_up(Purpose.SIGN_IN, token)
        person = Person.objects.filter(pk=link.person_id or 0, is_active=True).first()
        if person is None:
            raise Refused(_("The account of this link is gone."))
        if password:
            change_password(person, password)
        audit.note(person.pk, "link.use", str(person.pk))
    return person
