"""How a command reaches an action of a room, and tells of its refusals."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError

from inglenook.site.problems import Problem


def deed(module: str, name: str) -> Callable[..., Any]:
    """Return the function `name` of `module`; raise `Problem` where the room is not installed."""
    try:
        return getattr(import_module(module), name)  # type: ignore[no-any-return]
    except (ImportError, AttributeError) as reason:
        raise Problem(f"This installation cannot do that: {reason}.") from reason


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what an action refuses into a `Problem` with the same sentences."""
    try:
        yield
    except ValidationError as refusal:
        raise Problem(" ".join(refusal.messages)) from refusal
    except (PermissionDenied, ObjectDoesNotExist) as refusal:
        raise Problem(str(refusal) or "That is not allowed.") from refusal
