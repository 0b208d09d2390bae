import pytest

from inglenook.archive.reasons import Change
from inglenook.archive.slack.mrkdwn import Context, to_markdown


def context() -> Context:
    return Context({"U1": "Hedda", "U2": "M`o"}, {"C1": "garden"})


def markdown(text: str) -> str:
    return to_markdown(text, context())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain words", "plain words"),
        ("*bold* _italic_ ~gone~", "**bold** _italic_ ~~gone~~"),
        ("*_both_* _*both*_", "**_both_** _**both**_"),
        ("(*bold*), *two words*!", "(**bold**), **two words**!"),
        ("2 * 3 * 4", r"2 \* 3 \* 4"),
        ("a*b*c and snake_case_name", r"a\*b\*c and snake_case_name"),
        ("*open", r"\*open"),
        ("**twice**", r"\*\*twice\*\*"),
        ("* not bold*", r"\* not bold\*"),
        ("_private and public_", "_private and public_"),
        ("_x *y_ z*", r"_x \*y_ z\*"),
        ("*bold `a*b` bold*", "**bold `a*b` bold**"),
        ("`*code*` `a &lt; b &amp;&amp; c`", "`*code*` `a < b && c`"),
        ("one ` tick", r"one \` tick"),
        (r"back\slash ¯\_(ツ)_/¯", r"back\\slash ¯\\\_(ツ)\_/¯"),
        ("[x](http://y) ![z] | || a", r"\[x](http://y) !\[z] \| \|\| a"),
        ("a &lt;b&gt; &amp; c &amp;copy; &copy;", r"a \<b> & c \&copy; \&copy;"),
        ("@[42] and &lt;@source:U1&gt;", r"@\[42] and \<@source:U1>"),
        ("1 < 2 <", r"1 \< 2 \<"),
    ],
)
def test_form_within_a_line(text, expected):
    assert markdown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<https://x.example/a_b*c>", "<https://x.example/a_b*c>"),
        ("<https://x.example|the *site*>", r"[the \*site\*](https://x.example)"),
        ("<https://x.example/(a)?b=1&amp;c=2|x>", "[x](https://x.example/%28a%29?b=1&c=2)"),
        ("<https://x.example/?a=1&amp;copy;=2|x>", "[x](https://x.example/?a=1&amp;copy;=2)"),
        ('<https://x.example/"q"\\|x>', "[x](https://x.example/%22q%22%5C)"),
        ("<mailto:a@b.example|a@b.example>", "<a@b.example>"),
        ("<mailto:a@b.example|write>", "[write](mailto:a@b.example)"),
        ("<javascript:alert(1)|click>", r"\<javascript:alert(1)\|click\>"),
        ("<data:text/html,x>", r"\<data:text/html,x\>"),
        ("<@U1> <@U1|label>", "<@source:U1> <@source:U1>"),
        ("*<@U1>*", "**<@source:U1>**"),
        ("<@U9|nils>", "@nils"),
        ("<#C1> <#C1|gar_den> <#C9>", r"#garden #gar\_den #C9"),
        ("<!here> <!channel> <!everyone|everyone>", "@here @channel @everyone"),
        ("<!subteam^S1|@team> <!subteam^S1>", "@team @group"),
        ("<!date^1714557600^{date}|1 May> <!date^1^x^https://y|then>", "1 May then"),
        ("`<@U1> <https://x.example|x.example> <#C1>`", "`@Hedda x.example #garden`"),
        ("`<@U2>`", "`@M'o`"),
    ],
)
def test_what_stands_in_angle_brackets(text, expected):
    assert markdown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one\ntwo\n\nthree", "one\ntwo\n\nthree"),
        ("\n\none\n\n\n\ntwo\n", "one\n\ntwo"),
        ("&gt; a\n&gt;b\nafter", "> a\n> b\n\nafter"),
        ("&gt;&gt;&gt; a\n# b\n\nc", "> a\n> \\# b\n>\n> c"),
        ("&gt; &gt; deep", r"> \> deep"),
        (
            "before\n• a\n• b\n    ◦ c\n        ▪︎ d\nafter",
            "before\n\n- a\n- b\n  - c\n    - d\n\nafter",
        ),
        ("• # a\n• &gt; b", "- \\# a\n- \\> b"),
        ("1. a\n2. b\n4. c", "1. a\n2. b\n\n4\\. c"),
        ("3. only", "3. only"),
        ("1986. A year", r"1986\. A year"),
        ("1) a", r"1\) a"),
        ("- a\n+ b\n# c\n### d\n#e", "\\- a\n\\+ b\n\\# c\n\\### d\n#e"),
        ("head\n---\nhead\n===", "head\n\\---\nhead\n\\==="),
        ("a | b\n--|--\n1 | 2", "a \\| b\n--\\|--\n1 \\| 2"),
        ("~~~\nx\n~~~", "\\~\\~\\~\nx\n\\~\\~\\~"),
        ("    indented\n\ttab", "\u00a0\u00a0\u00a0\u00a0indented\n\u00a0\u00a0\u00a0\u00a0tab"),
        ("*a\nb*", "\\*a\nb\\*"),
    ],
)
def test_lines(text, expected):
    assert markdown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```x```", "```\nx\n```"),
        ("see:\n```\n(a)\n  *b*\n```\nok", "see:\n\n```\n(a)\n  *b*\n```\n\nok"),
        ("a ```b &lt; <http://c|d>``` e", "a \n\n```\nb < d\n```\n\n e"),
        ("```open", r"\`\`\`open"),
        ("```a```\n```b```", "```\na\n```\n\n```\nb\n```"),
        ("```a````", "```\na\n```\n\n\\`"),
    ],
)
def test_fences(text, expected):
    assert _tight(markdown(text)) == _tight(expected)


def _tight(text: str) -> list[str]:
    return [line.strip() if "`" not in line else line for line in text.split("\n")]


def test_emoji_known_own_and_none():
    found = context()
    text = ":wave: :+1::skin-tone-4: :flag-de: :party_parrot: 10:30:45 a:b:c :_odd_:"
    assert to_markdown(text, found) == (r"👋 👍🏽 🇩🇪 :party_parrot: 10:30:45 a:b:c :\_odd\_:")
    assert [(c.change, c.sample) for c in found.changes] == [
        (Change.CUSTOM_EMOJI, ":party_parrot:")
    ]
