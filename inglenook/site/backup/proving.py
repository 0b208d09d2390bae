"""Prove the newest backup: restore it beside the house, by the very command that a host would use.

It goes into a folder for the time being, into SQLite whatever the house runs on: the form of the
rows belongs to neither engine. The command reads every table and file back and compares; here its
word is not taken, and the restored house is looked at once more from outside.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings

from inglenook.site.backup import actions
from inglenook.site.backup.errors import BackupRefused, failures
from inglenook.site.backup.making import room_beside
from inglenook.site.backup.models import Backup, BackupTrouble
from inglenook.site.backup.places import Place
from inglenook.site.language import gettext as _
from inglenook.site.server.lock import waiting_for_lock

# A database is about so many times as large as its rows are when they are packed.
UNPACKED = 12
_PREFIX = "proof-"
# What would lead the restored house to the live one's engines, or let it speak to anybody.
_NOT_FOR_IT = ("DATABASE_URL", "STORAGE_URL", "VALKEY_URL", "EMAIL_URL", "BACKUP_TO")


def prove_newest(place: Place) -> str:
    """Restore the newest backup beside the house and compare; returns its name.

    Raises `MendableError` where that fails; the page tells of it until a proof succeeds.
    """
    try:
        with waiting_for_lock(settings.HOME, "backup"):
            names = place.names()
            if not names:
                raise BackupRefused(_("There is no backup yet."))
            name = max(names)
            seconds = _prove(place, name)
    except failures() as reason:
        actions.note_trouble(BackupTrouble.Step.PROVE, str(reason))
        raise
    actions.note_proven(name, seconds)
    return name


def _prove(place: Place, name: str) -> float:
    beside = Path(settings.HOME) / "tmp"
    for old in beside.glob(f"{_PREFIX}*"):
        shutil.rmtree(old, ignore_errors=True)
    known = Backup.objects.filter(name=name).first()
    room_beside(beside, known.size * UNPACKED if known else 0)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=beside))
    try:
        copy = _fetched(place, name, folder)
        told = _restore(copy, folder / "home")
        _look_at(folder / "home", told)
        if known and (known.rows, known.posts, known.files) != _numbers(told):
            raise BackupRefused(_("%(name)s has other numbers than it was made with.") % told)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return float(told["seconds"])


def _fetched(place: Place, name: str, folder: Path) -> Path:
    """The backup as a file: what is proved is what the place hands out."""
    copy = folder / name
    with place.open(name) as source, copy.open("wb") as target:
        shutil.copyfileobj(source, target, 1024 * 1024)
    return copy


def _restore(copy: Path, home: Path) -> dict[str, Any]:
    environ = {name: value for name, value in os.environ.items() if name not in _NOT_FOR_IT}
    environ["INGLENOOK_HOME"] = str(home)
    command = [sys.executable, "-m", "inglenook", "restore", str(copy), "--json"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = (done.stderr.strip().splitlines() or [str(done.returncode)])[-1]
        sentence = _("%(name)s could not be restored: %(why)s")
        raise BackupRefused(sentence % {"name": copy.name, "why": said.removeprefix("inglenook: ")})
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _look_at(home: Path, told: dict[str, Any]) -> None:
    import pysqlite3 as sqlite

    database = sqlite.connect(str(home / "inglenook.sqlite3"))
    try:
        sound = database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        strays = database.execute("PRAGMA foreign_key_check").fetchall()
        (posts,) = database.execute("SELECT count(*) FROM conversations_post").fetchone()
    finally:
        database.close()
    files = sum(1 for path in (home / "files").rglob("*") if path.is_file())
    if not sound or strays or (posts, files) != (told["posts"], told["files"]):
        raise BackupRefused(_("%(name)s was restored, but the house is not sound.") % told)


def _numbers(told: dict[str, Any]) -> tuple[int, int, int]:
    return told["rows"], told["posts"], told["files"]
