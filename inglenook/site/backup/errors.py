"""Why a backup cannot be made or taken, each a sentence for whoever keeps the house."""

from inglenook.site.language import gettext as _
from inglenook.site.problems import MendableError


class BackupRefused(MendableError):
    """A backup cannot be made, or not be restored here."""


class Damaged(BackupRefused):
    """A byte of the file is not what it was, or some are missing."""

    def __init__(self, why: str) -> None:
        """`why` says where it was noticed."""
        sentence = _(
            "This backup is damaged or not whole (%(why)s). Nothing was restored; take another one."
        )
        super().__init__(sentence % {"why": why})


class WrongPassphrase(BackupRefused):
    """The passphrase does not open it, or there is none."""


class TooLittleRoom(BackupRefused):
    """The disk would be filled."""


def of_outside() -> tuple[type[BaseException], ...]:
    """What a disk, a database or a store may raise, beside our own sentences."""
    from django.db import Error

    try:
        from botocore.exceptions import BotoCoreError, ClientError
    except ImportError:
        return (OSError, Error)
    return (OSError, Error, BotoCoreError, ClientError)


def failures() -> tuple[type[BaseException], ...]:
    """All that may keep a backup from being made or proved, and is told to the operator."""
    return (MendableError, *of_outside())
