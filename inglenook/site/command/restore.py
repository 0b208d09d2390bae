"""`inglenook restore`: a house from a backup, in an empty place."""

import argparse
import json
import os
from pathlib import Path
from typing import Any

from inglenook.site import environment, language
from inglenook.site.command.figures import figure
from inglenook.site.language import gettext as _

NEEDS_DJANGO = False


def brief() -> str:
    """What it is for, in a line."""
    return _("restore a backup into an empty place")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("backup", metavar="BACKUP", help=_("the file, or its s3:// address"))
    parser.add_argument(
        "--into", type=Path, metavar="FOLDER", help=_("the data folder; by default INGLENOOK_HOME")
    )
    parser.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help=_("a locked backup's passphrase")
    )
    parser.add_argument("--json", action="store_true", help=_("print the result as JSON alone"))


def run(arguments: argparse.Namespace) -> int:
    """Restore it, and say what is there now."""
    from inglenook.site.server.lock import take_lock

    home = (arguments.into or environment.read().home).expanduser().absolute()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with take_lock(home):
        result = _restore(arguments, home)
    if arguments.json:
        print(json.dumps(result))
    else:
        told = _(
            "%(posts)s posts, %(rows)s rows and %(files)s files are in %(place)s, compared with "
            "the backup, in %(seconds)s seconds."
        )
        named = {name: figure(result[name]) for name in ("posts", "rows", "files")}
        print(told % {**named, "place": home, "seconds": result["seconds"]})
    return 0


def _restore(arguments: argparse.Namespace, home: Path) -> dict[str, Any]:
    from inglenook.site.backup import clearing

    clearing.clear_leftovers(home)
    clearing.require_empty(home)
    building = home / clearing.BUILDING
    building.mkdir(mode=0o700)
    # Django is started in the folder where the house is built: nothing reaches the live place.
    os.environ["INGLENOOK_HOME"] = str(building)
    try:
        return _build(arguments, home)
    except BaseException:
        clearing.clear_leftovers(home, it_failed=True)
        raise


def _build(arguments: argparse.Namespace, home: Path) -> dict[str, Any]:
    language.start_django()
    from django.conf import settings

    from inglenook.site.backup import naming, restoring
    from inglenook.site.command.backup import passphrase, told

    place, name = naming.backup(arguments.backup)
    with told():
        secret = passphrase(arguments, settings.ENVIRONMENT)
        done = restoring.restore(place, name, secret, home)
    return {
        "name": name,
        "rows": done.manifest.rows,
        "posts": done.manifest.posts,
        "files": len(done.manifest.files),
        "made_at": done.manifest.made_at,
        "upgraded": done.upgraded,
        "seconds": round(done.seconds, 1),
    }
