"""Reads what is said in the sample: one file a space, in the order in which it is said.

A line that begins with `::` is a step, and what follows up to the next one is its text:

    :: thread KEY | TITLE             the posts from here on are a thread of a board
    :: post WHO WHEN [#LABEL] [^LABEL]  a post in it; `^` names the post that it answers
    :: say WHO WHEN [#LABEL]          a line of a chat
    :: answer WHO WHEN ^LABEL         a line in the branch beneath the line with that label
    :: react EMOJI WHO…               reactions on what was said last
    :: edit WHEN                      other words for what was said last
    :: erase WHO WHEN                 what was said last is taken away
    :: solved WHO WHEN #LABEL         `#last` is what was said last
    :: pin WHO WHEN, :: close WHO WHEN
    :: gather WHO WHEN ^LABEL         what follows the line becomes its branch

WHEN is `3d18:30` (UTC, three days ago) or `95m` (minutes ago).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

_WHEN = re.compile(r"(\d+)d(\d\d):(\d\d)\Z|(\d+)m\Z")
_APART = timedelta(seconds=40)


class ScriptError(ValueError):
    """A line of a script can't be read; the message names file and line."""


@dataclass(slots=True)
class Step:
    """One thing that somebody does at a moment."""

    kind: str
    place: str
    thread: str
    at: datetime
    who: str = ""
    title: str = ""
    words: list[str] = field(default_factory=list)
    label: str = ""
    refers: str = ""
    text: str = ""


def steps_of(place: str, script: str, now: datetime) -> list[Step]:
    """The steps of one file; each stands after the one before it, also right after midnight.

    Raises:
        ScriptError: for a line that isn't a step.
    """
    steps: list[Step] = []
    thread = title = ""
    last = datetime.min.replace(tzinfo=now.tzinfo)
    for number, line in enumerate(script.splitlines(), 1):
        if not line.startswith(":: "):
            if steps:
                steps[-1].text += line + "\n"
            continue
        kind, *words = line[3:].split()
        if kind == "thread":
            thread, _, title = (part.strip() for part in line[10:].partition("|"))
            last = datetime.min.replace(tzinfo=now.tzinfo)
            continue
        try:
            step = _step(kind, words, last, now)
        except (ValueError, IndexError) as reason:
            raise ScriptError(f"{place}, line {number}: {line}") from reason
        step.place, step.thread, step.title = place, thread, title
        title, last = "", step.at
        steps.append(step)
    return steps


def _step(kind: str, words: list[str], last: datetime, now: datetime) -> Step:
    step = Step(kind, "", "", last)
    if kind == "react":
        step.words = words
        return step
    plain = [word for word in words if word[0] not in "#^"]
    step.label = next((word[1:] for word in words if word[0] == "#"), "")
    step.refers = next((word[1:] for word in words if word[0] == "^"), "")
    if kind != "edit":
        step.who = plain.pop(0)
    wanted = _moment(plain[0], now)
    step.at = wanted if wanted > last else last + _APART
    return step


def _moment(when: str, now: datetime) -> datetime:
    found = _WHEN.match(when)
    if found is None:
        raise ValueError(when)
    days, hour, minute, minutes = found.groups()
    if minutes:
        return now - timedelta(minutes=int(minutes))
    day = now - timedelta(days=int(days))
    return day.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)
