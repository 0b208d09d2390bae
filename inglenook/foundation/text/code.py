"""Find the code in Markdown, so that what looks like a mention there is left alone.

Only an approximation of CommonMark, wrong at the edges (indented code, code in nested
containers), but in linear time: a backtick run looks up its partner instead of searching for it.
"""

import re
from bisect import bisect_right
from collections.abc import Callable

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})[^\n]*$", re.MULTILINE)
_RUN = re.compile(r"`+")


def outside_code(markdown: str, change: Callable[[str], str]) -> str:
    """Apply `change` to every stretch of `markdown` that is not code."""
    if "`" not in markdown and "~~~" not in markdown:
        return change(markdown)
    parts: list[str] = []
    done = 0
    for start, end in _code_spans(markdown):
        parts.append(change(markdown[done:start]))
        parts.append(markdown[start:end])
        done = end
    parts.append(change(markdown[done:]))
    return "".join(parts)


def _code_spans(markdown: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    done = 0
    for start, end in _fences(markdown):
        spans += _inline(markdown, done, start)
        spans.append((start, end))
        done = end
    return spans + _inline(markdown, done, len(markdown))


def _fences(markdown: str) -> list[tuple[int, int]]:
    """Where fenced blocks begin and end; one left open reaches to the end of the text."""
    found: list[tuple[int, int]] = []
    opened: tuple[int, str] | None = None
    for line in _FENCE.finditer(markdown):
        fence = line[1]
        if opened is None:
            opened = line.start(), fence
        elif fence.startswith(opened[1]) and line[0].strip() == fence:
            found.append((opened[0], line.end()))
            opened = None
    if opened is not None:
        found.append((opened[0], len(markdown)))
    return found


def _inline(markdown: str, start: int, end: int) -> list[tuple[int, int]]:
    runs = [(run.start(), run.end()) for run in _RUN.finditer(markdown, start, end)]
    by_length: dict[int, list[int]] = {}
    for begin, finish in runs:
        by_length.setdefault(finish - begin, []).append(begin)
    found: list[tuple[int, int]] = []
    done = start
    for begin, finish in runs:
        if begin < done:
            continue
        length = finish - begin
        partners = by_length[length]
        at = bisect_right(partners, begin)
        if at < len(partners):
            done = partners[at] + length
            found.append((begin, done))
    return found
