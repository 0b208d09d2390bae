"""One daily file of Slack's export: bytes in, messages out.

The layout is described at https://slack.com/help/articles/220556107 ("How to read Slack data
exports"). Parts that few messages have stay undecoded until somebody asks for them.
"""

import json
import re
from typing import Any

import msgspec

from ..reasons import Reason

_NOTHING = msgspec.Raw(b"")
_TIME = re.compile(r"(\d{1,10})(?:\.(\d{1,9}))?", re.ASCII)
_LAST_SECOND = 4_102_444_800  # the year 2100
_FAULTS = (msgspec.DecodeError, RecursionError, ValueError)
_BOM = b"\xef\xbb\xbf"


class Message(msgspec.Struct, gc=False):
    """What is read of one message. The other fields of Slack's are not needed here."""

    ts: str = ""
    text: str | None = None
    user: str | None = None
    thread_ts: str | None = None
    subtype: str | None = None
    bot_id: str | None = None
    username: str | None = None
    edited: msgspec.Raw = _NOTHING
    files: msgspec.Raw = _NOTHING
    file: msgspec.Raw = _NOTHING
    reactions: msgspec.Raw = _NOTHING
    blocks: msgspec.Raw = _NOTHING
    attachments: msgspec.Raw = _NOTHING
    user_profile: msgspec.Raw = _NOTHING
    bot_profile: msgspec.Raw = _NOTHING


_day = msgspec.json.Decoder(list[Message])
_apart = msgspec.json.Decoder(list[msgspec.Raw])
_one = msgspec.json.Decoder(Message)
_plain = msgspec.json.Decoder()


class BrokenDayError(Exception):
    """A daily file that can't be read; `reason` says which way."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def decode_day(data: bytes) -> list[Message | None]:
    """The messages of one daily file, in its order; None stands for an entry that isn't one.

    Raises BrokenDayError where the file is not UTF-8, not JSON, or not a list.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BrokenDayError(Reason.WRONG_CHARSET)
    data = data.removeprefix(_BOM)
    try:
        return list(_day.decode(data))
    except UnicodeDecodeError:
        raise BrokenDayError(Reason.WRONG_CHARSET) from None
    except _FAULTS:
        return _decode_apart(_mended(data))


def _decode_apart(data: bytes) -> list[Message | None]:
    """One odd message must not cost a day: decode each by itself."""
    try:
        entries = _apart.decode(data)
    except _FAULTS:
        raise BrokenDayError(Reason.BROKEN_FILE) from None
    found: list[Message | None] = []
    for entry in entries:
        try:
            found.append(_one.decode(entry))
        except _FAULTS:
            found.append(None)
    return found


def _mended(data: bytes) -> bytes:
    """Halves of surrogate pairs, which are valid JSON and no text, replaced by question marks."""
    try:
        return json.dumps(json.loads(data), ensure_ascii=False).encode("utf-8", "replace")
    except UnicodeDecodeError:
        raise BrokenDayError(Reason.WRONG_CHARSET) from None
    except _FAULTS:
        raise BrokenDayError(Reason.BROKEN_FILE) from None


def decoded(part: msgspec.Raw) -> Any:
    """A part that was left undecoded; None where it is absent or unreadable."""
    if part is _NOTHING:
        return None
    try:
        return _plain.decode(part)
    except _FAULTS:
        return None


def dicts(part: msgspec.Raw) -> list[dict[str, Any]]:
    """The objects in a list that was left undecoded; whatever else is in it is passed over."""
    if part is _NOTHING:
        return []
    found = decoded(part)
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def microseconds(ts: object) -> int | None:
    """Slack's time ("1547120241.151600", seconds since 1970) in microseconds; None if it isn't."""
    if not isinstance(ts, str):
        return None
    if len(ts) == 17 and ts[10] == "." and ts.isascii():
        digits = ts[:10] + ts[11:]
        if digits.isdigit() and digits < "4102444800":
            return int(digits) or None
    found = _TIME.fullmatch(ts)
    if not found or int(found[1]) >= _LAST_SECOND:
        return None
    return int(found[1]) * 1_000_000 + int((found[2] or "").ljust(6, "0")[:6]) or None
