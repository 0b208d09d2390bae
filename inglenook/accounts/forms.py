"""Forms of signing in and of one's account: they parse, and know nothing of rows.

Those that extend allauth's keep its checks; words, lengths and the number of fields are ours.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any
from zoneinfo import available_timezones

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification import get_address_for_user
from allauth.account.utils import has_verified_email
from allauth.core import context
from django import forms
from django.conf import settings
from django.db import IntegrityError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from inglenook.accounts import rates
from inglenook.accounts.actions.rehearsing import nobodys_address, rehearse
from inglenook.accounts.addresses import LONGEST as LONGEST_ADDRESS
from inglenook.accounts.addresses import clean_address
from inglenook.accounts.models import Person
from inglenook.accounts.passwords import LONGEST as LONGEST_PASSWORD
from inglenook.accounts.queries import look_as_for_nobody

GOOD_PASSWORD = _("Ten letters or more; a sentence is easier to remember than a word.")


class AddressField(forms.EmailField):
    """An e-mail address as it is kept."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Your e-mail address"))
        super().__init__(max_length=LONGEST_ADDRESS, **kwargs)
        self.widget.attrs.update(autocomplete="email", spellcheck="false")

    def clean(self, value: Any) -> str:
        """Called by Django; our sentences stand in for Django's."""
        if not value and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return clean_address(str(value)) if value else ""


class PasswordField(forms.CharField):
    """A password, present or chosen anew."""

    def __init__(self, *, new: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("A new password") if new else _("Your password"))
        if new:
            kwargs.setdefault("help_text", GOOD_PASSWORD)
        widget = forms.PasswordInput(
            attrs={"autocomplete": "new-password" if new else "current-password"}
        )
        super().__init__(strip=False, max_length=LONGEST_PASSWORD, widget=widget, **kwargs)


class NewPasswordField(PasswordField):
    """A chosen password, held to the house's measure."""

    user: Person | None = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(new=True, **kwargs)

    def clean(self, value: Any) -> str:
        """Called by Django; raises ValidationError with what would do."""
        chosen: str = super().clean(value)
        if not chosen:
            return ""
        return str(get_adapter().clean_password(chosen, user=self.user))


class LoginForm(allauth_forms.LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = AddressField()
        self.fields["password"] = PasswordField()
        self.order_fields(["login", "password"])


class SignupForm(allauth_forms.SignupForm):
    """Address and one password; the same work whether or not the address has an account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = AddressField()
        # Checked in allauth's clean(), where the address is known.
        self.fields["password1"] = PasswordField(new=True, label=_("A password"))
        self.order_fields(["email", "password1"])

    def try_save(self, request: Any) -> Any:
        """Called by allauth; makes the person, or writes to whoever has the address already."""
        if getattr(self, "account_already_exists", False):
            rehearse(lambda: self._as_if_new(request))
            return super().try_save(request)
        try:
            return super().try_save(request)
        except IntegrityError:
            # Pressed twice: the other press made the account a moment ago.
            self.account_already_exists = True
            return super().try_save(request)

    def _as_if_new(self, request: Any) -> None:
        """What a new address costs: a person, a password hash, and looking for what is proved."""
        email, self.cleaned_data["email"] = self.cleaned_data["email"], nobodys_address()
        self.account_already_exists = False
        try:
            person = self.save(request)
        finally:
            self.cleaned_data["email"], self.account_already_exists = email, True
        has_verified_email(person)
        get_address_for_user(person)
        get_address_for_user(person)


class RequestLoginCodeForm(allauth_forms.RequestLoginCodeForm):
    """An address that a code is mailed to."""

    email = AddressField()

    def clean_email(self) -> str:
        """Called by Django."""
        try:
            email: str = super().clean_email()
        except forms.ValidationError as refused:
            if refused.code != rates.TIRED:
                raise
            key = self.cleaned_data["email"]
            raise rates.tired(context.request, "request_login_code", key) from None
        if self._user is not None:
            look_as_for_nobody(email)
        return email


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    """An address that a code for a new password is mailed to."""

    email = AddressField()

    def clean_email(self) -> str:
        """Called by Django."""
        email: str = super().clean_email()
        if self.users:
            look_as_for_nobody(email)
        return email


class _OnePassword(forms.Form):
    """Chosen once: whoever mistypes it asks for another."""

    password1 = NewPasswordField()
    password2 = None
    user: Person | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].user = self.user  # type: ignore[attr-defined]


class ChangePasswordForm(_OnePassword, allauth_forms.ChangePasswordForm):
    """The present password and another."""

    oldpassword = PasswordField(label=_("Your password now"))
    field_order = ("oldpassword", "password1")


class SetPasswordForm(_OnePassword, allauth_forms.SetPasswordForm):
    """A first password."""


class ResetPasswordKeyForm(_OnePassword, allauth_forms.ResetPasswordKeyForm):
    """A new password, after a mailed code."""


class _Code(forms.Form):
    code = forms.CharField(
        label=_("The code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}
        ),
    )


class ConfirmLoginCodeForm(_Code, allauth_forms.ConfirmLoginCodeForm):
    """The code that signs in."""


class ConfirmPasswordResetCodeForm(_Code, allauth_forms.ConfirmPasswordResetCodeForm):
    """The code that allows a new password."""


class ConfirmEmailVerificationCodeForm(_Code, allauth_forms.BaseConfirmCodeForm):
    """The code that proves an address. Whose it may be is asked where it is taken."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.user = kwargs.pop("user", None)
        kwargs.pop("email", None)
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        """Called by Django; for an address with an account already, no code is right."""
        code: str = super().clean_code()
        if self.user is None:
            raise get_adapter().validation_error("incorrect_code")
        return code


class SetupForm(forms.Form):
    """The first account."""

    email = AddressField()
    password = NewPasswordField(label=_("A password"))


class EnterForm(forms.Form):
    """Coming in by a one-time link, with another password or not."""

    password = NewPasswordField(required=False)


class _Proving(forms.Form):
    """Asks for the password, of whoever has one: a borrowed session changes nothing weighty."""

    password = PasswordField()

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        if not person.has_usable_password():
            del self.fields["password"]

    def clean_password(self) -> str:
        """Called by Django; a wrong one counts like a wrong sign-in."""
        password: str = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.person, password):
            raise get_adapter().validation_error("incorrect_password")
        return password


class AddressForm(_Proving):
    """Another address."""

    email = AddressField(label=_("The new address"))
    field_order = ("email", "password")

    def clean_email(self) -> str:
        """Called by Django."""
        email: str = self.cleaned_data["email"]
        if email == self.person.email:
            raise get_adapter().validation_error("same_as_current")
        return email


class DeleteForm(_Proving):
    """The proof that it is you, or a word that nobody types by accident."""

    word = forms.CharField(label=_("Type the word “delete”"), max_length=20)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "password" in self.fields:
            del self.fields["word"]

    def clean_word(self) -> str:
        """Called by Django."""
        word: str = self.cleaned_data["word"].strip().lower()
        if word not in ("delete", gettext("delete")):
            raise forms.ValidationError(_("Type the word “delete”, so that we know you mean it."))
        return word


class OperatorForm(forms.Form):
    """Somebody who shall keep the house too."""

    email = AddressField(label=_("Their e-mail address"))


def _zones() -> list[tuple[str, Any]]:
    """The zones by continent, after the community's own."""
    names = sorted(name for name in available_timezones() if "/" in name)
    ours = [name for name in names if not name.startswith(("Etc/", "SystemV/", "US/", "Mexico/"))]
    groups = [
        (part, [(name, name.partition("/")[2].replace("_", " ")) for name in group])
        for part, group in groupby(ours, key=lambda name: name.partition("/")[0])
    ]
    return [("", _("As the community")), ("UTC", "UTC"), *groups]


class PreferencesForm(forms.Form):
    """How pages look to one person."""

    language = forms.ChoiceField(label=_("Language"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False, choices=_zones)
    theme = forms.ChoiceField(
        label=_("Light or dark"),
        required=False,
        choices=Person.Theme.choices,
        widget=forms.RadioSelect,
    )
    large_text = forms.BooleanField(label=_("Larger letters"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = self.fields["language"]
        languages.choices = [("", _("As the community")), *settings.LANGUAGES]  # type: ignore[attr-defined]
