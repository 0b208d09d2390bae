"""Mentions on their way: from a source's person to a member of the house.

A format writes the token ``<@source:ID>``; once people have become members the writing half
turns it into the house's ``@[42]`` (the id of a membership). Code and what is escaped by a
backslash is left alone, so nobody forges a mention by writing a token.
"""

import re
from collections.abc import Mapping

_START = "<@source:"
_RUN = re.compile(
    r"\\."  # escaped
    r"|^(?P<bar>`{3,}+)\n(?:.*\n)*?(?P=bar)$"
    r"|(?<!`)(?P<ticks>`++)[^`\n]++(?P=ticks)(?!`)"
    r"|<@source:(?P<person>[^<>\s]{1,200})>",
    re.MULTILINE,
)
_MARKUP = re.compile(r"([\\`*_~\[\]<>&|])")


def mention(source_id: str) -> str:
    """The token for a person; `source_id` without spaces and angle brackets."""
    return f"{_START}{source_id}>"


def escaped(text: str) -> str:
    """Plain text as Markdown that shows it, within a line."""
    return _MARKUP.sub(r"\\\1", text)


def resolve_mentions(markdown: str, mapping: Mapping[str, int], names: Mapping[str, str]) -> str:
    """Turn tokens into ``@[membership id]``, or into ``@Name`` for whoever didn't become one.

    `mapping` goes from source id to membership id, `names` from source id to name.
    """
    if _START not in markdown:
        return markdown

    def resolve(found: re.Match[str]) -> str:
        person = found["person"]
        if person is None:
            return found[0]
        member = mapping.get(person)
        return f"@[{member}]" if member is not None else "@" + escaped(names.get(person) or person)

    return _RUN.sub(resolve, markdown)
