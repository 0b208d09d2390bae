"""Coming in: allauth's views, in the house's transactions and with its status codes."""

from __future__ import annotations

from typing import Any

from allauth.account import views
from django.db import transaction
from django.http import HttpResponse
from django.utils.decorators import method_decorator

from inglenook.accounts.post import post_nothing


class Refusing:
    """A form that is not taken is answered with 422, one that comes too often with 429."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Called by allauth."""
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        if response.status_code == 200:
            tired = any(form.has_error(name, "too_many_login_attempts") for name in form.errors)
            response.status_code = 429 if tired else 422
        return response


class Resending:
    """Asking for another letter is the same work where there is nobody to write to."""

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super()._resend_form_valid(form)  # type: ignore[misc]
        if self._process.user is None:  # type: ignore[attr-defined]
            post_nothing()
        return response


class LoginView(Refusing, views.LoginView):
    """Address and password."""


@method_decorator(transaction.atomic, name="form_valid")
class SignupView(Refusing, views.SignupView):
    """A new account. One transaction, so that all of it takes the same time as none of it."""


class RequestLoginCodeView(Refusing, views.RequestLoginCodeView):
    """Ask for a code to sign in."""


class ConfirmLoginCodeView(Refusing, Resending, views.ConfirmLoginCodeView):
    """Type that code."""


class ConfirmEmailCodeView(Refusing, Resending, views.ConfirmEmailVerificationCodeView):
    """Type the code that proves an address."""


class PasswordResetView(Refusing, views.PasswordResetView):
    """Ask for a code to choose a new password."""


class ConfirmPasswordResetCodeView(Refusing, views.ConfirmPasswordResetCodeView):
    """Type that code."""


@method_decorator(transaction.atomic, name="form_valid")
class CompletePasswordResetView(Refusing, views.CompletePasswordResetView):
    """Choose the new password."""


@method_decorator(transaction.atomic, name="form_valid")
class PasswordChangeView(Refusing, views.PasswordChangeView):
    """Another password, of somebody signed in."""


@method_decorator(transaction.atomic, name="form_valid")
class PasswordSetView(Refusing, views.PasswordSetView):
    """A first password."""
