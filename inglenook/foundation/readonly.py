"""GET writes nothing: while a page is read, the database refuses every write."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

_SWITCH = {
    "sqlite": {True: "PRAGMA query_only=ON", False: "PRAGMA query_only=OFF"},
    "postgresql": {
        True: "SET default_transaction_read_only = on",
        False: "SET default_transaction_read_only = off",
    },
}


class _Lane(threading.local):
    """What this thread's connection may do now, and what it was told last."""

    read_only = False
    told = False
    stays = False


_lane = _Lane()


def stay_between_requests() -> None:
    """Call once in a thread that does nothing but answer requests.

    Its connection then keeps its state from one request to the next, so that a lane that serves
    one kind of request never pays for the switch. Everywhere else (tests, above all) writes are
    taken again as soon as the request is over.
    """
    _lane.stays = True


def set_read_only(wanted: bool) -> None:
    """Make this thread's connection refuse writes, or take them again.

    Where there is no connection yet, none is opened: a page that asks nothing of the database
    answers even while the database is away.
    """
    _lane.read_only = wanted
    if connection.connection is not None and _lane.told != wanted:
        _tell(connection)


def _tell(wrapper: BaseDatabaseWrapper) -> None:
    _say(wrapper, _SWITCH[wrapper.vendor][_lane.read_only])
    wrapper.read_only = _lane.read_only  # type: ignore[attr-defined]
    _lane.told = _lane.read_only


def _say(wrapper: BaseDatabaseWrapper, statement: str) -> None:
    """Run `statement` past Django, which would count it among the queries of the page."""
    driver: Any = wrapper.connection
    driver.execute(statement).close()


def _on_connection(sender: object, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    _lane.told = False
    if _lane.read_only and connection.alias == "default":
        _tell(connection)


connection_created.connect(_on_connection, dispatch_uid="inglenook.foundation.readonly")


def writes(request: HttpRequest) -> bool:
    """Whether `request` may write: by its method, or by its route's name in WRITES_ON_GET."""
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        return True
    return bool(settings.WRITES_ON_GET) and _writes_on_get(
        request.path_info, tuple(settings.WRITES_ON_GET)
    )


@lru_cache(maxsize=2048)
def _writes_on_get(path: str, names: tuple[str, ...]) -> bool:
    try:
        return resolve(path).view_name in names
    except Resolver404:
        return False


@contextmanager
def reading() -> Iterator[None]:
    """Refuse every write to the database inside the block."""
    if connection.in_atomic_block and connection.vendor == "postgresql":
        # A test's transaction is open already, so its default no longer matters. What is set in a
        # savepoint ends with it.
        _say(connection, "SAVEPOINT house_reads; SET TRANSACTION READ ONLY")
        try:
            yield
        finally:
            _say(connection, "ROLLBACK TO SAVEPOINT house_reads; RELEASE SAVEPOINT house_reads")
        return
    set_read_only(True)
    try:
        yield
    finally:
        if not _lane.stays:
            set_read_only(False)


class ReadOnlyGet:
    """Set the connection to what the request may do, before anything else reaches it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Django's way of chaining middleware."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with writes refused or taken."""
        if writes(request):
            set_read_only(False)
            return self.get_response(request)
        with reading():
            return self.get_response(request)
