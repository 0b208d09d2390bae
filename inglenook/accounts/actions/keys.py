"""What opens an account: password, proved address, sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from inglenook.accounts.models import Person, Session
from inglenook.foundation.policy import Refused

if TYPE_CHECKING:
    from inglenook.accounts.sessions import SessionStore


def change_password(person: Person, password: str) -> None:
    """Give a person another password and end all their sessions and streams.

    The session that asked for it goes on when its key is changed afterwards (`cycle_key`), as
    Django and allauth do.
    """
    with transaction.atomic():
        person.set_password(password)
        person.save(update_fields=["password"])
        _end_all(person)


def forget_unproved_password(person: Person) -> None:
    """Take away a password that somebody chose who had not proved the address.

    Whoever makes an account with another's address would else share it once its owner comes by
    a mailed code.
    """
    person.set_unusable_password()
    person.save(update_fields=["password"])


def sign_out_elsewhere(person: Person, here: SessionStore) -> None:
    """End every session and stream of a person but this one, which gets a new key."""
    with transaction.atomic():
        _end_all(person, but=here)
        here.cycle_key()


def _end_all(person: Person, but: SessionStore | None = None) -> None:
    from inglenook.accounts.sessions import hashed

    Person.objects.filter(pk=person.pk).update(access_version=F("access_version") + 1)
    ended = Session.objects.filter(person=person)
    if but is not None and but.session_key:
        ended = ended.exclude(pk=hashed(but.session_key))
    ended.delete()
    person.refresh_from_db(fields=["access_version"])


def end_session(person: Person, key_hash: str) -> bool:
    """End one session of a person's own; False where it is gone already or is another's."""
    return bool(Session.objects.filter(person=person, pk=key_hash).delete()[0])


def prove_address(person: Person, address: EmailAddress) -> None:
    """Make a proved address the only one of its person.

    Raises:
        Refused: when somebody else has proved it meanwhile.
    """
    with transaction.atomic():
        email = address.email
        others = Person.objects.filter(email=email).exclude(pk=person.pk)
        # Whoever took it without ever proving it gives way.
        others.exclude(emailaddress__verified=True).delete()
        if others.exists() or not address.can_set_verified():
            raise Refused(_("Another account here has this address. Sign in with it instead."))
        EmailAddress.objects.filter(user=person).exclude(email=email).delete()
        EmailAddress.objects.update_or_create(
            user=person, email=email, defaults={"verified": True, "primary": True}
        )
        person.email = email
        person.save(update_fields=["email"])
