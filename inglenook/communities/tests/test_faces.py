"""How somebody is called for short."""

import pytest

from inglenook.communities.faces import first_name, initials


@pytest.mark.parametrize(
    ("name", "first", "letters"),
    [
        ("Mia Sommer", "Mia", "MS"),
        ("mia", "mia", "M"),
        ("Dr. Maximiliane von Hohenfels", "Maximiliane", "MH"),
        ("Dr.", "Dr.", "D"),
        ("Nour Haddad نور حداد", "Nour", "NH"),
        ("نور حداد", "نور", "نح"),
        ("Åsa 🚗", "Åsa", "Å"),
        ("", "", "?"),
    ],
)
def test_titles_and_second_alphabets_stay_out_of_short_names(
    name: str, first: str, letters: str
) -> None:
    assert first_name(name) == first
    assert initials(name) == letters
