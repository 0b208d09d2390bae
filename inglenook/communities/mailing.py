"""Letters of this room, sent by a job so that no page waits for a mail server."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from inglenook.communities.jobs import send_claim_code
from inglenook.communities.models import Community
from inglenook.foundation.jobs import enqueue
from inglenook.foundation.mail import new_message_id


def mail_claim_code(community: Community, email: str, code: str) -> None:
    """Mail a code to the address that somebody says is theirs; it goes there and nowhere else."""
    with transaction.atomic():
        enqueue(send_claim_code, community.pk, email, code, new_message_id("claim"))


__all__ = ["_", "mail_claim_code"]
