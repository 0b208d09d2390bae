"""`inglenook up`: serve the house until it is stopped."""

import argparse
import contextlib
import logging
import socket
import time
from typing import Any

from inglenook.site.language import gettext as _
from inglenook.site.language import ngettext

log = logging.getLogger(__name__)
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
    """Prepare, start the children, say where the house is, and watch over them."""
    from django.conf import settings

    from inglenook.site.server import lock, prepare, static
    from inglenook.site.server.supervisor import Supervisor

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
        supervisor = Supervisor([_PARTS[part] for part in parts])
        supervisor.start()
        if "web" in parts and _wait_for(environment, supervisor):
            _greet(environment)
        supervisor.watch()
    return 0


def _say(sentence: str) -> None:
    print(sentence, flush=True)


def _wait_for(environment: Any, supervisor: Any) -> bool:
    """Wait until pages are answered; say whether they are."""
    while not supervisor.stopping:
        try:
            socket.create_connection((environment.nearby, environment.port), 1).close()
        except OSError:
            for child in supervisor.children:
                child.look()
            time.sleep(0.02)
        else:
            return True
    return False


def _greet(environment: Any) -> None:
    print(_("Inglenook is at %(address)s/") % {"address": environment.public_url}, flush=True)
    link = _setup_link()
    if link:
        sentence = _("Nobody has an account yet. Make the first one here, once: %(link)s")
        print(sentence % {"link": link}, flush=True)
    if environment.email is None:
        sentence = _("No mail server is set: mail is kept in %(folder)s.")
        print(sentence % {"folder": environment.home / "mail"}, flush=True)


def _setup_link() -> str:
    """Return the one-time link for the first account; empty once there is one."""
    from django.db import connections

    from inglenook.accounts.actions import setup_link

    try:
        return setup_link()
    except Exception:
        # The pages are being served by now; they shall not stop for want of a greeting.
        log.exception("The setup link could not be made; `inglenook host-link` makes another")
        return ""
    finally:
        connections.close_all()
