"""What must be so before the first page: a free port, a migrated database, collected files."""

import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError

from inglenook.site.backup import clearing
from inglenook.site.backup.upgrading import before_an_upgrade
from inglenook.site.language import gettext as _
from inglenook.site.problems import MendableError
from inglenook.site.server.lock import waiting_for_lock
from inglenook.site.server.migrating import apply_all

# Any number that no other part of the house takes for an advisory lock.
_MIGRATING = 0x1_6713


def require_free_port(host: str, port: int, patience: float = 2.0) -> None:
    """Raise `MendableError` where something listens on the port.

    It tries for `patience` seconds, since the children of a killed parent need a moment to go.
    """
    deadline = time.monotonic() + patience
    while (reason := _taken(host, port)) is not None:
        if time.monotonic() > deadline:
            raise MendableError(
                _("Port %(port)d on %(address)s cannot be used: %(why)s. Set PORT or BIND.")
                % {"port": port, "address": host, "why": reason}
            )
        time.sleep(0.1)


def _taken(host: str, port: int) -> str | None:
    try:
        family, kind, number, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, number) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as reason:
        return (reason.strerror or str(reason)).lower()
    return None


def unapplied_migrations() -> list[str]:
    """Return the migrations that the database lacks; raise `MendableError` where it is away."""
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        executor = MigrationExecutor(connection)
    except OperationalError as reason:
        raise MendableError(
            _("The database cannot be reached: %(why)s Check DATABASE_URL, or the data folder.")
            % {"why": " ".join(str(reason).split())}
        ) from reason
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def _to_stderr(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def migrate(tell: Callable[[str], None] = _to_stderr) -> int:
    """Bring the database up to this release; return how many migrations that took.

    A house that people live in is backed up first, and `tell` says where. Where that, or a
    migration, fails, `MendableError` says why, and the house is as it was.

    Two commands at once on one data folder, and two machines on one database, take turns.
    """
    clearing.require_finished(settings.HOME, _has_rows)
    missing = unapplied_migrations()
    if missing:
        with waiting_for_lock(settings.HOME, "migrate"), _alone_in_database():
            missing = unapplied_migrations()
            if missing:
                with before_an_upgrade(tell):
                    apply_all()
    connections.close_all()
    return len(missing)


@contextmanager
def _alone_in_database() -> Iterator[None]:
    """Hold PostgreSQL's advisory lock for migrations; a file of SQLite is on one machine alone."""
    if connections[DEFAULT_DB_ALIAS].vendor != "postgresql":
        yield
        return
    # A connection of its own: the migrations' own is closed in between where one fails.
    apart = connections[DEFAULT_DB_ALIAS].copy()
    try:
        with apart.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_MIGRATING])
            yield
    finally:
        apart.close()


def _has_rows() -> bool:
    return bool(connections[DEFAULT_DB_ALIAS].introspection.table_names())
