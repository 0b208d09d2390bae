"""Jobs exist with what called for them, and outlive the worker that does them."""

import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from django_ox.models import OxTask
from django_ox.testing import run_tasks

from inglenook.foundation.jobs import LEASE, enqueue, enqueue_later
from inglenook.foundation.tests import sample_jobs
from inglenook.foundation.tests.working import lines, new_house, python, worker
from inglenook.site.server.turns import HouseWorker
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

_ENQUEUE = """
import sys
from inglenook.foundation import jobs
from inglenook.foundation.tests import sample_jobs
with transaction.atomic():
    for word in sys.argv[2:]:
        jobs.enqueue(sample_jobs.note_slowly, file=sys.argv[1], word=word, seconds=1.5)
"""
# The house's own periodic jobs may fall due meanwhile: they are not what is asked about.
_STATES = """
from django_ox.models import OxTask
for row in OxTask.objects.filter(task_path__endswith=".note_slowly").order_by("enqueued_at"):
    print(row.status, row.attempts)
"""


def _has(file: Path, word: str) -> Callable[[], bool]:
    return lambda: any(line.startswith(word) for line in lines(file))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_house(tmp_path_factory.mktemp("house"))


@pytest.mark.sqlite_only
def test_the_job_of_a_killed_worker_is_done_by_the_next(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "lines"
    python(home, _ENQUEUE, str(file), "one")
    with worker(home) as first:
        assert processes.until(_has(file, "began-one"))
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert not _has(file, "done-one")()
    with worker(home) as second:
        assert processes.until(_has(file, "done-one"))
        began = [line for line in lines(file) if line.startswith("began")]
        assert [int(line.split()[1]) for line in began] == [first.pid, second.pid]
        state = "SUCCESSFUL 2\n"
        assert processes.until(lambda: python(home, _STATES) == state, 10)
    assert len([line for line in lines(file) if line.startswith("done")]) == 1


@pytest.mark.sqlite_only
def test_two_workers_do_each_job_once_and_each_period_once(home: Path, tmp_path: Path) -> None:
    file, ticks = tmp_path / "lines", tmp_path / "ticks"
    words = [f"w{number}" for number in range(6)]
    python(home, _ENQUEUE, str(file), *words)
    with worker(home, str(ticks)), worker(home, str(ticks)):
        assert processes.until(lambda: len(lines(file)) >= 12)
        assert processes.until(lambda: len(lines(ticks)) >= 2)
    done = sorted(line.split()[0] for line in lines(file) if line.startswith("done"))
    assert done == [f"done-{word}" for word in words]
    query = "from django_ox.models import OxScheduleTick as T\n"
    query += "print(T.objects.filter(task__isnull=False).count())"
    assert int(python(home, query)) >= len(lines(ticks)) >= 2


@pytest.mark.django_db
def test_lease_from_a_clock_that_was_ahead_runs_out_as_any_other() -> None:
    with transaction.atomic():
        enqueue(sample_jobs.note, file="x", word="y")
    rows, now = OxTask.objects.filter(task_path__endswith=".note"), timezone.now()
    rows.update(status="RUNNING", attempts=1, locked_at=now, lease_expires_at=now + timedelta(1))
    turns = HouseWorker()
    turns.reap()
    cut = rows.get().lease_expires_at
    assert cut is not None and cut <= timezone.now() + timedelta(seconds=2 * LEASE)
    rows.update(lease_expires_at=now - timedelta(1), locked_at=now - timedelta(1))
    turns.reap()
    assert rows.get().status == "READY"
