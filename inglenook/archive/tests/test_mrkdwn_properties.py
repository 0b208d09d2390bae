"""Whatever somebody typed: it never raises, what is literal stays, and it takes linear time."""

import html
import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from inglenook.archive.mentions import resolve_mentions
from inglenook.archive.slack.mrkdwn import Context, to_markdown

PIECES = st.sampled_from(
    [
        *"*_~`<>|&\\[]#-+=.:!@1 \n\t•",
        "```",
        "&gt;",
        "&lt;",
        "&amp;",
        "<@U1>",
        "<http://x|y>",
        "a",
        "é",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join))


def context() -> Context:
    return Context({"U1": "Hedda"}, {})


@given(TEXTS)
@example("`" * 7)
@example("*_~" * 50)
def test_never_raises_and_gives_text(text):
    markdown = to_markdown(text, context())
    assert isinstance(resolve_mentions(markdown, {"U1": 1}, {}), str)


@given(st.text(alphabet=st.characters(exclude_characters="`\n\r<>&"), min_size=1, max_size=80))
def test_code_spans_are_untouched(code):
    assert f"`{code}`" in to_markdown(f"before `{code}` after", context())


@given(st.text(alphabet=st.characters(exclude_characters="`\r<>&"), min_size=1, max_size=80))
def test_fenced_code_is_untouched(code):
    fenced = to_markdown(f"```{code}```", context())
    inner = code.removeprefix("\n").removesuffix("\n")
    assert fenced == f"```\n{inner}\n```"


@given(st.text(alphabet="yz *_~[]()#>-+.1|!\\&;<=\n", max_size=60))
@example("a\n==\nb")
@example("&#42;")
@example("1. a\n1. b")
def test_literal_text_shows_as_it_was_typed(typed):
    """Slack's own marks aside, every character is seen again on the page."""
    comrak = pytest.importorskip("comrak")
    sent = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    options = comrak.ExtensionOptions(strikethrough=True, table=True, tasklist=True, spoiler=True)
    page = comrak.markdown_to_html(to_markdown(sent, context()), options)
    shown = html.unescape(re.sub(r"<[^>]*>", "", page))
    assert _characters(shown) == _characters(typed)


def _characters(text: str) -> str:
    """Without blanks, and without what becomes form: marks, quotes, numbers of list items."""
    return re.sub(r"(?m:^\s*(?:>\s?)*\d+\.(?=\s|$))|[\s\u00a0*_~>]", "", text)


@pytest.mark.parametrize(
    "piece",
    [
        "*a ` ",
        "_a ",
        "~a *b _c ",
        "`",
        "``` ",
        "<",
        "<a|",
        ":a",
        "&gt;",
        "&",
        "* ",
        "• ",
        "1. ",
        "\n>",
    ],
)
def test_hostile_text_takes_linear_time(piece):
    text = (piece * 100_000)[:100_000]
    started = time.process_time()
    resolve_mentions(to_markdown(text, context()), {}, {})
    resolve_mentions("<@source:U1>" + text, {}, {})
    assert time.process_time() - started < 2
