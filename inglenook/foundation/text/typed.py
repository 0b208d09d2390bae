"""Mentions in the box where people write: from names to stored ids and back."""

import re
from collections import Counter
from collections.abc import Container, Mapping

from .code import outside_code
from .mentions import PROTECTED, STORED

# Not within an e-mail address or a link. A stored mention has a bracket after its sign.
_TYPED = re.compile(r"(?<![A-Za-z0-9._+/\\])@(?=[^\s\[])([^\n@]{1,61})")
# Only where what is shown would be read as a mention again.
_SHOWN = re.compile(r"(?<![A-Za-z0-9._+/\\\]])@\[(\d{1,18})\](?!\w)")
_UNCLEAR = re.compile(r"[@`\[\]\n]")
_FIRST = 2


def editable(markdown: str, names: Mapping[int, str]) -> str:
    """Stored Markdown for the edit box: ``@[42]`` becomes ``@Name`` again.

    Two members of one name, members not in `names`, and places where a name could not be told
    from the letters around it keep the stored form, which `typed_mentions` leaves as it is.
    """
    if "@[" not in markdown:
        return markdown
    times = Counter(name.lower() for name in names.values())
    sure = {
        key: f"@{name}"
        for key, name in names.items()
        if times[name.lower()] == 1 and not _UNCLEAR.search(name)
    }
    return outside_code(
        markdown, lambda text: _SHOWN.sub(lambda at: sure.get(int(at[1]), at[0]), text)
    )


def typed_mentions(markdown: str, candidates: Mapping[str, int]) -> str:
    """Turn ``@Name`` as typed into ``@[id]``, the longest name that fits first.

    `candidates` gives the id for each name that the writer may mention (leave out names that two
    members share). A name of several words may also be typed with hyphens: ``@Anna-Maria-Berg``.
    Case doesn't matter; code and e-mail addresses are left alone.
    """
    if "@" not in markdown or not candidates:
        return markdown
    index = _by_first_letters(candidates)

    def change(text: str) -> str:
        return _TYPED.sub(lambda found: _stored(found, index), text)

    return outside_code(markdown, change)


def stored_mentions(markdown: str) -> frozenset[int]:
    """The ids of all that looks like a stored mention, in code as well."""
    return frozenset(int(found[1]) for found in STORED.finditer(markdown))


def without_unknown_mentions(markdown: str, known: Container[int]) -> str:
    """Put a backslash before mentions of others than these, so that they stay mere text."""

    def change(text: str) -> str:
        return PROTECTED.sub(
            lambda found: found[0] if int(found[1]) in known else "\\" + found[0], text
        )

    return outside_code(markdown, change) if "@[" in markdown else markdown


def _by_first_letters(candidates: Mapping[str, int]) -> dict[str, list[tuple[str, int]]]:
    index: dict[str, list[tuple[str, int]]] = {}
    for name, key in candidates.items():
        for form in {name.lower(), "-".join(name.lower().split())}:
            index.setdefault(form[:_FIRST], []).append((form, key))
    for forms in index.values():
        forms.sort(key=lambda form: -len(form[0]))
    return index


def _stored(found: re.Match[str], index: dict[str, list[tuple[str, int]]]) -> str:
    typed = found[1]
    lowered = typed.lower()
    if len(lowered) == len(typed):
        for name, key in index.get(lowered[:_FIRST], ()):
            after = lowered[len(name) : len(name) + 1]
            if lowered.startswith(name) and not (after.isalnum() or after == "_"):
                return f"@[{key}]{typed[len(name) :]}"
    return found[0]
