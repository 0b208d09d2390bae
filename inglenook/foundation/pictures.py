"""Pictures of members."""

from typing import Any


def store(upload: Any) -> str:
    return ""


def forget(name: str) -> None: ...


def served(name: str) -> Any: ...
