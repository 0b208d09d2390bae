"""Lines of Slack's text as blocks of Markdown: quotes, lists, and what only looks like one."""

import re
from dataclasses import dataclass
from typing import Literal

_BULLET = re.compile(r"([ \t]*)[•◦▪‣]\ufe0e?[ \t]*")
_NUMBERED = re.compile(r"(\d{1,3})\. +(?=\S)", re.ASCII)
_QUOTE = re.compile(r"(?:&gt;|>) ?")
_ALL_QUOTED = re.compile(r"(?:&gt;|>){3} ?")
# What begins a heading, a list, a rule or an underlined heading in Markdown and is text in Slack.
_LOOKS_LIKE = re.compile(
    r"(?P<mark>#{1,6}(?=\s|$)|[+-](?=\s|$)|-(?=[-\s]*$)|=(?==*\s*$)|&gt;|>)"
    r"|(?P<number>\d{1,9})(?=[.)](?:\s|$))",
    re.ASCII,
)
_INDENT = re.compile(r"[ \t]+")
_FIRST = frozenset("&> \t•◦▪‣#+-=0123456789")
_DEEPEST = 8

type Kind = Literal["blank", "text", "quote", "quoted", "bullet", "number"]


@dataclass(slots=True)
class Block:
    """One line: its kind, what stands before it, its text, and how deep or which number it is.

    The kind "quoted" is a quote that goes on to the end.
    """

    kind: Kind
    text: str
    prefix: str = ""
    depth: int = 0


def classify(line: str, before: Block) -> Block:
    """What a line is, after the last line that wasn't blank. Its text is still mrkdwn."""
    if before.kind == "quoted":
        prefix, text = _plain_start(line)
        return Block("quoted", text, "> " + prefix)
    if not line or line[0] not in _FIRST:
        return Block("text" if line else "blank", line)
    if quote := _ALL_QUOTED.match(line):
        prefix, text = _plain_start(line[quote.end() :])
        return Block("quoted", text, "> " + prefix)
    if quote := _QUOTE.match(line):
        prefix, text = _plain_start(line[quote.end() :])
        return Block("quote", text, "> " + prefix)
    if bullet := _BULLET.match(line):
        return _bullet(line, bullet, before)
    if number := _NUMBERED.match(line):
        block = _number(line, number, before)
        if block is not None:
            return block
    prefix, text = _plain_start(line)
    return Block("text" if text or prefix.strip("\u00a0") else "blank", text, prefix)


def _plain_start(line: str) -> tuple[str, str]:
    """What must stand before a line so that it is text, and the rest of the line."""
    prefix = ""
    if indent := _INDENT.match(line):
        width = len(indent[0].expandtabs(4))
        prefix = "\u00a0" * width if width > 1 else ""
        line = line[indent.end() :]
    found = _LOOKS_LIKE.match(line)
    if found is None or not line:
        return prefix, line
    if found["number"]:
        end = found.end()
        return f"{prefix}{found['number']}\\{line[end]}", line[end + 1 :]
    mark = ">" if found[0] == "&gt;" else found[0]
    return f"{prefix}\\{mark}", line[found.end() :]


def _bullet(line: str, bullet: re.Match[str], before: Block) -> Block:
    deepest = before.depth + 1 if before.kind == "bullet" else 0
    depth = min(len(bullet[1].expandtabs(4)) // 4, deepest, _DEEPEST)
    prefix, text = _plain_start(line[bullet.end() :])
    return Block("bullet", text, "  " * depth + "- " + prefix, depth)


def _number(line: str, number: re.Match[str], before: Block) -> Block | None:
    """A numbered item, where Markdown would give it the same number; None where it would not."""
    value = int(number[1])
    if before.kind == "number" and value != before.depth + 1:
        return None
    prefix, text = _plain_start(line[number.end() :])
    return Block("number", text, f"{value}. {prefix}", value)


def join_blocks(blocks: list[Block]) -> str:
    """Lines as Markdown, with a blank line wherever one kind of block would swallow the next."""
    out: list[str] = []
    last: Kind = "blank"
    for block in blocks:
        kind: Kind = "quote" if block.kind == "quoted" else block.kind
        if kind == "blank":
            if last != "blank":
                out.append("")
            last = "blank"
            continue
        if out and last not in ("blank", kind):
            out.append("")
        out.append((block.prefix + block.text).rstrip(" "))
        last = kind
    while out and not out[-1]:
        out.pop()
    return "\n".join(out)
