"""Looks each minute at what can be wrong, and keeps since when.

A thread beside the jobs, not one of them: jobs that hang must not hide that they do.
"""

import logging
import threading

from inglenook.foundation.conditions.kept import EVERY

log = logging.getLogger(__name__)


class Watch(threading.Thread):
    """Looks at everything until `stop()`; its first look is at the start."""

    def __init__(self, every: float = EVERY) -> None:
        """`every` is in seconds."""
        super().__init__(name="watch", daemon=True)
        self._every = every
        self._stopped = threading.Event()

    def stop(self) -> None:
        """End, within a second."""
        self._stopped.set()
        self.join(1)

    def run(self) -> None:
        """Look, wait, look."""
        from django.db import connections

        from inglenook.foundation import conditions

        while not self._stopped.is_set():
            try:
                conditions.look_round()
            except Exception as reason:
                log.warning("What was looked at can't be kept: %s", type(reason).__name__)
            # A connection that broke, or grew old, is not kept for the next look.
            connections.close_all()
            self._stopped.wait(self._every)
