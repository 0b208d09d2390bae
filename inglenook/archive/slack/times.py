"""The times at which messages of one space were written, kept small."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable


class Times:
    """The times of one space's messages, sorted: eight bytes each, whatever their order.

    Days come in order, so that there is one run; days out of order make further runs, which are
    merged when they have grown to half of the one before.
    """

    def __init__(self) -> None:
        self._runs: list[array[int]] = []

    def __contains__(self, time: int) -> bool:
        for run in self._runs:
            at = bisect_left(run, time)
            if at < len(run) and run[at] == time:
                return True
        return False

    def add(self, times: Iterable[int]) -> None:
        """Add times, in any order."""
        new = array("q", sorted(times))
        if not new:
            return
        if self._runs and self._runs[-1][-1] <= new[0]:
            self._runs[-1].extend(new)
        else:
            self._runs.append(new)
        while len(self._runs) > 1 and len(self._runs[-1]) * 2 >= len(self._runs[-2]):
            last = self._runs.pop()
            self._runs[-1] = array("q", sorted(self._runs[-1].tolist() + last.tolist()))


class Told:
    """All messages of one space so far, and those among them that can have replies."""

    def __init__(self) -> None:
        self.all = Times()
        self.starts_today: set[int] = set()
        self._starts = Times()

    def has_start(self, time: int) -> bool:
        """Whether a message that is no reply itself was written at `time`."""
        return time in self.starts_today or time in self._starts

    def end_day(self, times: Iterable[int]) -> None:
        """A daily file is over; `times` are those of all its messages that come."""
        self.all.add(times)
        self._starts.add(self.starts_today)
        self.starts_today = set()
