"""The form in which the sample's talk is written."""

from datetime import UTC, datetime

import pytest

from inglenook.site.sample.script import ScriptError, steps_of

NOW = datetime(2026, 11, 24, 0, 10, tzinfo=UTC)


def test_steps_carry_their_time_their_text_and_the_title_of_a_new_thread() -> None:
    first, second = steps_of(
        "board",
        ":: thread k | A title\n:: post mia 3d18:30 #a\nOne\n\ntwo\n:: post mo 95m ^a\nYes\n",
        NOW,
    )
    assert (first.who, first.title, first.text) == ("mia", "A title", "One\n\ntwo\n")
    assert first.at == datetime(2026, 11, 21, 18, 30, tzinfo=UTC)
    assert (second.who, second.title, second.refers) == ("mo", "", first.label)
    assert second.at == datetime(2026, 11, 23, 22, 35, tzinfo=UTC)


def test_an_answer_never_comes_before_what_it_answers() -> None:
    """Right after midnight, "95 minutes ago" lies before "yesterday at 23:50"."""
    script = ":: thread k | A title\n:: post mia 1d23:50\nOne\n:: post mo 95m\nTwo\n"
    first, second = steps_of("board", script, NOW)
    assert first.at < second.at < NOW


def test_reactions_belong_to_what_was_said_last() -> None:
    said, reaction = steps_of("chat", ":: say mia 2d08:00\nHello\n:: react 🎉 mo hedda\n", NOW)
    assert reaction.words == ["🎉", "mo", "hedda"]
    assert reaction.at == said.at


@pytest.mark.parametrize("line", [":: post mia", ":: post mia tomorrow", ":: post"])
def test_a_line_that_is_no_step_is_named(line: str) -> None:
    with pytest.raises(ScriptError, match="board, line 2"):
        steps_of("board", f":: thread k | T\n{line}\n", NOW)
