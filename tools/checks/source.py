"""Python: the few doors that there are to rows, to the network and to unescaped HTML."""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from tools.checks import Finding

FILES = ("inglenook/**.py", ":!:**/tests/**", ":!:**/migrations/**")

_NETWORK = {
    "aiohttp", "ftplib", "http.client", "httpx", "requests", "smtplib", "urllib.request", "urllib3",
}  # fmt: skip
# `doctor` asks the mail server that the operator named whether it answers.
_NETWORK_DOORS = re.compile(r"^inglenook/(foundation/(outbound|mail)|site/checkup)(\.py|/)")
_SAFE_HTML = {"mark_safe", "SafeText", "SafeData", "html_safe"}
_SAFE_DOORS = re.compile(r"^inglenook/foundation/(text|templatetags)(\.py|/)")
_SAFE_SENTENCE = "only foundation/text says what is safe HTML"
_BANNED = {
    "django.contrib.admin": "no Django admin: every deed goes through an action",
    "ModelForm": "no ModelForm: a form parses, an action writes",
    "modelform_factory": "no ModelForm: a form parses, an action writes",
    "modelformset_factory": "no ModelForm: a form parses, an action writes",
}
# Modules that never reach rows by themselves.
_ROWLESS = re.compile(r"(^|/)(views|forms|urls|policy|templatetags)(\.py$|/)")


def check(path: str, text: str) -> list[Finding]:
    """What breaks a rule in the Python source `text`, which stands at `path`."""
    found = []
    for node in ast.walk(ast.parse(text, path)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            sentences = _imported(path, node)
        elif isinstance(node, ast.Call):
            sentences = _called(path, node)
        elif isinstance(node, ast.Attribute):
            sentences = _attribute(path, node)
        else:
            continue
        found += [Finding(path, node.lineno, sentence) for sentence in sentences]
    return found


def _imported(path: str, node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    for module, name in _names(node):
        whole = f"{module}.{name}" if module else name
        if not _NETWORK_DOORS.match(path) and _under(whole, _NETWORK):
            yield f"{whole}: what leaves the house goes through foundation/outbound or mail"
        if name in _SAFE_HTML and not _SAFE_DOORS.match(path):
            yield f"{name}: {_SAFE_SENTENCE}"
        for banned, sentence in _BANNED.items():
            if name == banned or _under(whole, {banned}):
                yield sentence


def _names(node: ast.Import | ast.ImportFrom) -> list[tuple[str, str]]:
    """The pairs of module and name that `node` brings in; relative ones are the room's own."""
    if isinstance(node, ast.Import):
        return [("", alias.name) for alias in node.names]
    if node.level:
        return []
    return [(node.module or "", alias.name) for alias in node.names]


def _under(name: str, modules: set[str]) -> bool:
    return any(name == module or name.startswith(f"{module}.") for module in modules)


def _called(path: str, node: ast.Call) -> Iterator[str]:
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    first = node.args[0] if node.args else None
    if name == "unguarded" and not path.startswith("inglenook/foundation/"):
        # One reason for several queries has a name: WHY.
        named = isinstance(first, ast.Name) and first.id.isupper()
        if not named and not _text(first).strip():
            yield 'unguarded() without a reason: .unguarded("why nobody is left out here")'
    nothing = isinstance(first, ast.Constant) and first.value == ""
    if name in ("mark_safe", "SafeString") and not nothing and not _SAFE_DOORS.match(path):
        yield f"{name}: {_SAFE_SENTENCE}"


def _text(node: ast.expr | None) -> str:
    """The plain string that `node` is; empty where it is none."""
    text = node.value if isinstance(node, ast.Constant) else None
    return text if isinstance(text, str) else ""


def _attribute(path: str, node: ast.Attribute) -> Iterator[str]:
    if not _ROWLESS.search(path) or PurePosixPath(path).name == "__init__.py":
        return
    if node.attr in ("objects", "_default_manager", "_base_manager"):
        yield "rows are reached by queries.py and actions.py alone"
    if node.attr == "ModelForm":
        yield _BANNED["ModelForm"]
