"""`inglenook up`: serve the house until it is stopped."""

import argparse
import contextlib

from inglenook.site.language import gettext as _
from inglenook.site.language import ngettext

_PARTS = {"web": "inglenook.site.server.web", "jobs": "inglenook.site.server.worker"}


def brief() -> str:
    """What it is for, in a line."""
    return _("serve the house: pages, streams, jobs and schedule in one process tree")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "--only", choices=sorted(_PARTS), help=_("run one part here and the other elsewhere")
    )


def run(arguments: argparse.Namespace) -> int:
    """Prepare the house, then become its supervisor, which has no need of Django."""
    from django.conf import settings

    from inglenook.site.server import lock, prepare, static, supervisor

    environment = settings.ENVIRONMENT
    parts = [arguments.only] if arguments.only else list(_PARTS)
    held = lock.take_lock(environment.home)
    with contextlib.closing(held):
        if "web" in parts:
            prepare.require_free_port(environment.bind, environment.port)
        applied = prepare.migrate(_say)
        if applied:
            sentence = ngettext(
                "The database was brought up to date (%(n)d migration).",
                "The database was brought up to date (%(n)d migrations).",
                applied,
            )
            print(sentence % {"n": applied}, flush=True)
        static.collect()
        door = (environment.nearby, environment.port) if "web" in parts else None
        supervisor.become([_PARTS[part] for part in parts], held, door)


def _say(sentence: str) -> None:
    print(sentence, flush=True)
