from inglenook.archive.mentions import mention, resolve_mentions

MAPPING = {"U1": 42}
NAMES = {"U1": "Hedda", "U2": "Mo *the* [mower]"}


def resolve(markdown: str) -> str:
    return resolve_mentions(markdown, MAPPING, NAMES)


def test_mention_of_a_member_becomes_the_house_s_form():
    assert resolve(f"Ask {mention('U1')}, **{mention('U1')}**") == "Ask @[42], **@[42]**"


def test_mention_of_somebody_else_becomes_the_name():
    assert resolve("<@source:U2>") == r"@Mo \*the\* \[mower\]"
    assert resolve("<@source:U3>") == "@U3"


def test_token_that_somebody_typed_stays():
    assert resolve(r"\<@source:U1>") == r"\<@source:U1>"


def test_escaped_backslash_before_a_token_hides_nothing():
    assert resolve(r"\\<@source:U1>") == r"\\@[42]"


def test_code_stays():
    text = "`<@source:U1>` <@source:U1>\n\n```\n<@source:U1>\n```\n\n<@source:U1>"
    assert resolve(text) == "`<@source:U1>` @[42]\n\n```\n<@source:U1>\n```\n\n@[42]"


def test_escaped_ticks_are_no_code():
    assert resolve(r"\`<@source:U1>\`") == r"\`@[42]\`"
