"""`inglenook import slack FILE`: bring an archive into a community."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from inglenook.site.command.calling import deed, refusals
from inglenook.site.problems import MendableError

HELP = "bring the archive of another place into a community"
NEEDS_DATABASE = True
SOURCES = ("slack",)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("source", choices=SOURCES, help="what kind of archive it is")
    parser.add_argument("file", type=Path, metavar="FILE", help="the archive, as it was exported")
    parser.add_argument("--community", required=True, metavar="SLUG", help="where it goes")
    parser.add_argument("--yes", action="store_true", help="go on without asking")
    parser.add_argument("--json", action="store_true", help="print the counts as JSON alone")
    parser.add_argument(
        "--with-direct-messages",
        action="store_true",
        help="take direct messages too; only those who wrote to one another see them",
    )


def run(arguments: argparse.Namespace) -> int:
    """Show what would come, ask, import, and print the counts."""
    if not arguments.file.is_file():
        raise MendableError(
            f"There is no file {arguments.file}. Give the path of the exported archive."
        )
    if arguments.json and not arguments.yes:
        raise MendableError("With --json nobody can be asked; add --yes to go on without asking.")
    dry_run = deed("inglenook.archive.actions", "dry_run_from_command_line")
    go = deed("inglenook.archive.actions", "import_from_command_line")
    options = {
        "source": arguments.source,
        "path": arguments.file,
        "community": arguments.community,
        "direct_messages": arguments.with_direct_messages,
    }
    with refusals():
        if not arguments.yes and not _agreed(dry_run(**options)):
            print("Nothing was imported.", file=sys.stderr)
            return 1
        counts: dict[str, Any] = go(progress=_progress(), **options)
    print(json.dumps(counts) if arguments.json else _table(counts))
    return 0


def _agreed(report: dict[str, Any]) -> bool:
    print(_table(report))
    if not sys.stdin.isatty():
        raise MendableError("Nobody can be asked here; add --yes to go on without asking.")
    return input("Import this? [y/N] ").strip().lower() in ("y", "yes")


def _table(counts: dict[str, Any]) -> str:
    lines = []
    for name, value in counts.items():
        if isinstance(value, dict):
            lines += [f"{name}:", *(f"  {n:>10,}  {reason}" for reason, n in value.items())]
        else:
            lines.append(f"{value:>12,}  {name}" if isinstance(value, int) else f"{name}: {value}")
    return "\n".join(lines)


def _progress() -> Any:
    """Return a function (done, total) that draws a bar; none where no person looks."""
    if not sys.stderr.isatty():
        return lambda done, total: None

    def draw(done: int, total: int) -> None:
        filled = 30 * done // max(total, 1)
        end = "\n" if done >= total else ""
        bar = "#" * filled + "." * (30 - filled)
        print(f"\r[{bar}] {done:,} of {total:,}", end=end, file=sys.stderr, flush=True)

    return draw
