import pytest

from inglenook.archive.reasons import Change, Reason
from inglenook.archive.records import File, Person, Post, Reaction, Skipped, Space, Thread
from inglenook.archive.tally import MiscountError, Tally


def test_tally_has_the_shape_of_the_command_line():
    tally = Tally()
    for record in (
        Person("1", "Hedda"),
        Person("2", "Relay", account=False),
        Space("s", "garden"),
        Thread("p1", "s", branch=True),
        Post("p1", "s", "p1", True, "1", 1, "x", reactions=(Reaction("👍", "1"),)),
        Post("p2", "s", "p1", False, "1", 2, "y", files=(File("f", "a.txt"),)),
        Skipped(Reason.EMPTY, "p3"),
    ):
        tally.add(record)
    assert tally.as_json() == {
        "people": 1,
        "spaces": 1,
        "threads": 1,
        "posts": 2,
        "replies": 1,
        "reactions": 1,
        "skipped": {"empty": 1},
    }
    assert (tally.others, tally.files, tally.files_taken) == (1, 1, 0)
    tally.prove(3)


def test_tally_that_does_not_add_up_is_refused():
    with pytest.raises(MiscountError, match="2 messages read, but 0 posts"):
        Tally().prove(2)


@pytest.mark.parametrize("of", [*Reason, *Change])
def test_every_reason_and_change_has_a_sentence(of):
    assert str(of.sentence).endswith(".")
