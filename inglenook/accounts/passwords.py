"""How good a password must be, and how it is kept."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

# Characters; more than anybody types, few enough to hash at once.
LONGEST = 200
# zxcvbn's time grows with the square of the length: only the beginning is looked at.
_LOOKED_AT = 72


class Argon2(Argon2PasswordHasher):
    """Argon2id as OWASP's Password Storage Cheat Sheet has it for small machines.

    Django's own default takes 100 MB for each sign-in.
    """

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1


class HardToGuess:
    """Refuses what zxcvbn finds in under 10^8 guesses (score 2 and less of 4)."""

    def __init__(self, score: int = 3) -> None:
        """`score` is the least that is taken, 0 to 4."""
        self.score = score

    def validate(self, password: str, user: Any = None) -> None:
        """Called by Django; raises ValidationError with a sentence that says what would do."""
        if len(password) > LONGEST:
            raise ValidationError(
                _("This is longer than any password needs to be; %(most)d letters are the most.")
                % {"most": LONGEST},
                code="password_too_long",
            )
        if len(password) < 10:  # another validator says so; one reason is enough
            return
        # A surprise far down a long sentence is one all the same.
        if len(password) > _LOOKED_AT and len(set(password)) > 12:
            return
        address = getattr(user, "email", "") or ""
        about = [part for part in (address, *address.split("@")) if part]
        found = zxcvbn(password[:_LOOKED_AT], user_inputs=["inglenook", *about])
        if found["score"] < self.score:
            raise ValidationError(
                _(
                    "This one would be guessed quickly. Three or four words that nobody would put "
                    "together make a good one, such as the things on your desk."
                ),
                code="password_too_easy",
            )

    def get_help_text(self) -> str:
        """One sentence for whoever chooses."""
        return _("A sentence is easier to remember than a word, and harder to guess.")
