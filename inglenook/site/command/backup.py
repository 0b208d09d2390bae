"""`inglenook backup`: make a backup while the house runs."""

import argparse
import json
from pathlib import Path
from typing import Any

from inglenook.site.command.figures import figure
from inglenook.site.language import gettext as _
from inglenook.site.problems import MendableError


def brief() -> str:
    """What it is for, in a line."""
    return _("make a backup, also while the house runs")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "--to",
        default="",
        metavar="PLACE",
        help=_("a folder, or s3://key:secret@host/bucket/prefix"),
    )
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="FILE",
        help=_("lock it with the first line of FILE"),
    )
    parser.add_argument("--json", action="store_true", help=_("print the result as JSON alone"))


def run(arguments: argparse.Namespace) -> int:
    """Make it, and say what is in it."""
    from django.conf import settings

    from inglenook.site.backup import actions, naming

    house = settings.ENVIRONMENT
    place = naming.place(arguments.to, "--to") if arguments.to else house.backups
    with told():
        made = actions.back_up(place, passphrase=passphrase(arguments, house))
    result = {
        "name": made.name,
        "place": place.shown,
        "rows": made.manifest.rows,
        "posts": made.manifest.posts,
        "files": len(made.manifest.files),
        "lost_files": made.manifest.lost,
        "bytes": made.size,
        "seconds": round(made.seconds, 1),
    }
    print(json.dumps(result) if arguments.json else _sentences(result))
    return 0


def passphrase(arguments: argparse.Namespace, house: Any) -> str:
    """The passphrase that an option or the settings name; "" for none."""
    from inglenook.site.backup.locked import read_passphrase

    path = arguments.passphrase_file or house.passphrase_file
    return read_passphrase(path) if path else ""


class told:  # noqa: N801 - it reads as a sentence
    """Turns what the disk or the store says into a sentence for whoever typed the command."""

    def __enter__(self) -> None:
        """Nothing yet."""

    def __exit__(self, kind: object, problem: BaseException | None, trace: object) -> None:
        """Raises `MendableError` in the place of what another library raised."""
        from inglenook.site.backup.errors import of_outside

        if problem is not None and isinstance(problem, of_outside()):
            raise MendableError(f"{problem}") from problem


def _sentences(result: dict[str, Any]) -> str:
    told = _(
        "%(rows)s rows, %(posts)s posts and %(files)s files, %(size)s MB, in %(seconds)s seconds."
    )
    named = {name: figure(result[name]) for name in ("rows", "posts", "files")}
    size = figure(round(result["bytes"] / 1_000_000))
    lines = [
        f"{result['place']}/{result['name']}",
        told % {**named, "size": size, "seconds": result["seconds"]},
    ]
    if result["lost_files"]:
        lost = _("Files that rows name and that are not in the store: %(number)s.")
        lines.append(lost % {"number": figure(len(result["lost_files"]))})
    return "\n".join(lines)
