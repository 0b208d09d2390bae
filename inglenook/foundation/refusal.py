"""How a form tells of what an action refused."""

from __future__ import annotations

from typing import Any

from inglenook.foundation.policy import Invalid, Refused


def tell(form: Any, problem: Invalid | Refused) -> None:
    """Put the sentence of a refusal beside the field that it is about, or above the form."""
    field = getattr(problem, "field", "")
    form.add_error(field if field in form.fields else None, problem.sentence)
