"""What the forms of the talk share: the typed text, one deed a press, a page after a refusal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from inglenook.foundation import intent
from inglenook.foundation.limits import Limit
from inglenook.foundation.policy import Invalid

POSTS = Limit("post", 1000, 600)
REACTIONS = Limit("react", 300, 60)
MARKS = Limit("mark as read", 3000, 600)


def typed(request: Any) -> str:
    """The text as it was typed."""
    return str(request.POST.get("text", ""))


def done_once(request: Any, deed: str, do: Callable[[], str]) -> str:
    """Do it once for this form; returns the address of the result. See `foundation.intent`."""
    return intent.pressed(request, deed, do)


def said_once[T](
    request: Any, deed: str, prepare: Callable[[], T], write: Callable[[T], str]
) -> str:
    """The same for a text, which `prepare` renders before the transaction."""
    return intent.once_prepared(*intent.of_form(request, deed), prepare, write)


def replaced(page: Any, request: Any = None, problem: Invalid | None = None, **fields: Any) -> Any:
    """A frozen page with other fields; a composer keeps what was typed and says what is wrong."""
    if problem is not None:
        fields |= {
            "problem": problem.sentence,
            "text": typed(request),
            "intent": request.POST.get("intent") or intent.new_token(),
        }
    return replace(page, **fields)
