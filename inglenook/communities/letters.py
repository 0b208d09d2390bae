"""Letters that follow from what happened: written from the log, promised, then sent.

`promise_letters` reads the log with a cursor of its own and notes in the same transaction whom
to write to, each with a job of its own. `send_promised` asks once more whether it still holds,
sends it, and marks it done afterwards: a crash may send a letter twice, with one Message-ID.
"""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from inglenook.communities.models import Membership
from inglenook.foundation import activity, delivery, mail
from inglenook.foundation.activity import Activity
from inglenook.foundation.addresses import absolute, at
from inglenook.foundation.delivery import Delivery
from inglenook.foundation.jobs import enqueue

CONSUMER = "communities.letters"
CHANNEL = "mail"
PREFIX = "admitted:"


def promise_letters() -> None:
    """Note a letter for everybody who asked and was let in since the log was last read."""
    while activity.consume(CONSUMER, _promise):
        pass


def _promise(news: list[Activity]) -> None:
    from inglenook.communities.jobs import send_promised

    for item in news:
        if item.verb == "joined" and item.numbers.get("admitted"):
            recipient = f"membership:{item.object_id}"
            promised = delivery.promise(CHANNEL, recipient, f"{PREFIX}{item.pk}", [item.pk])
            enqueue(send_promised, promised.pk)


def send_promised(delivery_id: int) -> bool:
    """Send one letter that is promised and not done; says whether it went now.

    Raises:
        delivery.Held: where another worker is at it, or died at it a moment ago.
    """
    return delivery.send(delivery_id, _send)


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
            message_id=mail.message_id("delivery", promised.identity.hex),
        ).send()
