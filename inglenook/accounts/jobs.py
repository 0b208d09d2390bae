"""What this room does after the page was answered, and by the clock."""

from __future__ import annotations

from django.utils import translation

from inglenook.accounts import letters
from inglenook.accounts.actions.leftovers import forget_leftovers
from inglenook.accounts.queries import language_of
from inglenook.foundation.jobs import job
from inglenook.foundation.mail import compose
from inglenook.foundation.mail.patience import letter_job
from inglenook.foundation.schedule import periodic


@letter_job
def send_letter(kind: str, to: str, facts: dict[str, str], language: str, message_id: str) -> None:
    """Send one letter; sent twice, it has one Message-ID. Without a `kind` there is nothing to do.

    The empty one stands in where somebody without an account would else be told apart by the work
    that isn't done for them.
    """
    if not kind:
        return
    # Somebody else's browser may have asked for it, in a language of its own.
    language = language_of(to) or language
    with translation.override(language):
        subject, words = letters.words(kind, facts)
    compose(to, subject, "letter", words, language, message_id).send()


@periodic("accounts.forget", cron="40 3 * * *")
@job(attempts=3)
def forget() -> None:
    """Forget what nobody needs: old sessions and links, accounts that were never proved."""
    forget_leftovers()
