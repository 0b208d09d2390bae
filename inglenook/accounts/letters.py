"""The letters of this room: which there are, and their words.

Codes and letters that say "there is no account" go the same way, so that neither the page nor the
time it takes tells which it was.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from inglenook.accounts.devices import said
from inglenook.foundation.addresses import absolute

type Facts = dict[str, str]
type Words = dict[str, Any]


def words(kind: str, facts: Facts) -> tuple[str, Words]:
    """Subject and content of a letter, in the language that is active.

    Raises:
        KeyError: for a kind that there is no letter of.
    """
    subject, context = _LETTERS[kind](facts)
    return subject, context | {"place": _host()}


def _host() -> str:
    return absolute("").partition("://")[2]


def _code(lead: str, facts: Facts) -> Words:
    return {
        "paragraphs": [lead],
        "code": facts["code"],
        "closing": _(
            "It works once, for a quarter of an hour, in the window that asked for it. If you "
            "didn’t ask for it, do nothing: without the code nobody gets in."
        ),
    }


def _confirm(facts: Facts) -> tuple[str, Words]:
    lead = _("Type this code into the open page, and this address is yours there.")
    return _("Your code to prove this address"), {"heading": _("Is this your address?")} | _code(
        lead, facts
    )


def _sign_in(facts: Facts) -> tuple[str, Words]:
    lead = _("Type this code into the open page to come in.")
    return _("Your code to sign in"), {"heading": _("Come in")} | _code(lead, facts)


def _reset(facts: Facts) -> tuple[str, Words]:
    lead = _("Type this code into the open page, then choose a new password.")
    return _("Your code for a new password"), {"heading": _("A new password")} | _code(lead, facts)


def _exists(facts: Facts) -> tuple[str, Words]:
    return _("You have an account here already"), {
        "heading": _("You have an account here already"),
        "paragraphs": [
            _(
                "Somebody, you most likely, wanted to make an account with this address. There is "
                "one, so nothing was made. Sign in with it; if the password is forgotten, let us "
                "mail you a code instead."
            )
        ],
        "button": {"label": _("Sign in"), "address": absolute(reverse("account_login"))},
    }


def _unknown(facts: Facts) -> tuple[str, Words]:
    return _("No account with this address"), {
        "heading": _("No account with this address"),
        "paragraphs": [
            _(
                "Somebody, you most likely, wanted to sign in here with this address, but no "
                "account has it. Perhaps yours has another address?"
            )
        ],
        "button": {"label": _("Make an account"), "address": absolute(reverse("account_signup"))},
        "closing": _("If it wasn’t you, do nothing. We keep nothing about you."),
    }


def _changed(heading: str, what: str, facts: Facts) -> tuple[str, Words]:
    at = parse_datetime(facts["at"])
    when = date_format(at, "DATETIME_FORMAT") if at else facts["at"]
    where = _("It was done with %(device)s, on %(when)s (UTC).") % {
        "device": said(facts["device"]),
        "when": when,
    }
    return heading, {
        "heading": heading,
        "paragraphs": [what, where],
        "closing": _(
            "If this was you, all is well. If not, tell whoever keeps this house at once."
        ),
    }


def _password_changed(facts: Facts) -> tuple[str, Words]:
    what = _("Your account has a new password. Every other device was signed out.")
    subject, context = _changed(_("Your password was changed"), what, facts)
    button = {
        "label": _("It wasn’t me: choose another"),
        "address": absolute(reverse("account_reset_password")),
    }
    return subject, context | {"button": button}


def _address_changed(facts: Facts) -> tuple[str, Words]:
    what = _("Your account has another address now: %(address)s. This one no longer opens it.") % {
        "address": facts["to_email"]
    }
    return _changed(_("Your address was changed"), what, facts)


def _step_changed(heading: str, what: str, facts: Facts) -> tuple[str, Words]:
    subject, context = _changed(heading, what % facts, facts)
    button = {
        "label": _("Look at your second steps"),
        "address": absolute(reverse("accounts:second_steps")),
    }
    return subject, context | {"button": button}


def _passkey_added(facts: Facts) -> tuple[str, Words]:
    what = _("A passkey opens your account from now on: %(name)s.")
    return _step_changed(_("A passkey was added"), what, facts)


def _passkey_removed(facts: Facts) -> tuple[str, Words]:
    what = _("A passkey opens your account no longer: %(name)s.")
    return _step_changed(_("A passkey was taken away"), what, facts)


def _app_added(facts: Facts) -> tuple[str, Words]:
    what = _("Whoever signs in to your account is asked for a code of your app from now on.")
    return _step_changed(_("An app was set up"), what, facts)


def _app_removed(facts: Facts) -> tuple[str, Words]:
    what = _("Nobody is asked for a code of your app any more.")
    return _step_changed(_("An app was taken away"), what, facts)


def _codes_made(facts: Facts) -> tuple[str, Words]:
    what = _("Your account has new recovery codes. The former ones work no more.")
    return _step_changed(_("New recovery codes"), what, facts)


def _code_used(facts: Facts) -> tuple[str, Words]:
    what = _("A recovery code of your account was used. There are %(left)s left.")
    return _step_changed(_("A recovery code was used"), what, facts)


def _again(facts: Facts) -> tuple[str, Words]:
    lead = _("Type this code into the open page, so that we know it is you.")
    return _("Your code to go on"), {"heading": _("Is it still you?")} | _code(lead, facts)


# Named as allauth names them.
_LETTERS: dict[str, Callable[[Facts], tuple[str, Words]]] = {
    "email_confirmation": _confirm,
    "email_confirmation_signup": _confirm,
    "login_code": _sign_in,
    "password_reset_code": _reset,
    "account_already_exists": _exists,
    "unknown_account": _unknown,
    "password_changed": _password_changed,
    "password_set": _password_changed,
    "password_reset": _password_changed,
    "email_changed": _address_changed,
    "passkey_added": _passkey_added,
    "passkey_removed": _passkey_removed,
    "app_added": _app_added,
    "app_removed": _app_removed,
    "codes_made": _codes_made,
    "code_used": _code_used,
    "again": _again,
}
KINDS = tuple(_LETTERS)
