"""Make strings of strangers fit to be stored: no controls, no tricks of direction, a length."""

import re

from . import limits

# Controls other than tab and newline, halves of surrogate pairs, and noncharacters: databases
# refuse some of them, encoders the others.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Marks that turn the direction of a line or take no room let one name look like another.
_TRICKS = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_ADDRESS = re.compile(r"[^\s@<>\"',;:\\()\[\]]{1,64}@[^\s@<>\"',;:\\()\[\]/]{1,190}")


def clean_text(text: str) -> str:
    """Text of several lines, line ends made one kind."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNWANTED.sub("", text) if _UNWANTED.search(text) else text


def clean_line(text: object, length: int) -> str:
    """One line of at most `length` characters; anything but a string becomes an empty one."""
    if not isinstance(text, str):
        return ""
    words = " ".join(_TRICKS.sub("", clean_text(text[: length * 8])).split())
    return words if len(words) <= length else words[: length - 1].rstrip() + "…"


def clean_file_name(name: object) -> str:
    """The last part of a path, without what a file system takes for more than a name."""
    if not isinstance(name, str):
        return ""
    last = name[-limits.PATH_CHARACTERS :].replace("\\", "/").rstrip("/").rpartition("/")[2]
    line = clean_line(last.replace(":", "_"), limits.PATH_CHARACTERS).lstrip(".")
    if len(line) <= limits.FILE_NAME_CHARACTERS:
        return line
    _, dot, ending = line.rpartition(".")
    ending = dot + ending if dot and len(ending) <= 10 else ""
    return line[: limits.FILE_NAME_CHARACTERS - len(ending)] + ending


def clean_address(address: object) -> str | None:
    """An e-mail address as it was written, or None where it can't be one."""
    if not isinstance(address, str):
        return None
    address = address.strip()
    return address if len(address) <= 254 and _ADDRESS.fullmatch(address) else None
