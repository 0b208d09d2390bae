"""Addresses of the sign-in library, by name alone, so that its pages can be rendered."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

NAMES = [
    "account_login",
    "account_logout",
    "account_signup",
    "account_reset_password",
    "account_email",
    "account_change_password",
    "account_set_password",
    "passkey_begin",
    "passkey_login",
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_confirm_password_reset_code",
    "account_request_login_code",
]


def nowhere(request: HttpRequest) -> HttpResponse:
    """Never called: these addresses only have to exist."""
    return HttpResponse()


urlpatterns = [
    path(f"account/{name.removeprefix('account_')}/", nowhere, name=name) for name in NAMES
]
