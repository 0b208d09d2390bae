"""What allauth asks of the house: its letters, words, redirects and writes."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.core import context
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from inglenook.accounts import actions, rates
from inglenook.accounts.actions.keys import forget_unproved_password
from inglenook.accounts.addresses import clean_address
from inglenook.accounts.models import Person
from inglenook.accounts.post import post
from inglenook.foundation.policy import Refused

_FACTS = ("code", "from_email", "to_email", "name", "left")
# Of allauth's messages, those that a person would miss.
_SAID = {
    "logged_out": _("You are signed out. Drafts on this device are erased."),
    "password_changed": _("Your password is changed. Every other device is signed out."),
    "password_set": _("You have a password now."),
}


class Adapter(DefaultAccountAdapter):
    """Named in ACCOUNT_ADAPTER. Its writes are the room's actions."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account was closed. Whoever keeps this house can say why."),
        "email_password_mismatch": _(
            "Address and password don’t go together. Type them again, or let us mail you a code."
        ),
        "email_taken": _("Another account here has this address. Sign in with it instead."),
        "enter_current_password": _("This isn’t your password now. Type it again."),
        "incorrect_code": _(
            "This isn’t the code. Look into your mail once more; the last one counts."
        ),
        "incorrect_password": _("This isn’t your password. Type it again."),
        "too_many_login_attempts": _(
            "That was tried too often. Wait ten seconds, or let us mail you another code."
        ),
        "same_as_current": _("This is your address already. Type another."),
        "rate_limited": _("A letter went there a moment ago. Wait ten seconds, then ask again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always: an account by itself opens no community."""
        return True

    def is_ajax(self, request: HttpRequest) -> bool:
        """Never: pages are answered with pages."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only paths of this house; never another host, however it is written."""
        return bool(url) and url[0] == "/" and url_has_allowed_host_and_scheme(url, None)

    def clean_email(self, email: str) -> str:
        """The address as it is kept; raises ValidationError."""
        return clean_address(email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every letter goes by a job: in the same time, whoever it is for."""
        kind = template_prefix.rpartition("/")[2]
        facts = {name: str(context[name]) for name in _FACTS if name in context}
        facts |= {"device": self._device(), "at": timezone.now().isoformat()}
        post(kind, email, facts, get_language() or "en")

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell a person what happened to their account; what they use is named, not where."""
        self.send_mail(template_prefix, email or user.email, context or {})

    def _device(self) -> str:
        return str(context.request.session.device) if context.request else ""

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say only what helps; "signed in successfully" is seen anyway."""
        name = (message_template or "").rpartition("/")[2].removesuffix(".txt")
        said = message or _SAID.get(name)
        if said:
            messages.add_message(request, level, str(said), extra_tags=extra_tags)

    def set_password(self, user: Any, password: str) -> None:
        """Change it, and end all sessions."""
        actions.change_password(user, password)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count tries for the account alone. allauth adds the host that was asked for, and with it
        its port, which whoever asks may choose as they like.
        """
        return str(credentials.get("email") or credentials.get("username") or "").lower()

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try for its account; whoever has none left reads how long to wait."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            key = self._get_login_attempts_cache_key(request, **credentials)
            besides = gettext("Or let us mail you a code.")
            raise rates.tired(request, "login_failed", key, besides) from None

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Whoever comes the first time by a mailed code did not choose the password there is."""
        records = get_authentication_records(request, user)
        by_code = bool(records) and records[-1]["method"] == "code"
        if by_code and user.last_login is None and user.has_usable_password():
            forget_unproved_password(user)
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Take a proved address; the one before it is told."""
        # A row of its own: what allauth holds may be of a person that has changed since.
        person = Person.objects.get(pk=email_address.user_id)
        before = person.email
        try:
            with transaction.atomic():
                actions.prove_address(person, email_address)
                if before != person.email:
                    addresses = {"from_email": before, "to_email": person.email}
                    self.send_mail("email_changed", before, addresses)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return False
        if before != person.email:
            here: Any = request.session
            if here.person == person:
                # Whoever reads the old mailbox, or sits elsewhere, is out with the old address.
                actions.sign_out_elsewhere(person, here)
            messages.success(
                request,
                _("This is your address now. We told the one before it. Other devices are out."),
            )
        return True

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to one's account."""
        return reverse("accounts:account")

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """Back to one's account, or to the door."""
        signed_in = context.request and context.request.user.is_authenticated
        return reverse("accounts:account" if signed_in else "account_login")
