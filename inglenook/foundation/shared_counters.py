"""Counters in Valkey, and in each process by itself while Valkey can't be reached.

A page never waits for a server that is away: after one try that failed, nothing is asked of it for
some seconds. Counted apart, a limit lets through as many times more as there are processes; nobody
is kept out, and nothing stands open.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis import exceptions

#: Seconds that a connection, or an answer, may take.
PATIENCE = 0.5
#: Seconds for which a server that failed is left alone.
LEFT_ALONE = 5.0
_AWAY = (exceptions.ConnectionError, exceptions.TimeoutError, OSError)
#: What a server that is full, loading or a replica answers begins with one of these.
_UNABLE = ("OOM", "LOADING", "READONLY", "MISCONF", "MASTERDOWN", "CLUSTERDOWN")
log = logging.getLogger(__name__)


class _Line:
    """Whether the server was there the last time; one a process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until = float("-inf")
        self._down = False

    @property
    def is_left_alone(self) -> bool:
        return time.monotonic() < self._until

    def failed(self, reason: Exception) -> None:
        with self._lock:
            if not self._down:
                log.warning("Valkey can't be used, so each process counts by itself: %s", reason)
            self._down, self._until = True, time.monotonic() + LEFT_ALONE

    def answered(self) -> None:
        if self._down:
            with self._lock:
                self._down = False
            log.warning("Valkey is back.")


_line = _Line()


class SharedCounters(RedisCache):
    """Django's Redis cache that goes on without its server."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        """Called by Django with the settings of the cache."""
        options = params.setdefault("OPTIONS", {})
        options.setdefault("socket_connect_timeout", PATIENCE)
        options.setdefault("socket_timeout", PATIENCE)
        super().__init__(server, params)
        self._memory = LocMemCache("shared_counters", {"OPTIONS": {"MAX_ENTRIES": 20_000}})

    def _ask(self, deed: str, *args: Any, **more: Any) -> Any:
        if not _line.is_left_alone:
            try:
                found = getattr(super(), deed)(*args, **more)
            except _AWAY as reason:
                _line.failed(reason)
            except exceptions.ResponseError as reason:
                if not str(reason).startswith(_UNABLE):
                    raise
                _line.failed(reason)
            else:
                _line.answered()
                return found
        return getattr(self._memory, deed)(*args, **more)

    def is_shared(self) -> bool:
        """Whether the server is there now; asks it."""
        try:
            self._cache.get_client().ping()
        except (*_AWAY, exceptions.ResponseError):
            return False
        return True

    def add(self, *args: Any, **more: Any) -> Any:
        """As Django's."""
        return self._ask("add", *args, **more)

    def get(self, *args: Any, **more: Any) -> Any:
        """As Django's."""
        return self._ask("get", *args, **more)

    def set(self, *args: Any, **more: Any) -> Any:
        """As Django's."""
        return self._ask("set", *args, **more)

    def touch(self, *args: Any, **more: Any) -> Any:
        """As Django's."""
        return self._ask("touch", *args, **more)

    def delete(self, *args: Any, **more: Any) -> Any:
        """As Django's."""
        return self._ask("delete", *args, **more)

    def get_many(self, *args: Any, **more: Any) -> Any:
        """As Django's."""
        return self._ask("get_many", *args, **more)

    def has_key(self, *args: Any, **more: Any) -> Any:
        """As Django's."""
        return self._ask("has_key", *args, **more)

    def incr(self, *args: Any, **more: Any) -> Any:
        """As Django's; what was counted elsewhere before the server went is not known here."""
        return self._ask("incr", *args, **more)

    def set_many(self, *args: Any, **more: Any) -> Any:
        """As Django's."""
        return self._ask("set_many", *args, **more)

    def delete_many(self, *args: Any, **more: Any) -> Any:
        """As Django's."""
        return self._ask("delete_many", *args, **more)

    def clear(self) -> Any:
        """As Django's."""
        self._memory.clear()
        return self._ask("clear")
