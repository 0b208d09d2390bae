"""Mentions from the keyboard to the page and back into the edit box."""

from hypothesis import given
from hypothesis import strategies as st

from inglenook.foundation.text import (
    editable,
    fill,
    fill_plain,
    mentioned,
    render,
    typed_mentions,
    without_mentions,
)

CAST = {"Mia": 1, "Mia Berg": 2, "Nils O'Hara": 3, "李雷": 4, "Anna-Lena": 5}


def test_rendered_text_says_whom_it_mentions_each_once() -> None:
    rendered = render("@[2] @[1] @[2] `@[3]` [@[4]](http://b.example)")
    assert rendered.mentions == (2, 1, 4)
    assert mentioned(rendered.html) == (2, 1, 4)
    assert mentioned("<p>a</p>") == ()


def test_mention_of_somebody_not_allowed_stays_as_typed() -> None:
    rendered = render("@[1] @[2]", mentions={1: "Mia"})
    assert rendered.mentions == (1,)
    assert "@[2]" in rendered.html


def test_names_are_filled_in_and_escaped() -> None:
    html = render("@[1], @[2] and [@[1]](http://b.example)").html
    assert "Mia" not in html
    page = fill(html, {1: ("<Mia> & co", '/r/people/1/?"')})
    assert (
        '<a class="mention" href="/r/people/1/?&quot;"><bdi>@&lt;Mia&gt; &amp; co</bdi></a>' in page
    )
    assert "@somebody" in page
    assert page.count("<a ") == 2


def test_hidden_passage_opens_by_a_labelled_box() -> None:
    page = fill(render("||a|| ||b||").html, {})
    assert page.count('<label class="spoiler"><input type="checkbox" aria-label="Show the') == 2
    assert page.count("</span></label>") == 2


def test_plain_text_gets_names_or_none() -> None:
    plain = render("@[1] met @[2]").plain
    assert fill_plain(plain, {1: ("Mia", "/")}) == "@Mia met @somebody"
    assert without_mentions(plain).split() == ["met"]


def test_typed_names_become_ids_longest_first() -> None:
    assert typed_mentions("@mia berg, @MIA @Mia-Berg's", CAST) == "@[2], @[1] @[2]'s"
    assert typed_mentions("(@nils o'hara)你好@李雷!", CAST) == "(@[3])你好@[4]!"
    assert typed_mentions("@anna-lena@mia", CAST) == "@[5]@mia"


def test_what_is_no_name_stays_as_typed() -> None:
    for text in ("a@mia.example", "@miab", "@mia_b", "https://b.example/@mia", r"\@mia", "@ mia"):
        assert typed_mentions(text, CAST) == text


def test_code_is_left_alone() -> None:
    for text in ("`@mia`", "``a ` @mia``", "```\n@mia\n```", "~~~\n@mia", "a `b\n@mia` c"):
        assert typed_mentions(text, CAST) == text
    assert typed_mentions("`a` @mia `b", CAST) == "`a` @[1] `b"
    assert typed_mentions("```\na\n```\n@mia", CAST) == "```\na\n```\n@[1]"


def test_edit_box_shows_names_again() -> None:
    names = {1: "Mia", 2: "Mia Berg"}
    assert editable("@[1] `@[1]` @[2] @[9]", names) == "@Mia `@[1]` @Mia Berg @[9]"


def test_two_of_one_name_keep_their_ids_in_the_edit_box() -> None:
    assert editable("@[1] @[6]", {1: "Mia", 6: "mia"}) == "@[1] @[6]"


@given(st.lists(st.sampled_from(["@[1]", "@[2]", "@[5]", " ", "`", "a", "\n", "```", "@", ", "])))
def test_editing_without_a_change_changes_nothing(parts: list[str]) -> None:
    stored = "".join(parts)
    names = {key: name for name, key in CAST.items()}
    shown = editable(stored, names)
    assert typed_mentions(shown, CAST) in (stored, typed_mentions(stored, CAST))


@given(st.text(alphabet="@[]`~ \nmia1bergé", max_size=300))
def test_any_typed_text_is_taken(text: str) -> None:
    typed_mentions(text, CAST)
    editable(text, {1: "Mia"})
