"""What is wrong with the house, and since when.

A room declares a `Check` in its `declares.py`: a name, and a function that looks and answers
`fine(...)`, `note(...)` or `wrong(..., cure)`. The worker looks every minute and keeps what it
found, so that "since" outlives a restart; the operator's pages look by themselves as well, so that
they tell what is wrong while nothing can be written.

    declare(Check("backup", _("Backups"), look_at_backups, order=60))
"""

from .found import Found, State, fine, note, wrong
from .kept import Condition, Line, lines, look_round, since_of, states, troubles
from .registry import Check, checks, declare

__all__ = [
    "Check", "Condition", "Found", "Line", "State", "checks", "declare", "fine", "lines",
    "look_round", "note", "since_of", "states", "troubles", "wrong",
]  # fmt: skip
