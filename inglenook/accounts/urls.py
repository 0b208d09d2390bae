"""Addresses of this room: the entrance, one's account, one-time links, the operator.

allauth's routes keep allauth's names, by which it finds them. Those that are not here don't
exist: its list of addresses (ours stands in), reauthentication (it keeps the cookie's key and what
was typed in the session; `again` keeps neither), its pages of second steps (they write on GET),
links in mails (codes are used).
"""

from allauth.account import views as allauth_views
from django.urls import include, path

from inglenook.accounts import rates
from inglenook.accounts.again import fresh
from inglenook.accounts.views import (
    entrance,
    house_texts,
    links,
    operator,
    own,
    second_steps,
    stepping,
)
from inglenook.accounts.views.state import deeds, state
from inglenook.foundation.limits import rated

ENTRANCE = [
    path("login/", rated(rates.ENTERING)(entrance.LoginView.as_view()), name="account_login"),
    path("logout/", rated(rates.LEAVING)(allauth_views.logout), name="account_logout"),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("signup/", rated(rates.SIGNING_UP)(entrance.SignupView.as_view()), name="account_signup"),
    path(
        "login/code/",
        rated(rates.ASKING_CODES)(entrance.RequestLoginCodeView.as_view()),
        name="account_request_login_code",
    ),
    path(
        "login/code/confirm/",
        rated(rates.TYPING_CODES)(entrance.ConfirmLoginCodeView.as_view()),
        name="account_confirm_login_code",
    ),
    path(
        "confirm-email/",
        rated(rates.TYPING_CODES)(entrance.ConfirmEmailCodeView.as_view()),
        name="account_email_verification_sent",
    ),
    path(
        "password/reset/",
        rated(rates.RESETTING)(entrance.PasswordResetView.as_view()),
        name="account_reset_password",
    ),
    path(
        "password/reset/confirm/",
        rated(rates.TYPING_CODES)(entrance.ConfirmPasswordResetCodeView.as_view()),
        name="account_confirm_password_reset_code",
    ),
    path(
        "password/reset/complete/",
        rated(rates.RESETTING)(entrance.CompletePasswordResetView.as_view()),
        name="account_complete_password_reset",
    ),
    path(
        "password/change/",
        rated(rates.KEYS)(entrance.PasswordChangeView.as_view()),
        name="account_change_password",
    ),
    path(
        "password/set/",
        rated(rates.KEYS)(fresh(entrance.PasswordSetView.as_view())),
        name="account_set_password",
    ),
    path("email/", own.change_address, name="account_email"),
    path("login/second/", stepping.second_step, name="mfa_authenticate"),
    path("passkeys/begin/", stepping.passkey_begin, name="passkey_begin"),
    path("again/", stepping.again, name="again"),
    path("login/passkey/", stepping.enter_by_passkey, name="passkey_login"),
]
OWN = [
    path("", own.account, name="account"),
    path("preferences/", own.preferences, name="preferences"),
    path("second-steps/", second_steps.second_steps, name="second_steps"),
    path("second-steps/codes/", second_steps.new_codes, name="new_codes"),
    path("second-steps/app/", second_steps.set_up_app, name="set_up_app"),
    path("second-steps/app/remove/", second_steps.remove_app, name="remove_app"),
    path("passkeys/add/", second_steps.add_passkey, name="add_passkey"),
    path("passkeys/<int:pk>/", second_steps.passkey, name="passkey"),
    path("passkeys/<int:pk>/remove/", second_steps.remove_passkey, name="remove_passkey"),
    path("sessions/end/", own.end_sessions, name="end_sessions"),
    path("sessions/<slug:key>/end/", own.end_session, name="end_session"),
]
OPERATOR = [
    path("", operator.overview, name="overview"),
    path("resign/", operator.resign, name="resign"),
    path("texts/", house_texts.texts, name="texts"),
    path("state/", state, name="state"),
    path("deeds/", deeds, name="deeds"),
    path("mail/", operator.mails, name="mails"),
    path("mail/<str:name>/", operator.letter, name="mail"),
]
urlpatterns = [
    path("setup/<str:token>/", links.setup, name="setup"),
    path("enter/<str:token>/", links.enter, name="enter"),
    path("account/", include((OWN, "accounts"))),
    path("account/", include(ENTRANCE)),
    path("operator/", include((OPERATOR, "operator"))),
    path("robots.txt", house_texts.robots, name="robots"),
    path("privacy/", house_texts.written, {"page": "privacy"}, name="house_privacy"),
    path("legal/", house_texts.written, {"page": "legal"}, name="house_legal"),
    path("contact/", house_texts.written, {"page": "contact"}, name="house_contact"),
]
