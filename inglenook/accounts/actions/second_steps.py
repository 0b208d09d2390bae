"""Second steps of signing in: passkeys, an app's codes, recovery codes. Each change is mailed.

The first of them brings recovery codes along; with the last one these go.
"""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inglenook.accounts import onetime
from inglenook.accounts.models import Person
from inglenook.accounts.sealing import seal, unseal
from inglenook.foundation.policy import Invalid

Type = Authenticator.Type
LONGEST_NAME = 60
MOST_PASSKEYS = 20


def _tell(person: Person, kind: str, **facts: str) -> None:
    get_adapter().send_mail(f"accounts/{kind}", person.email, facts)


def add_passkey(person: Person, name: str, data: dict[str, Any]) -> list[str]:
    """Keep a passkey that the browser has made; returns recovery codes where these are new.

    Raises:
        Invalid: when there are very many already.
    """
    with transaction.atomic():
        rows = Authenticator.objects.filter(user=person, type=Type.WEBAUTHN)
        if rows.count() >= MOST_PASSKEYS:
            raise Invalid(_("You have very many passkeys. Take one away that you don’t use."))
        called = _name(name)
        Authenticator.objects.create(user=person, type=Type.WEBAUTHN, data={**data, "name": called})
        _tell(person, "passkey_added", name=called)
        return _first_codes(person)


def _name(name: str) -> str:
    return " ".join(name.split())[:LONGEST_NAME] or _("A passkey")


def rename_passkey(person: Person, pk: int, name: str) -> bool:
    """Call a passkey otherwise; False where the person has none of this number."""
    row = Authenticator.objects.filter(user=person, type=Type.WEBAUTHN, pk=pk).first()
    if row is None:
        return False
    row.data["name"] = _name(name)
    row.save(update_fields=["data"])
    return True


def remove_passkey(person: Person, pk: int) -> bool:
    """Take a passkey away; False where the person has none of this number."""
    with transaction.atomic():
        row = Authenticator.objects.filter(user=person, type=Type.WEBAUTHN, pk=pk).first()
        if row is None:
            return False
        name = row.data["name"]
        row.delete()
        _forget_codes_of_nothing(person)
        _tell(person, "passkey_removed", name=name)
    return True


def set_up_app(person: Person, secret: str, code: str) -> list[str]:
    """Ask for an app's codes from now on; returns recovery codes where these are new.

    Raises:
        Invalid: when the code is not the app's, or another window was quicker.
    """
    step = onetime.step_of(secret, code) if secret else None
    if step is None:
        raise Invalid(wrong_code(), "code")
    try:
        with transaction.atomic():
            data = {"secret": seal(secret), "last_step": step}
            Authenticator.objects.create(user=person, type=Type.TOTP, data=data)
            _tell(person, "app_added")
            return _first_codes(person)
    except IntegrityError:
        raise Invalid(_("An app is set up already. Reload the page.")) from None


def wrong_code() -> str:
    """The refusal of a code, whichever it was."""
    return _("This isn’t the code, or it was used already. Wait for the next one and type that.")


def remove_app(person: Person) -> bool:
    """Ask for no app's codes any more; False where none was asked."""
    with transaction.atomic():
        if not Authenticator.objects.filter(user=person, type=Type.TOTP).delete()[0]:
            return False
        _forget_codes_of_nothing(person)
        _tell(person, "app_removed")
    return True


def new_recovery_codes(person: Person) -> list[str]:
    """Ten fresh codes, shown once; the former ones end. None where there is no second step."""
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        Authenticator.objects.filter(user=person, type=Type.RECOVERY_CODES).delete()
        if not Authenticator.objects.filter(user=person).exists():
            return []
        codes: list[str] = RecoveryCodes.activate(person).get_unused_codes()
        _tell(person, "codes_made")
    return codes


def _first_codes(person: Person) -> list[str]:
    if Authenticator.objects.filter(user=person, type=Type.RECOVERY_CODES).exists():
        return []
    codes: list[str] = RecoveryCodes.activate(person).get_unused_codes()
    return codes


def _forget_codes_of_nothing(person: Person) -> None:
    rows = Authenticator.objects.filter(user=person)
    if not rows.exclude(type=Type.RECOVERY_CODES).exists():
        rows.delete()


def use_code(person: Person, code: str) -> str:
    """Take a code of the app or a recovery code, once; returns which of them it was.

    Raises:
        Invalid: when it is neither, or was used.
    """
    with transaction.atomic():
        rows = Authenticator.objects.filter(user=person).exclude(type=Type.WEBAUTHN)
        for row in rows.select_for_update():
            taken = _takes_step(row, code) if row.type == Type.TOTP else _takes_recovery(row, code)
            if taken:
                Authenticator.objects.filter(pk=row.pk).update(last_used_at=timezone.now())
                if row.type == Type.RECOVERY_CODES:
                    left = len(Authenticator.objects.get(pk=row.pk).wrap().get_unused_codes())
                    _tell(person, "code_used", left=str(left))
                return str(row.type)
    raise Invalid(wrong_code(), "code")


def _takes_step(row: Authenticator, code: str) -> bool:
    """A code counts once, and none before it: whoever looked over a shoulder comes too late."""
    secret = unseal(row.data["secret"])
    step = onetime.step_of(secret, code) if secret else None
    if step is None or step <= row.data.get("last_step", 0):
        return False
    row.data["last_step"] = step
    row.save(update_fields=["data"])
    return True


def _takes_recovery(row: Authenticator, code: str) -> bool:
    if not unseal(row.data["seed"]):
        return False
    return bool(row.wrap().validate_code("".join(code.replace("-", " ").split())))
