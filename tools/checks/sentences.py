"""Python: sentences that people read go through gettext, whole, and when they are shown.

`gettext` at the top of a module speaks the language of whoever started the process; there,
`gettext_lazy` waits for the page. The command line, which must speak before there are settings,
has functions of the same names in `inglenook.site.language`.
"""

import ast
import re
from collections.abc import Iterator

from tools.checks import Finding

FILES = (
    "inglenook/**.py",
    ":!:**/tests/**",
    ":!:**/migrations/**",
    ":!:inglenook/site/sample/**",
    ":!:inglenook/site/bench/**",
)

_MODULES = {"django.utils.translation", "inglenook.site.language"}
_NOW = {"gettext", "ngettext", "pgettext", "npgettext"}
_LAZY = {f"{name}_lazy" for name in _NOW}
# How many of the first arguments are read by xgettext, context included.
_READ = {"gettext": 1, "ngettext": 2, "pgettext": 2, "npgettext": 3}
# Called with a sentence, and the place of its argument.
_SPEAKERS = {"No": 0, "Invalid": 0, "Refused": 0, "ValidationError": 0, "MendableError": 0}
_SPEAKERS |= {"SettingError": 1, "BodyError": 1, "Finding": 2, "print": 0, "input": 0}
_MESSAGES = {"debug", "info", "success", "warning", "error"}
_SHOWN = {
    "button", "cure", "description", "epilog", "found", "greeting", "heading", "help",
    "help_text", "label", "lead", "line", "placeholder", "problem", "sentence", "subject", "way",
}  # fmt: skip
_SENTENCE = re.compile(r"[^\W\d_]+[^\w<>/.:=]+[^\W\d_]|^[A-Z][a-z]{2,}")


def check(path: str, text: str) -> list[Finding]:
    """What breaks a rule in the Python source `text`, which stands at `path`."""
    tree = ast.parse(text, path)
    reader = _Reader(path, _names(tree))
    reader.visit(tree)
    return reader.found


def _names(tree: ast.AST) -> dict[str, str]:
    """What the functions of gettext are called in this module."""
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in _MODULES
        for alias in node.names
        if alias.name in _NOW | _LAZY
    }


class _Reader(ast.NodeVisitor):
    """Walks a module and knows whether it is inside of a function."""

    def __init__(self, path: str, names: dict[str, str]) -> None:
        self.path, self.names = path, names
        self.depth = 0
        self.found: list[Finding] = []

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        # Decorators and defaults run when the module is loaded.
        for part in [*node.decorator_list, node.args]:
            self.visit(part)
        self._inside(node.body)

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815 - ast's own names

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._inside([node.body])

    def _inside(self, body: list[ast.stmt] | list[ast.expr]) -> None:
        self.depth += 1
        for part in body:
            self.visit(part)
        self.depth -= 1

    def visit_Call(self, node: ast.Call) -> None:
        for sentence in [*self._translated(node), *_spoken(node)]:
            self._find(node, sentence)
        self.generic_visit(node)

    def visit_Dict(self, node: ast.Dict) -> None:
        for key, value in zip(node.keys, node.values, strict=True):
            name = key.value if isinstance(key, ast.Constant) else None
            if name in _SHOWN and _is_sentence(value):
                self._find(value, f"{name}: what people read goes through gettext")
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            name = target.id if isinstance(target, ast.Name) else None
            if name in _SHOWN and _is_sentence(node.value):
                self._find(node.value, f"{name}: what people read goes through gettext")
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if isinstance(node.op, ast.Add) and any(
            self._is_gettext(n) for n in (node.left, node.right)
        ):
            self._find(node, "a sentence in two pieces; give it one string with %(places)s")
        self.generic_visit(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        for part in node.values:
            if isinstance(part, ast.FormattedValue) and self._is_gettext(part.value):
                self._find(node, "a sentence in pieces; give it one string with %(places)s")
        self.generic_visit(node)

    def _is_gettext(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Call) and self._called(node) is not None

    def _called(self, node: ast.Call) -> str | None:
        return self.names.get(node.func.id) if isinstance(node.func, ast.Name) else None

    def _translated(self, node: ast.Call) -> Iterator[str]:
        name = self._called(node)
        if name is None:
            return
        if self.depth == 0 and name in _NOW:
            yield f"{name} while the module is loaded: use {name}_lazy"
        for argument in node.args[: _READ[name.removesuffix("_lazy")]]:
            if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
                yield f"{name} of something that isn't a plain string is never collected"

    def _find(self, node: ast.expr, sentence: str) -> None:
        self.found.append(Finding(self.path, node.lineno, sentence))


def _spoken(node: ast.Call) -> Iterator[str]:
    """Sentences that are said as they are."""
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    place = _SPEAKERS.get(name)
    if name in _MESSAGES and _of(node, "messages"):
        place = 1
    if place is not None and any(_is_sentence(said) for said in node.args[place : place + 1]):
        yield f"{name}: what people read goes through gettext"
    for keyword in node.keywords:
        if keyword.arg in _SHOWN and _is_sentence(keyword.value):
            yield f"{keyword.arg}=: what people read goes through gettext"


def _of(node: ast.Call, module: str) -> bool:
    value = getattr(node.func, "value", None)
    return isinstance(value, ast.Name) and value.id == module


def _is_sentence(node: ast.expr) -> bool:
    if isinstance(node, ast.JoinedStr):
        texts = [p.value for p in node.values if isinstance(p, ast.Constant)]
        return any(_SENTENCE.search(str(text)) for text in texts)
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and bool(_SENTENCE.search(node.value))
    )
