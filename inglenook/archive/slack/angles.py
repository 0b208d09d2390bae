"""What stands in Slack's angle brackets: links, mentions of people, channels and groups, dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from ..cleaning import clean_line
from ..limits import NAME_CHARACTERS
from ..mentions import escaped, mention
from ..reasons import Change

if TYPE_CHECKING:
    from .mrkdwn import Context

_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_ENTITY = re.compile(r"&(?:amp|lt|gt);")
_IN_CODE = re.compile(r"<([^<>\n]{1,4000})>|&(?:amp|lt|gt);")
_LINK = re.compile(r"(?:https?|ftp|git)://[^\s]+|(?:mailto|tel):[^\s]+", re.IGNORECASE)
_ADDRESS = re.compile(r"[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_PERSON = re.compile(r"[A-Z0-9]{2,40}")
_ENTITY_LIKE = re.compile(r"&(?=#?\w+;)")
#: Stays as it is in an address; the rest is percent-encoded. "%" is there already.
_IN_ADDRESS = "!#$%&'()*+,-./:;=?@_~[]"


def unescaped(text: str) -> str:
    """Slack's three entities as characters."""
    return _ENTITY.sub(lambda found: _ENTITIES[found[0]], text) if "&" in text else text


def angle(inner: str, context: Context) -> str:
    """Markdown for what stood between < and >."""
    what, bar, label = inner.partition("|")
    sign = what[:1]
    if sign == "@" and _PERSON.fullmatch(what, 1):
        return _person(what[1:], label, context)
    if sign == "#":
        return escaped("#" + _space(what[1:], label, context))
    if sign == "!":
        return escaped(_special(what[1:], label))
    if _LINK.fullmatch(unescaped(what)):
        return _link(unescaped(what), unescaped(label) if bar else "")
    return escaped(f"<{unescaped(inner)}>")


def in_code(text: str, context: Context) -> str:
    """Code as it was typed: Slack makes links and mentions even there."""
    if "<" not in text and "&" not in text:
        return text

    def plain(found: re.Match[str]) -> str:
        if found[1] is None:
            return _ENTITIES[found[0]]
        what, _, label = found[1].partition("|")
        if what[:1] == "@" and _PERSON.fullmatch(what, 1):
            name = context.people.get(what[1:]) or unescaped(label) or what[1:]
            return "@" + name.replace("`", "'")
        if what[:1] == "#":
            return "#" + _space(what[1:], label, context).replace("`", "'")
        if what[:1] == "!":
            return _special(what[1:], label)
        if _LINK.fullmatch(unescaped(what)):
            return unescaped(label or what)
        return f"<{unescaped(found[1])}>"

    return _IN_CODE.sub(plain, text)


def _person(source_id: str, label: str, context: Context) -> str:
    if source_id in context.people:
        return mention(source_id)
    name = clean_line(unescaped(label), NAME_CHARACTERS) or source_id
    context.note(Change.UNKNOWN_MENTION, name)
    return "@" + escaped(name)


def _space(source_id: str, label: str, context: Context) -> str:
    """A channel's name. Slack leaves out the label where the channel is private; so do we."""
    name = unescaped(label) or context.spaces.get(source_id, source_id)
    return clean_line(name, NAME_CHARACTERS).lstrip("# ") or "channel"


def _special(what: str, label: str) -> str:
    """``!here``, a group, or a date with what to show where it can't be shown."""
    kind = what.partition("^")[0]
    if label:
        shown = unescaped(label)
        return shown if kind == "date" or shown.startswith("@") else "@" + shown
    return "@group" if kind == "subteam" else "@" + unescaped(kind)


def _link(address: str, label: str) -> str:
    mailbox = address[7:] if address[:7].lower() == "mailto:" else ""
    if label in ("", mailbox) and _ADDRESS.fullmatch(mailbox):
        return f"<{mailbox}>"
    safe = quote(address, safe=_IN_ADDRESS, errors="replace")
    if not label or label == address:
        return f"<{safe}>"
    safe = _ENTITY_LIKE.sub("&amp;", safe.replace("(", "%28").replace(")", "%29"))
    return f"[{escaped(label)}]({safe})"
