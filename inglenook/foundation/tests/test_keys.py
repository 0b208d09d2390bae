"""Keys made of time."""

from datetime import UTC, datetime

from inglenook.foundation import keys


def test_keys_of_one_process_only_grow() -> None:
    made = [keys.new_key() for _ in range(2000)]
    assert made == sorted(set(made))


def test_another_clock_holds_within_its_block_alone() -> None:
    moment = datetime(2019, 5, 1, 12, 30, tzinfo=UTC)
    with keys.clock(lambda: int(moment.timestamp() * 1000)):
        past = keys.new_key()
    assert keys.moment_of(past) == moment
    assert (datetime.now(UTC) - keys.moment_of(keys.new_key())).total_seconds() < 60


def test_imported_keys_sort_by_the_microsecond() -> None:
    assert keys.key_at(1_000_001) < keys.key_at(1_000_002) < keys.key_at(1_000_999, 1)
    assert keys.moment_of(keys.key_at(1_500_000)) == datetime.fromtimestamp(1.5, UTC)
