"""Queries are read, words cut and hits marked, whatever a person types."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inglenook.foundation.fulltext import Query, Term, fold, highlight, parse, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don't stop", ["don", "t", "stop"]),
        ("Crème BRÛLÉE", ["creme", "brulee"]),
        ("Stra\u00dfe \u0130stanbul \u0131", ["strasse", "istanbul", "i"]),
        ("Łódź Smørrebrød Ærø đ", ["lodz", "smorrebrod", "aero", "d"]),
        ("e\u0301te\u0301", ["ete"]),
        ("\u039f\u03b4\u03cc\u03c2", ["\u03bf\u03b4\u03bf\u03c3"]),
        ("مُحَمَّد שָׁלוֹם", ["محمد", "שלום"]),
        ("\u4f60\u597d\u4e16\u754c", ["\u4f60", "\u597d", "\u4e16", "\u754c"]),
        ("ＦＵＬＬ ﬁne 한국어", ["full", "fine", "한국어"]),
        ("snake_case a-b c++ \U0001f642 3.14", ["snake", "case", "a", "b", "c", "3", "14"]),
        ("x" * 100, ["x" * 64]),
    ],
)  # fmt: skip
def test_text_is_cut_into_folded_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected
    assert words(fold(text)) == expected


def test_words_phrases_and_operators_are_read() -> None:
    query = parse(
        'spindle "idle after" from:@Mia in:#general before:2019-05 after:2018 FROM:"Nils O"'
    )
    assert query.terms == (Term(("spindle",)), Term(("idle", "after")))
    assert query.senders == ("Mia", "Nils O")
    assert query.places == ("general",)
    assert (query.before, query.after) == (date(2019, 5, 1), date(2018, 1, 1))


def test_last_word_counts_as_begun_while_typing() -> None:
    assert parse("ab cd").terms[1] == Term(("cd",))
    assert parse("ab cd", typing=True).terms[1] == Term(("cd",), prefix=True)
    assert parse('"ab cd', typing=True).terms[0] == Term(("ab", "cd"), prefix=True)
    for ended in ("ab cd ", '"ab cd"', "ab c"):
        assert not any(term.prefix for term in parse(ended, typing=True).terms)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("AND OR NOT NEAR(a b)", ["and", "or", "not", "near a", "b"]),
        ('a* ^b {c d}: e" f', ["a", "b", "c", "d", "e", "f"]),
        ("before:yesterday after:2019-13 in:", ["before yesterday", "after 2019 13", "in"]),
        ("title:x scope : s1", ["title x", "scope", "s1"]),
        ("\u201csmart quotes\u201d \u00abci\u00bb", ["smart quotes", "ci"]),
        ("' \" -- ; \x00 %s \U0001f642", ["s"]),
        ("", []),
    ],
)
def test_no_text_is_an_error(text: str, terms: list[str]) -> None:
    assert [" ".join(term.words) for term in parse(text).terms] == terms


def test_long_text_is_capped() -> None:
    query = parse("ab " * 10_000)
    assert sum(len(term.words) for term in query.terms) == 24
    assert not parse("")
    assert not parse('":*')


@given(st.text(max_size=600), st.booleans())
def test_any_text_is_a_query(text: str, typing: bool) -> None:
    query = parse(text, typing=typing)
    assert all(word and word == "".join(words(word)) for term in query.terms for word in term.words)
    highlight(text, query)


def hits(text: str, asked: str, **options: bool) -> list[str]:
    return [part.text for part in highlight(text, parse(asked, **options)) if part.is_hit]


def test_hits_are_marked_as_they_were_written() -> None:
    assert hits("A Crème brûlée, twice: BRULEE.", "brulee") == ["brûlée", "BRULEE"]
    assert hits("idle, after all; after idle", '"after idle"') == ["after idle"]
    assert hits("Throttle spindle", "thro", typing=True) == ["Throttle"]
    assert hits("\u4f60\u597d\u4e16\u754c", "\u597d\u4e16") == ["\u597d\u4e16"]
    assert hits("e\u0301te\u0301 here", "ete") == ["e\u0301te\u0301"]
    assert hits("a b c", '"a b" "b c"') == ["a b c"]


def test_snippet_surrounds_the_first_hit() -> None:
    text = "before " * 100 + "needle " + "after " * 100
    fragments = highlight(text, parse("needle"), 120)
    snippet = "".join(part.text for part in fragments)
    assert snippet.startswith("\u2026before ") and snippet.endswith("after\u2026")
    assert [part.text for part in fragments if part.is_hit] == ["needle"]
    assert len(snippet) <= 122


def test_text_without_a_hit_is_cut_from_its_beginning() -> None:
    assert "".join(part.text for part in highlight("word " * 100, parse("x"), 20)) == (
        "word word word word\u2026"
    )
    assert highlight("", parse("x")) == []
    assert highlight("<b>", Query()) == [("<b>", False)]


@given(st.text(max_size=400), st.text(max_size=20))
def test_short_text_comes_back_whole(text: str, asked: str) -> None:
    whole = "".join(part.text for part in highlight(text, parse(asked, typing=True), 400))
    assert whole == " ".join(text.split())
