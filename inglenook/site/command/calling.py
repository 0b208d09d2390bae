"""How a command reaches an action of a room, and tells of its refusals."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError

from inglenook.foundation.policy import Invalid
from inglenook.site.language import gettext as _
from inglenook.site.problems import MendableError


def deed(module: str, name: str) -> Callable[..., Any]:
    """Return the function `name` of `module`; raise `MendableError` where there is none."""
    try:
        return getattr(import_module(module), name)
    except (ImportError, AttributeError) as reason:
        raise MendableError(
            _("This installation cannot do that: %(why)s.") % {"why": reason}
        ) from reason


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what an action refuses into a `MendableError` with the same sentences."""
    try:
        yield
    except Invalid as refusal:
        raise MendableError(refusal.sentence) from refusal
    except ValidationError as refusal:
        raise MendableError(" ".join(refusal.messages)) from refusal
    except (PermissionDenied, ObjectDoesNotExist) as refusal:
        raise MendableError(str(refusal) or _("That is not allowed.")) from refusal
