"""What can be done in a talk, one function a deed."""

from inglenook.conversations.actions.drafting import Draft, checked_title, drafted
from inglenook.conversations.actions.editing import StaleEdit, delete_post, edit_post
from inglenook.conversations.actions.reacting import react
from inglenook.conversations.actions.reading import mark_read, mark_space_seen
from inglenook.conversations.actions.tending import (
    branch_stretch,
    close_thread,
    move_thread,
    pin_thread,
    resolve_thread,
)
from inglenook.conversations.actions.writing import (
    reply,
    say,
    start_branch,
    start_thread,
    stream_of,
)

__all__ = [
    "Draft",
    "StaleEdit",
    "branch_stretch",
    "checked_title",
    "close_thread",
    "delete_post",
    "drafted",
    "edit_post",
    "mark_read",
    "mark_space_seen",
    "move_thread",
    "pin_thread",
    "react",
    "reply",
    "resolve_thread",
    "say",
    "start_branch",
    "start_thread",
    "stream_of",
]
