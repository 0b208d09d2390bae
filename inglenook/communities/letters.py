"""Letters that follow from what happened: written from the log, promised, then sent.

`promise_letters` reads the log with a cursor of its own and notes in the same transaction whom
to write to. `send_letters` takes what is promised, asks once more whether it still holds, sends
it, and marks it done afterwards: a crash may send a letter twice, with one Message-ID.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from inglenook.communities.models import Membership
from inglenook.foundation import activity, delivery, mail
from inglenook.foundation.activity import Activity
from inglenook.foundation.addresses import absolute, at
from inglenook.foundation.delivery import Delivery

CONSUMER = "communities.letters"
CHANNEL = "mail"
PREFIX = "admitted:"


def promise_letters() -> None:
    """Note a letter for everybody who asked and was let in since the log was last read."""
    while activity.consume(CONSUMER, _promise):
        pass


def _promise(news: list[Activity]) -> None:
    for item in news:
        if item.verb == "joined" and item.numbers.get("admitted"):
            recipient = f"membership:{item.object_id}"
            delivery.promise(CHANNEL, recipient, f"{PREFIX}{item.pk}", [item.pk])


def send_letters() -> int:
    """Send what is promised and not done.

    Returns:
        How many letters went now.
    """
    waiting = Delivery.objects.filter(
        channel=CHANNEL,
        bundle__startswith=PREFIX,
        done_at__isnull=True,
        tries__lt=delivery.TRIES,
    )
    keys = list(waiting.order_by("pk").values_list("pk", flat=True)[:200])
    return sum(delivery.send(key, _send) for key in keys)


def _send(promised: Delivery) -> None:
    key = int(promised.recipient.partition(":")[2])
    rows = Membership.objects.select_related("person", "community")
    member = rows.filter(pk=key, state=Membership.State.ACTIVE, person__isnull=False).first()
    if member is None:
        return
    community, person = member.community, member.person
    language = person.language or community.language
    with translation.override(language):
        button = {
            "label": _("Step in"),
            "address": absolute(at(community.slug)),
        }
        mail.compose(
            to=person.email,
            subject=_("The door of %(name)s is open for you") % {"name": community.name},
            template="letter",
            context={
                "heading": _("Come in, %(name)s") % {"name": member.name},
                "paragraphs": [
                    _("A host has read your words and looks forward to meeting you."),
                    community.purpose,
                ],
                "button": button,
                "place": community.name,
                "reason": _("You asked to join this community."),
            },
            language=language,
            message_id=f"<delivery.{promised.identity.hex}@{_host()}>",
        ).send()


def _host() -> str:
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"
