"""Text of messages that are made of blocks and attachments: apps' cards, shared messages.

What comes out is mrkdwn again, so that one converter sees it all. Blocks are described at
https://api.slack.com/reference/block-kit/blocks. Depth and number are bounded.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from .. import limits
from .messages import Message, dicts

_DEEPEST = 6
_MOST_PARTS = 500


def whole_text(message: Message) -> tuple[str, bool]:
    """The message's mrkdwn, and whether parts of it had to be made from a card.

    A preview of a link in the text is left out: it repeats what the link says.
    """
    text = message.text or ""
    if not text.strip():
        text = _bounded(_blocks(message.blocks))
        card = bool(text)
    else:
        card = False
    if message.attachments and (not text or message.bot_id or message.subtype == "bot_message"):
        added = _bounded(_attachments(message.attachments, keep_previews=not text))
        if added:
            return (f"{text}\n{added}" if text else added), True
    return text, card


def _bounded(parts: Iterator[str]) -> str:
    kept = [part for part, _ in zip(parts, range(_MOST_PARTS), strict=False)]
    return "\n".join(part for part in kept if part.strip())[: limits.MESSAGE_CHARACTERS]


def _attachments(raw: msgspec.Raw, *, keep_previews: bool) -> Iterator[str]:
    for attachment in dicts(raw):
        if not keep_previews and (attachment.get("from_url") or attachment.get("original_url")):
            continue
        parts = [_string(attachment, key) for key in ("pretext", "title", "text")]
        parts += _fields(attachment)
        yield "\n".join(part for part in parts if part) or _string(attachment, "fallback")


def _fields(attachment: dict[str, Any]) -> list[str]:
    fields = attachment.get("fields")
    if not isinstance(fields, list):
        return []
    lines = []
    for field in fields[:50]:
        if isinstance(field, dict):
            pair = (_string(field, "title"), _string(field, "value"))
            lines.append(": ".join(part for part in pair if part))
    return lines


def _blocks(raw: msgspec.Raw) -> Iterator[str]:
    for block in dicts(raw):
        if block.get("type") == "rich_text":
            for element in _elements(block):
                yield _rich(element, 0)
            continue
        yield _text(block.get("text"))
        for field in _list(block, "fields"):
            yield _text(field)
        if block.get("type") == "context":
            yield " ".join(filter(None, (_text(part) for part in _elements(block))))
        yield _string(block, "alt_text")


def _rich(element: dict[str, Any], depth: int) -> str:
    """One element of rich text. Lists come as bullets or numbers, four spaces a level."""
    if depth > _DEEPEST:
        return ""
    kind = element.get("type")
    if kind == "rich_text_list":
        return _rich_list(element, depth)
    inner = "".join(_leaf(part) for part in _elements(element))
    if kind == "rich_text_preformatted":
        return f"```{inner}```"
    if kind == "rich_text_quote":
        return "\n".join(f"&gt; {line}" for line in inner.split("\n"))
    return inner.rstrip("\n")


def _rich_list(element: dict[str, Any], depth: int) -> str:
    indent = element.get("indent")
    spaces = "    " * min(indent if type(indent) is int and indent > 0 else 0, _DEEPEST)
    ordered = element.get("style") == "ordered"
    items = [_rich(item, depth + 1) for item in _elements(element)]
    return "\n".join(
        f"{spaces}{f'{number}.' if ordered else '•'} {item}"
        for number, item in enumerate(items, start=1)
    )


def _leaf(part: dict[str, Any]) -> str:
    kind = part.get("type")
    if kind == "text":
        return _styled(_escape(_string(part, "text")), part.get("style"))
    if kind == "emoji":
        return f":{_string(part, 'name')}:"
    if kind == "link":
        label = _escape(_string(part, "text"))
        address = _escape(_string(part, "url"))
        return f"<{address}|{label}>" if label else f"<{address}>"
    for wanted, sign, key in _REFERENCES:
        if kind == wanted:
            return f"<{sign}{_string(part, key)}>"
    return ""


_REFERENCES = (
    ("user", "@", "user_id"),
    ("channel", "#", "channel_id"),
    ("usergroup", "!subteam^", "usergroup_id"),
    ("broadcast", "!", "range"),
)


def _styled(text: str, style: object) -> str:
    if not isinstance(style, dict) or not text.strip():
        return text
    for name, mark in (("code", "`"), ("bold", "*"), ("italic", "_"), ("strike", "~")):
        if style.get(name) is True:
            text = f"{mark}{text}{mark}"
    return text


def _text(part: object) -> str:
    """A text object's mrkdwn; plain text is escaped."""
    if not isinstance(part, dict):
        return ""
    text = _string(part, "text")
    return text if part.get("type") == "mrkdwn" else _escape(text)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _elements(block: dict[str, Any]) -> list[dict[str, Any]]:
    return _list(block, "elements")


def _list(block: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = block.get(key)
    return (
        [e for e in found[:_MOST_PARTS] if isinstance(e, dict)] if isinstance(found, list) else []
    )


def _string(part: dict[str, Any], key: str) -> str:
    found = part.get(key)
    return found if isinstance(found, str) else ""
