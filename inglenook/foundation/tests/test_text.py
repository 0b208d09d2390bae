"""Markdown becomes the HTML we expect, and nothing that can act."""

from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from inglenook.foundation.text import MAX_HTML, TextTooLong, excerpt, fill, plain_of, quote, render
from inglenook.foundation.text.sanitiser import LANGUAGES, LINK_REL, TAGS

from .text_cases import CASES, HOSTILE

CLASSES = {
    "span": {"spoiler"},
    "label": {"spoiler"},
    "a": {"mention"},
    "b": {"mention"},
    "div": {"scroll-x"},
    "code": {f"language-{language}" for language in LANGUAGES},
}
VALUES = {
    ("ol", "start"): str.isdigit,
    ("th", "align"): {"left", "center", "right"}.__contains__,
    ("td", "align"): {"left", "center", "right"}.__contains__,
    ("pre", "tabindex"): "0".__eq__,
    ("div", "tabindex"): "0".__eq__,
    ("a", "rel"): LINK_REL.__eq__,
    ("a", "href"): lambda value: value.startswith(("http://", "https://", "mailto:", "m:", "/m/")),
}


class Checker(HTMLParser):
    """Fails on any tag or attribute that is not expected in kept HTML."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS | {"b", "div"}, tag
        for name, value in attrs:
            if name == "class":
                assert value in CLASSES.get(tag, ()), (tag, value)
            else:
                assert (tag, name) in VALUES, (tag, name)
                assert value is not None and VALUES[tag, name](value), (tag, name, value)

    def handle_comment(self, data: str) -> None:
        raise AssertionError("a comment")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError("a declaration")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError("a declaration")

    def handle_pi(self, data: str) -> None:
        raise AssertionError("an instruction")


def check(html: str) -> None:
    checker = Checker()
    checker.feed(html)
    checker.close()


@pytest.mark.parametrize("name", CASES)
def test_markdown_becomes_the_expected_html(name: str) -> None:
    markdown, html = CASES[name]
    assert render(markdown).html.strip() == html
    check(render(markdown).html)


@pytest.mark.parametrize("markdown", HOSTILE)
def test_hostile_markdown_becomes_nothing_that_acts(markdown: str) -> None:
    check(render(markdown).html)
    check(render(f"> - {markdown}\n\n**{markdown}** [{markdown}](http://b.example)").html)


@given(st.text(alphabet=st.sampled_from("ab \n<>\"'=&;:/[]()!|*_~`#-+@^\\0\t1\ufdd0\ufdd1")))
@example("||a\n\n- b||")
@example('[a](b "@[1]")')
def test_any_text_becomes_nothing_that_acts(markdown: str) -> None:
    check(render(markdown).html)


@given(st.text())
def test_any_unicode_is_rendered(markdown: str) -> None:
    rendered = render(markdown)
    check(rendered.html)
    fill(rendered.html, {})


def test_long_text_is_refused_with_a_sentence() -> None:
    render("a" * 32_000)
    with pytest.raises(TextTooLong, match="5 characters too long; at most"):
        render("a" * 32_005)
    assert render("a" * 32_005, limit=40_000).plain == "a" * 32_005


def test_text_that_grows_too_large_is_refused_with_a_sentence() -> None:
    table = "|a" * 200 + "|\n" + "|-" * 200 + "|\n" + "|b\n" * 10_000
    with pytest.raises(TextTooLong, match="too large to show"):
        render(table, limit=65_536)


@pytest.mark.parametrize(
    "piece",
    [
        ">", "> ", "[", "![", "[](", "<!--", "[a](b) ", "http://a.b ", "@[42] ", "- ", "1. ", "*a ",
        "*", "**a _b ", "||", "||a", "~~a ", "&", "<", "<a ", "<?", "<![CDATA[", "a@", "a@b.",
        "www.", "[^1]", '[a](b "', "\\", "- [ ] ", "`", "> - ", "@a", "|a", "_*", "#", "\t", "\n",
    ],
)  # fmt: skip
def test_64_kilobytes_of_a_pattern_come_through(piece: str) -> None:
    """That it ends at all is the test: some of these took minutes with quadratic parsers."""
    text = piece * (65_536 // len(piece))
    try:
        rendered = render(text, limit=65_536)
    except TextTooLong:
        return
    assert len(rendered.html) <= MAX_HTML
    fill(rendered.html, {42: ("Mia", "/m/")})


def test_nesting_ends_at_a_depth_and_keeps_the_words() -> None:
    rendered = render(">" * 500 + " deep")
    assert rendered.html.count("<blockquote>") == rendered.html.count("</blockquote>") == 16
    assert rendered.plain == "deep"


def test_plain_text_has_words_and_hides_what_is_hidden() -> None:
    rendered = render("# A *b*\n\nx || y ||\n\n||secret @[7]|| & @[42] `<i>`[^1]\n\n[^1]: note")
    assert rendered.plain.splitlines() == ["A b", "x || y ||", "▒▒▒ & @[42] <i>", "note"]
    assert plain_of(rendered.html) == rendered.plain


def test_excerpt_is_one_line_cut_between_words() -> None:
    assert excerpt("short\n  text") == "short text"
    cut = excerpt("one two three four " * 40, 30)
    assert cut == "one two three four one two\u2026"
    assert len(excerpt("x" * 500)) == 160


def test_quote_leaves_out_older_quotes_and_escapes_the_name() -> None:
    assert quote("> old\nnew\n\nmore", "Mia *x*") == "> **Mia \\*x\\*:**\n> new\n>\n> more\n\n"
    assert quote("a", "@[42]").startswith("> **@[42]:**")
    assert "<blockquote>" in render(quote("a", "Mia") + "b").html
