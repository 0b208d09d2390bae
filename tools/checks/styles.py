"""CSS: colours from tokens, directions that turn with the script, files of the house alone."""

import re
from collections.abc import Iterator
from typing import Any

import tinycss2
from tinycss2.color4 import parse_color

from tools.checks import Finding

FILES = ("inglenook/**/static/**.css", ":!:**/vendor/**")
MOST_LINES = 149

_COLOUR_FUNCTIONS = {
    "rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color",
}  # fmt: skip
# Words that CSS knows as colours and that follow the page or the reader's system.
_FOLLOWING = {"transparent", "currentcolor"}
_SIDES = re.compile(r"(^|-)(left|right)(-|$)")
_TURNED_BY_VALUE = {"text-align", "float", "clear", "caption-side", "resize"}
_TOKEN_FILES = re.compile(r"(^|[-_/])(tokens?|themes?)([-_./]|$)")


def check(path: str, text: str) -> list[Finding]:
    """What breaks a rule in the stylesheet `text`, which stands at `path`."""
    found = []
    lines = text.count("\n") + 1 - text.endswith("\n")
    if lines > MOST_LINES:
        found.append(Finding(path, lines, f"{lines} lines: one block a file, under 150 lines"))
    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    found += [Finding(path, line, sentence) for line, sentence in _walk(path, rules)]
    if not path.startswith("inglenook/foundation/"):
        found += [Finding(path, line, sentence) for line, sentence in _outside_modules(rules)]
    return found


def _outside_modules(rules: list[Any]) -> Iterator[tuple[int, str]]:
    """A capability only arranges: all that it writes stands in the layer `modules`."""
    for rule in rules:
        name = tinycss2.serialize(rule.prelude).strip() if hasattr(rule, "prelude") else ""
        layered = rule.type == "at-rule" and rule.lower_at_keyword == "layer" and name == "modules"
        if not layered:
            yield rule.source_line, "outside of `@layer modules { … }`"


def _walk(path: str, nodes: list[Any]) -> Iterator[tuple[int, str]]:
    """Goes through rules and declarations, however deep they are nested."""
    for node in nodes:
        if node.type == "error":
            yield node.source_line, f"is no CSS: {node.message}"
        elif node.type == "declaration":
            yield from _declaration(path, node)
        elif node.type in ("qualified-rule", "at-rule"):
            if node.type == "at-rule" and node.lower_at_keyword == "import":
                yield node.source_line, "@import: list the file in the page shell instead"
            if node.content is not None:
                yield from _walk(path, tinycss2.parse_blocks_contents(
                    node.content, skip_comments=True, skip_whitespace=True
                ))  # fmt: skip


def _declaration(path: str, node: Any) -> Iterator[tuple[int, str]]:
    name = node.lower_name
    if not name.startswith("--") and _SIDES.search(name):
        yield node.source_line, f"{name} doesn't turn with the script: use inline-start or -end"
    tokens = bool(_TOKEN_FILES.search(path))
    for value in _flat(node.value):
        if name in _TURNED_BY_VALUE and value.type == "ident" and value.lower_value in (
            "left", "right",
        ):  # fmt: skip
            yield value.source_line, f"{name}: {value.value} doesn't turn with the script"
        address = _address(value)
        if address is not None and re.match(r"\s*([a-z][a-z0-9+.-]*:|//)", address, re.IGNORECASE):
            yield value.source_line, f"url({address}) is not a file of the house"
        if not tokens and _is_colour(name, value):
            shown = tinycss2.serialize([value])
            yield value.source_line, f"colour {shown} outside of tokens: use a var(--…)"


def _flat(values: list[Any]) -> Iterator[Any]:
    """Each token of a value, and those inside of functions and brackets."""
    for value in values:
        yield value
        yield from _flat(getattr(value, "arguments", None) or getattr(value, "content", None) or [])


def _address(value: Any) -> str | None:
    if value.type == "url":
        return str(value.value)
    if value.type == "function" and value.lower_name in ("url", "src", "image-set"):
        return "".join(str(part.value) for part in value.arguments if part.type == "string")
    return None


def _is_colour(name: str, value: Any) -> bool:
    if value.type == "hash":
        return parse_color(value) is not None
    if value.type == "function":
        return value.lower_name in _COLOUR_FUNCTIONS and not _derived(value)
    # Elsewhere a colour's name can be a name: `animation: tan 1s`, `grid-area: gold`.
    takes_colours = re.search(r"colou?r|background|border|outline|shadow|fill|stroke|^--", name)
    if value.type == "ident" and takes_colours and value.lower_value not in _FOLLOWING:
        return parse_color(value) is not None
    return False


def _derived(function: Any) -> bool:
    """Whether a colour is made from a token: `oklch(from var(--accent) l c h)`."""
    words = [part for part in function.arguments if part.type != "whitespace"][:2]
    return (
        len(words) == 2
        and getattr(words[0], "lower_value", "") == "from"
        and getattr(words[1], "lower_name", "") == "var"
    )
