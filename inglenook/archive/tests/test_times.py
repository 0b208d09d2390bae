from hypothesis import given
from hypothesis import strategies as st

from inglenook.archive.slack.messages import microseconds
from inglenook.archive.slack.times import Times

DAYS = st.lists(st.sets(st.integers(0, 500), max_size=8), max_size=30)


@given(DAYS, st.integers(0, 500))
def test_times_knows_what_was_added_in_any_order(days, asked):
    times = Times()
    for day in days:
        times.add(day)
    assert (asked in times) == any(asked in day for day in days)


def test_days_in_order_are_one_run():
    times = Times()
    for start in range(0, 10_000, 10):
        times.add(range(start, start + 10))
    assert len(times._runs) == 1


def test_slack_s_times_become_microseconds():
    assert microseconds("1547120241.151600") == 1_547_120_241_151_600
    assert microseconds("1547120241.1516") == 1_547_120_241_151_600
    assert microseconds("1547120241") == 1_547_120_241_000_000
    for odd in (None, 5, "", "0", "0.0", "-1", "4102444800.000000", "1547120241.15160x", "١٢"):
        assert microseconds(odd) is None
