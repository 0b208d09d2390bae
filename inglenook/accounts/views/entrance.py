"""Coming in: allauth's views, in the house's transactions and with its status codes."""

from __future__ import annotations

from typing import Any

from allauth.account import views
from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.decorators import method_decorator

from inglenook.accounts import rates
from inglenook.accounts.post import post_nothing
from inglenook.accounts.queries import look_as_for_nobody


class Refusing:
    """A form that is not taken is answered with 422, one that comes too often with 429."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Called by allauth."""
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        if response.status_code == 200:
            seconds = rates.seconds_told(form)
            response.status_code = 429 if seconds else 422
            if seconds:
                response.headers["Retry-After"] = str(seconds)
        return response


class Resending:
    """Asking for another letter is the same work where there is nobody to write to."""

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        process = self._process  # type: ignore[attr-defined]
        code = process.code
        try:
            response: HttpResponse = super()._resend_form_valid(form)  # type: ignore[misc]
        except ImmediateHttpResponse:
            # allauth answers with a bare 429; whoever is impatient would lose the page for the
            # code that is on its way, and that code.
            process.state["code"] = code
            request = self.request  # type: ignore[attr-defined]
            messages.error(request, get_adapter().error_messages["rate_limited"])
            return HttpResponseRedirect(request.get_full_path())
        if process.user is None:
            look_as_for_nobody(process.state["email"])
            post_nothing()
        return response


class Alike:
    """A page for a code looks as often for nobody as it does for somebody."""

    looks = 1

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Called by allauth."""
        process = self._process  # type: ignore[attr-defined]
        if process.user is None:
            for _ in range(self.looks):
                look_as_for_nobody(process.state["email"])
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context


class LoginView(Refusing, views.LoginView):
    """Address and password."""


@method_decorator(transaction.atomic, name="form_valid")
class SignupView(Refusing, views.SignupView):
    """A new account. One transaction, so that all of it takes the same time as none of it."""


class RequestLoginCodeView(Refusing, views.RequestLoginCodeView):
    """Ask for a code to sign in."""


class ConfirmLoginCodeView(Refusing, Resending, Alike, views.ConfirmLoginCodeView):
    """Type that code."""


class ConfirmEmailCodeView(Refusing, Resending, Alike, views.ConfirmEmailVerificationCodeView):
    """Type the code that proves an address."""

    looks = 3


class PasswordResetView(Refusing, views.PasswordResetView):
    """Ask for a code to choose a new password."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Called by allauth, which answers a try too many with a bare page."""
        response: HttpResponse = super().form_valid(form)
        if response.status_code != 429:
            return response
        email = form.cleaned_data["email"]
        form.add_error("email", rates.tired(self.request, "reset_password", email))
        return self.form_invalid(form)


class ConfirmPasswordResetCodeView(Refusing, Alike, views.ConfirmPasswordResetCodeView):
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
