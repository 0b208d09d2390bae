import pytest

from inglenook.archive.slack.emoji_names import emoji_of, reaction_of


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("slightly_smiling_face", "🙂"),
        ("+1", "👍"),
        ("man-shrugging", "🤷‍♂️"),
        ("male-farmer", "👨‍🌾"),
        ("female-farmer", "👩‍🌾"),
        ("flag-us", "🇺🇸"),
        ("de", "🇩🇪"),
        ("raised_hands::skin-tone-6", "🙌🏿"),
        ("point_up::skin-tone-2", "☝🏻"),
        ("simple_smile", "🙂"),
    ],
)
def test_slack_s_names_are_known(name, shown):
    assert emoji_of(name) == shown


def test_a_workspace_s_own_emoji_stays_a_name():
    assert emoji_of("party_parrot") is None
    assert reaction_of("party_parrot") == ":party_parrot:"
    assert len(reaction_of("x" * 90) or "") == 40


@pytest.mark.parametrize("name", [None, 7, "", "a b", "<b>", "x" * 101, "a:b"])
def test_what_is_no_name_is_nothing(name):
    assert reaction_of(name) is None
