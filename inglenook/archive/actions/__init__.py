"""What can be done with archives: stage, look through, bring in, put back, forget."""

from inglenook.archive.actions.commanding import (
    dry_run_from_command_line,
    import_from_command_line,
)
from inglenook.archive.actions.left_behind import forget_archives_left_behind
from inglenook.archive.actions.running import opened_spaces, start, undo
from inglenook.archive.actions.staging import SOURCES, examine, forget, stage

__all__ = [
    "SOURCES",
    "dry_run_from_command_line",
    "examine",
    "forget",
    "forget_archives_left_behind",
    "import_from_command_line",
    "opened_spaces",
    "stage",
    "start",
    "undo",
]
