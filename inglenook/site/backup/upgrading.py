"""Before an upgrade: a backup that the older release can restore."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from inglenook.site.backup.errors import BackupRefused, failures
from inglenook.site.language import gettext as _


@contextmanager
def before_an_upgrade(tell: Callable[[str], None]) -> Iterator[None]:
    """Make a backup before the block; after it, when the tables are there, list it.

    Nothing in a fresh house. Raises `BackupRefused` where it can't be made, and the block, which
    changes the database, is not entered.
    """
    if not MigrationRecorder(connection).applied_migrations():
        yield
        return
    # Django's models are loaded by now, and not yet where this module is.
    from inglenook.site.backup import actions, making
    from inglenook.site.backup.locked import read_passphrase
    from inglenook.site.backup.places import UPGRADE

    house = settings.ENVIRONMENT
    try:
        passphrase = read_passphrase(house.passphrase_file) if house.passphrase_file else ""
        made = making.make(house.backups, UPGRADE, passphrase)
    except failures() as reason:
        sentence = _("Before an upgrade a backup is made, and it could not be: %(why)s")
        raise BackupRefused(sentence % {"why": reason}) from reason
    tell(
        _("A backup was made first: %(place)s/%(name)s")
        % {"place": house.backups.shown, "name": made.name}
    )
    yield
    actions.note_made(made)
    actions.keep_in_rotation(house.backups)
