"""Slack's mrkdwn to Markdown: what Slack shows as form becomes form, all else stays as typed.

Slack's text (https://api.slack.com/reference/surfaces/formatting) escapes &, < and > and puts
links and mentions in angle brackets. Lines stay lines, as in the house's renderer. The work is
linear in the length of the text: marks are paired with a stack, not searched for.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..reasons import Change
from ..records import Changed
from .angles import angle, in_code
from .emoji_names import emoji_of
from .lines import Block, classify, join_blocks

_FENCE = re.compile(r"```([\s\S]+?)```")
#: A text without any of these, and without a line end, is Markdown already.
_ANYTHING = re.compile(r"[\\*_~`\[|<>&\n•◦▪‣:#+\-=\t]|^[ \d]")
_INLINE = re.compile(
    r"`[^`\n]+`"
    r"|<[^<>\n]{1,4000}>"
    r"|:[\w+'-]{1,100}(?:::skin-tone-[2-6])?:"
    r"|&(?:amp|lt|gt);"
    r"|[*~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])"
    r"|[\\`\[|<&]"
)
_MARKS = {"*": "**", "_": "_", "~": "~~"}
_ENTITY = re.compile(r"#?\w{1,40};")
_EDGE = re.compile(r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_LETTER = re.compile(r"[^\W\d_]")
_TICKS = re.compile(r"`+")


@dataclass(slots=True)
class Context:
    """Names that texts refer to, by source id, and what was changed in the text at hand."""

    people: Mapping[str, str]
    spaces: Mapping[str, str]
    changes: list[Changed] = field(default_factory=list)

    def note(self, change: Change, sample: str) -> None:
        """Remember a change, each kind once a text."""
        if all(known.change is not change for known in self.changes):
            self.changes.append(Changed(change, sample[:80]))


def to_markdown(text: str, context: Context) -> str:
    """Markdown for one message's text. Never raises; changes are noted in `context`.

    Mentions become tokens (see `inglenook.archive.mentions`).
    """
    if not _ANYTHING.search(text):
        return text
    if "```" not in text:
        return _prose(text, context)
    blocks: list[str] = []
    done = 0
    for fence in _FENCE.finditer(text):
        blocks.append(_prose(text[done : fence.start()], context))
        blocks.append(_fenced(fence[1], context))
        done = fence.end()
    blocks.append(_prose(text[done:], context))
    return "\n\n".join(block for block in blocks if block)


def _fenced(code: str, context: Context) -> str:
    code = in_code(code, context).removeprefix("\n").removesuffix("\n")
    longest = max((len(run) for run in _TICKS.findall(code)), default=0)
    bar = "`" * max(3, longest + 1)
    return f"{bar}\n{code}\n{bar}"


def _prose(text: str, context: Context) -> str:
    text = text.strip("\n")
    if "\n" not in text:
        block = classify(text, Block("blank", ""))
        return join_blocks([_inside(block, context)]) if text else ""
    blocks: list[Block] = []
    before = Block("blank", "")
    for line in text.split("\n"):
        block = classify(line, before)
        blocks.append(_inside(block, context))
        if block.kind != "blank":
            before = block
    return join_blocks(blocks)


def _inside(block: Block, context: Context) -> Block:
    block.text = inline(block.text, context)
    return block


def inline(line: str, context: Context) -> str:
    """Markdown for what stands within one line."""
    out: list[str] = []
    opened: dict[str, int] = {}
    done = 0
    for found in _INLINE.finditer(line):
        start, end = found.span()
        if start > done:
            out.append(line[done:start])
        piece = found[0]
        first = piece[0]
        if first in _MARKS:
            _mark(first, line, start, out, opened)
        else:
            out.append(_token(piece, first, line, start, end, context))
        done = end
    if not done:
        return line
    out.append(line[done:])
    return "".join(out)


def _token(piece: str, first: str, line: str, start: int, end: int, context: Context) -> str:
    if first == "<" and end - start > 1:
        return angle(piece[1:-1], context)
    if first == "`" and end - start > 1:
        return f"`{in_code(piece[1:-1], context)}`"
    if first == ":":
        return _emoji(piece, line, start, end, context)
    if piece == "&gt;":
        return ">"
    if piece == "&lt;":
        return "\\<"
    if first == "&":
        return "\\&" if _ENTITY.match(line, end) else "&"
    return "\\" + piece


def _emoji(piece: str, line: str, start: int, end: int, context: Context) -> str:
    before, after = line[start - 1 : start].isalnum(), line[end : end + 1].isalnum()
    # "10:30:45" and "a:b:c" look like emoji and are none.
    found = None if before and after else emoji_of(piece[1:-1])
    if found:
        return found
    if not before and not after and _LETTER.search(piece):
        context.note(Change.CUSTOM_EMOJI, piece)
    return _EDGE.sub(r"\_", piece) if "_" in piece else piece


def _mark(mark: str, line: str, at: int, out: list[str], opened: dict[str, int]) -> None:
    """Open or close a stretch of form where Slack would, or keep the character as it is.

    `opened` holds per mark the place in `out` where one waits to be closed.
    """
    before, after = line[at - 1 : at], line[at + 1 : at + 2]
    outside_before = not before or not (before.isalnum() or before == mark or before in "\\/")
    outside_after = not after or not (after.isalnum() or after == mark or after in "\\/")
    place = opened.get(mark)
    if place is not None and outside_after and before != mark and not before.isspace():
        out[place] = _MARKS[mark]
        out.append(_MARKS[mark])
        for other in [key for key, where in opened.items() if where >= place]:
            del opened[other]
        return
    if outside_before and after and not after.isspace() and after != mark:
        opened[mark] = len(out)
    out.append("\\" + mark)
