"""What this room does after the page was answered, and by the clock."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from inglenook.communities import letters
from inglenook.communities.models import Claim, ClaimCode, Community
from inglenook.foundation import mail
from inglenook.foundation.jobs import job
from inglenook.foundation.mail.patience import letter_job
from inglenook.foundation.schedule import periodic


@letter_job
def send_claim_code(community_id: int, email: str, code: str, message_id: str) -> None:
    """Mail a claim's code; sent twice, it has one Message-ID."""
    community = Community.objects.get(pk=community_id)
    with translation.override(community.language):
        mail.compose(
            to=email,
            subject=_("Your code for %(name)s") % {"name": community.name},
            template="letter",
            context={
                "heading": _("Welcome back"),
                "paragraphs": [
                    _(
                        "Type this code on the page that is open in your browser. "
                        "It works for fifteen minutes."
                    ),
                ],
                "code": f"{code[:4]}-{code[4:]}",
                "place": community.name,
                "reason": _(
                    "Somebody who wants to come in as you asked for it. "
                    "If that wasn't you, do nothing."
                ),
            },
            language=community.language,
            message_id=message_id,
        ).send()


@letter_job
def send_promised(delivery_id: int) -> None:
    """Send a letter that was promised."""
    letters.send_promised(delivery_id)


@periodic("communities.letters", every=timedelta(minutes=1))
@job(attempts=8)
def write_letters() -> None:
    """Write to those who were let in; woken by the deed, and by the clock after a crash."""
    letters.promise_letters()


@periodic("communities.forget", every=timedelta(days=1))
@job(attempts=3)
def forget_addresses() -> None:
    """Erase the addresses of imported people a year after the import, and old codes."""
    now = timezone.now()
    Claim.objects.filter(erase_at__lt=now).delete()
    ClaimCode.objects.filter(expires_at__lt=now).delete()
