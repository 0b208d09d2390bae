"""The web server: granian, with one process a worker.

Run by `inglenook up` as `python -m inglenook.site.server.web PARENT_PID`.
"""

import gc
import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

from inglenook.site.server.lifeline import die_with_parent

# Seconds a worker has to finish what it answers before it is killed.
GRACE = 5
_APPLICATION = "inglenook.site.server.asgi"


class Loader:
    """Loads the application in a worker, which first ties its life to the server's."""

    def __init__(self, server: int) -> None:
        """`server` is the pid of the process that starts the workers."""
        self._server = server

    def __call__(self, target: str) -> Callable[..., Any]:
        """Called by granian in each new worker."""
        die_with_parent(self._server)
        application: Callable[..., Any] = import_module(target).application
        _settle()
        return application


def _settle() -> None:
    """Leave what stays for good out of every later search for garbage.

    Pages make and drop many small objects; looking for cycles after every 700 of them, and through
    all of Django's now and then, was a tenth of their time and the longest of their waits.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def main() -> None:
    """Serve until SIGTERM."""
    die_with_parent(int(sys.argv[1]))
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inglenook.site.settings")
    from django.conf import settings
    from django.db import connections

    # Loaded once before the workers are forked, so that they share it and start at once.
    import_module("inglenook.site.server.wsgi")
    _load_pages()
    # A connection must not be shared with a fork.
    connections.close_all()
    _server(settings.ENVIRONMENT, settings.LOGGING).serve(target_loader=Loader(os.getpid()))


def _load_pages() -> None:
    """Views and the templates of the hot pages, which each worker would load for itself."""
    from django.template.loader import get_template
    from django.urls import get_resolver

    get_resolver()._populate()
    for name in ("thread", "board", "chat", "home", "post", "message", "thread_row"):
        get_template(f"conversations/{name}.html")
    gc.collect()
    # Untouched by the search for garbage, these pages of memory stay shared after the fork.
    gc.freeze()


def _server(environment: Any, logging: dict[str, Any]) -> Any:
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    return Granian(
        _APPLICATION,
        address=environment.bind,
        port=environment.port,
        interface=Interfaces.ASGI,
        workers=environment.workers,
        http=HTTPModes.http1,
        websockets=False,
        # Open streams count too, so this is far above what is answered at once.
        backpressure=4096,
        http1_settings=HTTP1Settings(header_read_timeout=15_000, max_buffer_size=128 * 1024),
        log_level=LogLevels.warning,
        log_dictconfig=logging,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE,
    )


if __name__ == "__main__":
    main()
