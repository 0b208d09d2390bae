"""What the pages of an import show."""

from inglenook.archive.queries.looking import report_page, run_of, start_page
from inglenook.archive.queries.numbers import community_numbers
from inglenook.archive.queries.opening import open_page
from inglenook.archive.queries.standing import done_page, progress_page, undo_page

__all__ = [
    "community_numbers",
    "done_page",
    "open_page",
    "progress_page",
    "report_page",
    "run_of",
    "start_page",
    "undo_page",
]
