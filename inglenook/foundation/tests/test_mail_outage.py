"""A mail server that is away, or hangs, costs nobody a letter, and no other job its turn."""

import smtplib
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pysqlite3 as sqlite
import pytest
from aiosmtpd.controller import Controller

from inglenook.foundation.mail.patience import ATTEMPTS, seconds_to_wait
from inglenook.foundation.tests.working import lines, new_house, python, worker
from inglenook.site.tests import processes

_LETTERS = """
from inglenook.accounts.post import post
for number in range(3):
    post("login_code", f"mia{number}@example.org", {"code": "QWERT"}, "en")
"""
_OTHER = """
import sys
from inglenook.foundation import jobs
from inglenook.foundation.tests import sample_jobs
with transaction.atomic():
    jobs.enqueue(sample_jobs.note, file=sys.argv[1], word="other")
"""
_ROWS = "SELECT status, attempts FROM django_ox_oxtask WHERE queue_name = 'letters'"
_STATE = """
from inglenook.foundation import conditions
from inglenook.foundation.conditions import work
from datetime import timedelta
work.LATE = timedelta(0)
print(*[(line.state, line.sentence) for line in conditions.lines() if line.name == "letters"])
"""


class Sink:
    """A mail server that takes everything and remembers it."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        text = envelope.content.decode()
        self.ids += [line for line in text.splitlines() if line.lower().startswith("message-id:")]
        return "250 taken"


@contextmanager
def taking(port: int) -> Iterator[Sink]:
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()


@contextmanager
def hanging(port: int) -> Iterator[None]:
    """Whoever connects is let in and never answered."""
    with socket.create_server(("127.0.0.1", port), backlog=64):
        yield


def letters(home: Path) -> list[tuple[str, int]]:
    """State and tries of each letter."""
    with closing(sqlite.connect(str(home / "inglenook.sqlite3"), timeout=20)) as connection:
        return [(str(state), int(tries)) for state, tries in connection.execute(_ROWS)]


def tries(home: Path) -> int:
    return sum(tries for _state, tries in letters(home))


@pytest.mark.sqlite_only
def test_outage_loses_no_letter_and_holds_up_nothing_else(tmp_path: Path) -> None:
    home, file = new_house(tmp_path / "house"), tmp_path / "lines"
    port = processes.free_port()
    server = {"EMAIL_URL": f"smtp+plain://127.0.0.1:{port}?from=house@example.org"}
    python(home, _LETTERS, **server)
    with worker(home, **server):
        # At first nobody listens.
        assert processes.until(lambda: tries(home) >= 4)
        with hanging(port):
            before = tries(home)
            assert processes.until(lambda: tries(home) >= before + 2)
            python(home, _OTHER, str(file), **server)
            assert processes.until(lambda: bool(lines(file))), "another job waited for letters"
            said = python(home, _STATE, **server)
            assert "wrong" in said and "Letters wait: 3" in said, said
        with taking(port) as sink:
            assert processes.until(lambda: len(sink.ids) == 3), sink.ids
            assert processes.until(lambda: {s for s, _ in letters(home)} == {"SUCCESSFUL"})
    assert len(set(sink.ids)) == 3
    assert python(home, _STATE, **server).startswith("(<State.FINE")


def tried(attempts: int) -> Any:
    return SimpleNamespace(attempts=attempts)


def test_letter_is_tried_for_two_days_and_soon_after_the_server_is_back() -> None:
    waits = [seconds_to_wait(TimeoutError(), tried(n)) for n in range(1, ATTEMPTS)]
    assert all(wait is not None and wait <= 331 for wait in waits)
    assert sum(wait or 0 for wait in waits) > 44 * 3600


def test_address_that_is_refused_is_given_up_sooner() -> None:
    refused = smtplib.SMTPRecipientsRefused({"mia@example.org": (550, b"nobody")})
    later = smtplib.SMTPRecipientsRefused({"mia@example.org": (450, b"later")})
    assert seconds_to_wait(refused, tried(1)) is not None
    assert seconds_to_wait(refused, tried(8)) is None
    assert seconds_to_wait(later, tried(100)) is not None
    assert seconds_to_wait(ValueError(), tried(1)) is None
