"""Forms of second steps: they parse, and know nothing of rows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inglenook.accounts.actions.second_steps import LONGEST_NAME

_LONGEST_ANSWER = 20_000
"""Characters of a browser's answer; ordinary ones have about 1,500."""


class PasskeyNameForm(forms.Form):
    """What a passkey is called."""

    name = forms.CharField(
        label=_("What do you call it?"),
        help_text=_("So that you know it from others, such as “My phone”."),
        max_length=LONGEST_NAME,
    )


class PasskeyForm(PasskeyNameForm):
    """A passkey that the browser has made."""

    credential = forms.CharField(
        max_length=_LONGEST_ANSWER,
        widget=forms.HiddenInput,
        error_messages={
            "required": _("A passkey needs a browser that runs the scripts of this page.")
        },
    )


class AppCodeForm(forms.Form):
    """The first code of an app."""

    code = forms.CharField(
        label=_("The code that the app shows now"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class SecondStepForm(forms.Form):
    """A code of the app, a recovery code, or what the browser shows of a passkey."""

    credential = forms.CharField(
        max_length=_LONGEST_ANSWER, required=False, widget=forms.HiddenInput
    )
    code = forms.CharField(
        label=_("The code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whoever shows a passkey types nothing; the button for it asks for no field.
        self.fields["code"].required = not (self.is_bound and self.data.get("credential"))
