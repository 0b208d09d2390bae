"""`inglenook move-to-postgres`: from the SQLite file into the database that DATABASE_URL names."""

import argparse
import json
from dataclasses import asdict

from inglenook.site.command.figures import figure
from inglenook.site.language import gettext as _


def brief() -> str:
    """What it is for, in a line."""
    return _("move a house from SQLite into an empty PostgreSQL database")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--json", action="store_true", help=_("print the result as JSON alone"))


def run(arguments: argparse.Namespace) -> int:
    """Move it, and say what is there now; the house must be stopped."""
    from django.conf import settings

    from inglenook.site.backup import moving
    from inglenook.site.command.backup import told
    from inglenook.site.server.lock import take_lock

    path = settings.HOME / "inglenook.sqlite3"
    with told():
        moving.require_ready(path)
        with take_lock(settings.HOME):
            moved = moving.move(path)
    if arguments.json:
        print(json.dumps({**asdict(moved), "seconds": round(moved.seconds, 1)}))
        return 0
    sentence = _(
        "%(rows)s rows, among them %(posts)s posts, are in PostgreSQL now and were compared, in "
        "%(seconds)s seconds. The file they came from is kept as %(file)s."
    )
    values = {"rows": figure(moved.rows), "posts": figure(moved.posts)}
    aside = f"{path}{moving.MOVED}"
    print(sentence % {**values, "seconds": round(moved.seconds, 1), "file": aside})
    return 0
