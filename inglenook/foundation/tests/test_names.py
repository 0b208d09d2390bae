"""Names look like what they are, and every refusal says why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inglenook.foundation.names import (
    RESERVED_SPACES,
    NameRefused,
    display_name,
    likeness,
    slug,
    suggest_slug,
    tidy_name,
)


@pytest.mark.parametrize(
    "name",
    [
        "Mia", "Hélène O’Hara-Núñez", "Łukasz", "Нина", "Γιώργος", "李雷", "山田タロウくん",
        "김철수 Kim", "नमस्ते", "محمد", "שרה", "Иван Smith", "J. R. 2", "Ng", "Anna 🙂",
        "Đặng Thị Hương",
    ],
)  # fmt: skip
def test_names_of_the_world_are_taken(name: str) -> None:
    assert display_name(name) == name


def test_names_are_made_normal() -> None:
    assert display_name("  Ｍia \t Berg ") == "Mia Berg"
    assert display_name("He\u0301le\u0300ne") == "Hélène"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "at least 2"),
        ("M", "at least 2"),
        ("x" * 61, "at most 60 characters; this one has 61"),
        ("Mi\u200ba", r"nobody can see \(U\+200B"),
        ("\u202eaiM", r"nobody can see \(U\+202E"),
        ("Mia\x00", "nobody can see"),
        ("Mia\u2066", "nobody can see"),
        ("Mia\u00ad", "nobody can see"),
        ("Mia\ue000", "nobody can see"),
        ("Неddа", "mixes letters of two alphabets"),
        ("Mi\u03b1", "mixes letters of two alphabets"),
        ("mia@berg", "can’t have @"),
        ("<b>Mia</b>", "can’t have <"),
        ("`Mia`", "can’t have `"),
        ("---", "needs a letter"),
        ("🙂🙂", "needs a letter"),
    ],
)
def test_refused_names_say_why(name: str, why: str) -> None:
    with pytest.raises(NameRefused, match=why):
        display_name(name)


@given(st.text(max_size=80))
def test_any_name_is_taken_or_refused_with_a_sentence(name: str) -> None:
    try:
        taken = display_name(name)
    except NameRefused as no:
        assert str(no).endswith((".", "”."))
    else:
        assert display_name(taken) == taken
        assert taken == tidy_name(name, "Member")


@given(st.text(max_size=80))
def test_imported_names_are_always_usable(name: str) -> None:
    tidy = tidy_name(name, "Member 7")
    assert 2 <= len(tidy) <= 60
    assert tidy == " ".join(tidy.split())


def test_imported_name_keeps_what_can_be_kept() -> None:
    assert tidy_name("\u202eMia\u200b <mia@berg.example>", "x") == "Mia mia berg.example"
    assert tidy_name("\u200b", "Member 7") == "Member 7"
    assert len(tidy_name("word " * 50, "x")) <= 60


def test_look_alikes_are_told() -> None:
    assert likeness("Hedda") == likeness("hedda ") == likeness("Hеddа") == likeness("Ｈedda")
    assert likeness("Paul") == likeness("Pau1") == likeness("PauI")
    assert likeness("Hedda") != likeness("Helga")


@pytest.mark.parametrize("text", ["racket", "night-owls", "a1", "2cv", "x" * 40])
def test_addresses_are_taken(text: str) -> None:
    assert slug(text.upper()) == text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "2 to 40"),
        ("a", "2 to 40"),
        ("x" * 41, "2 to 40"),
        ("night owls", "letters a to z"),
        ("-owls", "letters a to z"),
        ("night--owls", "letters a to z"),
        ("über", "letters a to z"),
        ("../etc", "letters a to z"),
        ("setup", "needs for itself"),
        ("Static", "needs for itself"),
    ],
)
def test_refused_addresses_say_why(text: str, why: str) -> None:
    with pytest.raises(NameRefused, match=why):
        slug(text)


def test_spaces_have_few_reserved_words() -> None:
    assert slug("help", RESERVED_SPACES) == "help"
    with pytest.raises(NameRefused):
        slug("new", RESERVED_SPACES)


@pytest.mark.parametrize(
    ("name", "suggested"),
    [
        ("The Amazon Garage!", "the-amazon-garage"),
        ("Straßenküche Łódź", "strassenkuche-lodz"),
        ("李雷", ""),
        ("Help", "help-1"),
        ("word " * 20, "word-word-word-word-word-word-word-word"),
    ],
)
def test_addresses_are_suggested(name: str, suggested: str) -> None:
    assert suggest_slug(name) == suggested


@given(st.text(max_size=80))
def test_suggested_addresses_are_taken(name: str) -> None:
    if suggested := suggest_slug(name):
        assert slug(suggested) == suggested
