"""May somebody do this? One answer greys the button, explains, and is required by the action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True, slots=True)
class Answer:
    """A policy's answer; truthy when allowed. `sentence` tells a refused person why."""

    allowed: bool
    sentence: Any = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Answer(True)


def No(sentence: Any) -> Answer:  # noqa: N802 - reads as the counterpart of YES
    """A refusal with the sentence that a person reads."""
    return Answer(False, sentence)


class Refused(PermissionDenied):
    """Somebody sees the thing but may not do this; carries the sentence. Answered with 403."""

    def __init__(self, sentence: Any) -> None:
        super().__init__(str(sentence))
        self.sentence = str(sentence)


class Invalid(ValueError):
    """What was typed can't be taken; carries the sentence on how to mend it, and the field."""

    def __init__(self, sentence: Any, field: str = "") -> None:
        super().__init__(str(sentence))
        self.sentence = str(sentence)
        self.field = field


def require(answer: Answer) -> None:
    """Go on when the policy says yes.

    Raises:
        Refused: with the policy's sentence, when it says no.
    """
    if not answer:
        raise Refused(answer.sentence)
