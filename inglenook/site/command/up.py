"""`inglenook up`: serve the house until it is stopped."""

import argparse
import contextlib
import logging
import socket
import time
from typing import Any

log = logging.getLogger(__name__)

HELP = "serve the house: pages, streams, jobs and schedule in one process tree"
_PARTS = {"web": "inglenook.site.server.web", "jobs": "inglenook.site.server.worker"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "--only", choices=sorted(_PARTS), help="run one part here and the other elsewhere"
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
        applied = prepare.migrate()
        if applied:
            print(f"The database was brought up to date ({applied} migrations).", flush=True)
        static.collect()
        supervisor = Supervisor([_PARTS[part] for part in parts])
        supervisor.start()
        if "web" in parts and _wait_for(environment, supervisor):
            _greet(environment)
        supervisor.watch()
    return 0


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
    print(f"Inglenook is at {environment.public_url}/", flush=True)
    link = _setup_link()
    if link:
        print(f"Nobody has an account yet. Make the first one here, once: {link}", flush=True)
    if environment.email is None:
        print(f"No mail server is set: mail is kept in {environment.home / 'mail'}.", flush=True)


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
