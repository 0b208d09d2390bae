"""Jobs exist with what called for them, and outlive the worker that does them."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django_ox.models import OxTask
from django_ox.testing import run_tasks

from inglenook.foundation.jobs import LEASE, enqueue, enqueue_later
from inglenook.foundation.tests import sample_jobs
from inglenook.site.tests import processes


@pytest.mark.django_db(transaction=True)
def test_a_job_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="note must be enqueued inside the transaction"):
        enqueue(sample_jobs.note, file="x", word="y")
    assert not OxTask.objects.exists()


@pytest.mark.django_db
def test_a_job_goes_with_the_transaction_that_called_for_it() -> None:
    with transaction.atomic():
        kept = enqueue(sample_jobs.note, file="x", word="kept")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        enqueue(sample_jobs.note, file="x", word="lost")
        1 / 0  # noqa: B018
    assert [str(row.pk) for row in OxTask.objects.all()] == [kept]


@pytest.mark.django_db
def test_a_job_is_done_once_and_a_later_one_not_yet(tmp_path: Path) -> None:
    file = tmp_path / "lines"
    enqueue(sample_jobs.note, file=str(file), word="now")
    enqueue_later(timedelta(hours=1), sample_jobs.note, file=str(file), word="later")
    run_tasks()
    run_tasks()
    assert [line.split()[0] for line in file.read_text().splitlines()] == ["now"]


def test_the_lease_is_short() -> None:
    from django.conf import settings

    assert settings.TASKS["default"]["OPTIONS"]["LOCK_TIMEOUT"] == LEASE <= 30


# Real workers, on a house of their own

_PRELUDE = "import django; django.setup(); from django.db import transaction\n"
_ENQUEUE = (
    _PRELUDE
    + """
import sys
from inglenook.foundation import jobs
from inglenook.foundation.tests import sample_jobs
with transaction.atomic():
    for word in sys.argv[2:]:
        jobs.enqueue(sample_jobs.note_slowly, file=sys.argv[1], word=word, seconds=1.5)
"""
)
# The house's own periodic jobs may fall due meanwhile: they are not what is asked about.
_STATES = (
    _PRELUDE
    + """
from django_ox.models import OxTask
for row in OxTask.objects.filter(task_path__endswith=".note_slowly").order_by("enqueued_at"):
    print(row.status, row.attempts)
"""
)
_WORKER = """
import sys
from inglenook.foundation.tests import sample_jobs
if sys.argv[2]:
    sample_jobs.declare_every_second(sys.argv[2])
from inglenook.site.server import worker
worker.main()
"""
# The house's own lease would make the test sit for half a minute.
_SHORT = "inglenook.foundation.tests.settings_short_lease"


def _python(home: Path, code: str, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        env=processes.environ_of(home, DJANGO_SETTINGS_MODULE=_SHORT),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def _worker(home: Path, ticks: str = "") -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-c", _WORKER, str(os.getpid()), ticks],
        env=processes.environ_of(home, DJANGO_SETTINGS_MODULE=_SHORT),
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _lines(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []


def _has(file: Path, word: str) -> Callable[[], bool]:
    return lambda: any(line.startswith(word) for line in _lines(file))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    done = processes.run(folder, "manage", "migrate", "-v0", "--skip-checks")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.sqlite_only
def test_the_job_of_a_killed_worker_is_done_by_the_next(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "lines"
    _python(home, _ENQUEUE, str(file), "one")
    with _worker(home) as first:
        assert processes.until(_has(file, "began-one"))
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert not _has(file, "done-one")()
    with _worker(home) as second:
        assert processes.until(_has(file, "done-one"))
        began = [line for line in _lines(file) if line.startswith("began")]
        assert [int(line.split()[1]) for line in began] == [first.pid, second.pid]
        state = "SUCCESSFUL 2\n"
        assert processes.until(lambda: _python(home, _STATES) == state, 10)
    assert len([line for line in _lines(file) if line.startswith("done")]) == 1


@pytest.mark.sqlite_only
def test_two_workers_do_each_job_once_and_each_period_once(home: Path, tmp_path: Path) -> None:
    file, ticks = tmp_path / "lines", tmp_path / "ticks"
    words = [f"w{number}" for number in range(6)]
    _python(home, _ENQUEUE, str(file), *words)
    with _worker(home, str(ticks)), _worker(home, str(ticks)):
        assert processes.until(lambda: len(_lines(file)) >= 12)
        assert processes.until(lambda: len(_lines(ticks)) >= 2)
    done = sorted(line.split()[0] for line in _lines(file) if line.startswith("done"))
    assert done == [f"done-{word}" for word in words]
    query = _PRELUDE + "from django_ox.models import OxScheduleTick as T\n"
    query += "print(T.objects.filter(task__isnull=False).count())"
    assert int(_python(home, query)) >= len(_lines(ticks)) >= 2
