"""What is wrong is told with its cure, and since when, whoever looks and whatever was restarted."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone, translation

from inglenook.foundation import conditions
from inglenook.foundation.conditions import Check, Condition, Found, State, kept, registry

pytestmark = pytest.mark.django_db


class Leak:
    """A roof that can leak, and a ladder that can be looked at by the worker alone."""

    def __init__(self) -> None:
        self.found = conditions.fine("Dry.")

    def look(self) -> Found:
        return self.found

    def begins(self, buckets: int = 2) -> None:
        sentence, cure = "It drips into %(buckets)d buckets.", "Mend it."
        self.found = conditions.wrong(sentence, cure, buckets=buckets)


@pytest.fixture
def leak(monkeypatch: pytest.MonkeyPatch) -> Iterator[Leak]:
    roof = Leak()
    monkeypatch.setattr(registry, "_checks", {"roof": Check("roof", "Roof", roof.look)})
    kept.forget_looks()
    yield roof
    kept.forget_looks()


def line() -> conditions.Line:
    return conditions.lines()[0]


def restart() -> None:
    """What a process knows by heart is gone."""
    kept.forget_looks()


def hours_ago(hours: float) -> datetime:
    return timezone.now() - timedelta(hours=hours)


def test_trouble_is_told_with_its_cure_and_its_end(leak: Leak) -> None:
    conditions.look_round()
    assert (line().state, line().sentence) == (State.FINE, "Dry.")
    leak.begins()
    conditions.look_round()
    assert (line().state, line().sentence) == (State.WRONG, "It drips into 2 buckets.")
    assert line().cure == "Mend it."
    leak.found = conditions.fine("Dry.")
    assert line().state == State.FINE


def test_since_outlives_a_restart_and_a_change_of_its_numbers(leak: Leak) -> None:
    leak.begins()
    conditions.look_round()
    began = hours_ago(3)
    Condition.objects.update(since=began)
    restart()
    leak.begins(buckets=9)
    conditions.look_round()
    assert (line().since, line().sentence) == (began, "It drips into 9 buckets.")
    assert conditions.since_of("roof", State.WRONG) == began


def test_another_state_begins_anew(leak: Leak) -> None:
    conditions.look_round()
    Condition.objects.update(since=hours_ago(3))
    leak.begins()
    conditions.look_round()
    assert line().since > hours_ago(1)


def test_page_tells_what_nobody_could_write_down(leak: Leak) -> None:
    conditions.look_round()
    Condition.objects.update(since=hours_ago(3))
    leak.begins()
    first = line()
    assert first.state == State.WRONG and first.since > hours_ago(1)
    assert line().since == first.since


def test_page_looks_seldom_however_often_it_is_asked(leak: Leak) -> None:
    assert conditions.troubles() == []
    leak.begins()
    assert conditions.troubles() == []
    kept.forget_looks()
    assert [trouble.name for trouble in conditions.troubles()] == ["roof"]


def test_check_that_raises_is_wrong_itself(leak: Leak, monkeypatch: pytest.MonkeyPatch) -> None:
    def fall() -> Found:
        raise OSError("canary")

    monkeypatch.setattr(registry, "_checks", {"roof": Check("roof", "Roof", fall)})
    assert line().state == State.WRONG
    assert "OSError" in line().sentence and "canary" not in line().sentence


def test_machine_speaks_for_itself_and_is_forgotten(
    leak: Leak, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = {"roof": Check("roof", "Roof", leak.look, each_machine=True)}
    monkeypatch.setattr(registry, "_checks", checks)
    conditions.look_round()
    Condition.objects.update(machine="attic", state="wrong", sentence="It drips.")
    conditions.look_round()
    assert [(found.title, found.sentence) for found in conditions.lines()] == [
        ("Roof", "Dry."),
        ("Roof (attic)", "It drips."),
    ]
    Condition.objects.filter(machine="attic").update(looked_at=hours_ago(1))
    assert len(conditions.lines()) == 1
    Condition.objects.filter(machine="attic").update(looked_at=hours_ago(25))
    conditions.look_round()
    assert Condition.objects.count() == 1


def test_what_only_the_worker_sees_is_told_as_it_was_kept(
    leak: Leak, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = {"roof": Check("roof", "Roof", leak.look, by_worker=True)}
    monkeypatch.setattr(registry, "_checks", checks)
    assert conditions.lines() == []
    leak.begins()
    conditions.look_round()
    leak.found = conditions.fine("Dry.")
    assert line().state == State.WRONG


def test_moments_and_sizes_are_told_as_people_read_them(leak: Leak) -> None:
    at = datetime.fromisoformat("2026-11-24T09:02:00+00:00")
    leak.found = conditions.fine(
        "%(free_bytes)s since %(last_at)s", free_bytes=3 * 1024**3, last_at=at.isoformat()
    )
    with translation.override("en"):
        assert line().sentence == "3.0\xa0GB since " + kept_moment(at)


def kept_moment(at: datetime) -> str:
    from inglenook.foundation.conditions.found import moment

    assert "2026" in moment(at)
    return moment(at)


def test_clock_that_went_back_is_told() -> None:
    from inglenook.foundation.conditions.machine import look_at_clock

    conditions.look_round()
    assert look_at_clock().state == State.FINE
    with time_machine.travel(timezone.now() - timedelta(hours=1)):
        assert look_at_clock().state == State.WRONG
