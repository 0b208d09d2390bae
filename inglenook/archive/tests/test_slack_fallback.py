from inglenook.archive.reasons import Change

from .exports import GARDEN, MIA, only_post, said


def rich(*elements):
    return [{"type": "rich_text", "elements": list(elements)}]


def section(*parts):
    return {"type": "rich_text_section", "elements": list(parts)}


def word(text, **style):
    return (
        {"type": "text", "text": text, "style": style} if style else {"type": "text", "text": text}
    )


def test_rich_text_alone_becomes_markdown(tmp_path):
    blocks = rich(
        section(
            word("Bring "),
            word("seeds", bold=True),
            word(" & <pots> "),
            {"type": "user", "user_id": MIA},
            {"type": "emoji", "name": "wave"},
        ),
        {"type": "rich_text_list", "style": "bullet", "elements": [section(word("peas"))]},
        {
            "type": "rich_text_list",
            "style": "bullet",
            "indent": 1,
            "elements": [section(word("s"))],
        },
        {"type": "rich_text_quote", "elements": [word("as ever")]},
        {"type": "rich_text_preformatted", "elements": [word("a < b")]},
    )
    post = only_post(tmp_path, said(1, "", blocks=blocks))
    assert post.markdown == (
        rf"Bring **seeds** & \<pots> <@source:{MIA}>👋"
        "\n\n- peas\n  - s\n\n> as ever\n\n```\na < b\n```"
    )
    assert [change.change for change in post.changes] == [Change.ATTACHMENT_AS_TEXT]


def test_text_wins_over_blocks(tmp_path):
    post = only_post(tmp_path, said(1, "typed", blocks=rich(section(word("other")))))
    assert post.markdown == "typed"


def test_card_s_blocks_give_their_texts(tmp_path):
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": "Build <4>"}},
        {"type": "section", "text": {"type": "mrkdwn", "text": "*passed*"}},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": f"in <#{GARDEN}>"}]},
        {"type": "image", "alt_text": "a chart"},
        {"type": "divider"},
    ]
    post = only_post(tmp_path, said(1, "", None, bot_id="B1", blocks=blocks))
    assert post.markdown == "Build \\<4>\n**passed**\nin #garden\na chart"


def test_attachments_give_text_fields_or_fallback(tmp_path):
    attachments = [
        {"pretext": "New", "title": "Ticket", "fields": [{"title": "State", "value": "open"}]},
        {"fallback": "Only this", "color": "#fff"},
        {"from_url": "https://x.example", "title": "a preview"},
        7,
    ]
    message = said(1, "Look", None, bot_id="B1", username="Desk", attachments=attachments)
    assert only_post(tmp_path, message).markdown == "Look\nNew\nTicket\nState: open\nOnly this"


def test_preview_of_a_link_is_left_out(tmp_path):
    preview = [{"from_url": "https://x.example", "title": "Title", "fallback": "Title"}]
    post = only_post(tmp_path, said(1, "see <https://x.example>", attachments=preview))
    assert post.markdown == "see <https://x.example>"


def test_shared_message_alone_comes_as_its_text(tmp_path):
    shared = [{"is_share": True, "from_url": "https://x.example", "text": "What Mo said"}]
    assert only_post(tmp_path, said(1, "", attachments=shared)).markdown == "What Mo said"


def test_nested_and_odd_blocks_never_break(tmp_path):
    deep: dict = section(word("x"))
    for _ in range(200):
        deep = {"type": "rich_text_list", "elements": [deep]}
    odd: list = [
        None,
        3,
        {"type": "rich_text", "elements": [None, {"type": 5}, deep]},
        {"text": []},
    ]
    assert only_post(tmp_path, said(1, "", files=[{"id": "F1"}], blocks=odd)).files
