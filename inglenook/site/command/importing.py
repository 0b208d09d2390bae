"""`inglenook import slack FILE`: bring an archive into a community."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from inglenook.site import language
from inglenook.site.command.calling import deed, refusals
from inglenook.site.command.figures import figure, named
from inglenook.site.language import gettext as _
from inglenook.site.language import pgettext
from inglenook.site.problems import MendableError

NEEDS_DATABASE = True
SOURCES = ("slack",)


def brief() -> str:
    """What it is for, in a line."""
    return _("bring the archive of another place into a community")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("source", choices=SOURCES, help=_("what kind of archive it is"))
    parser.add_argument(
        "file", type=Path, metavar="FILE", help=_("the archive, as it was exported")
    )
    parser.add_argument("--community", required=True, metavar="SLUG", help=_("where it goes"))
    parser.add_argument("--yes", action="store_true", help=_("go on without asking"))
    parser.add_argument("--json", action="store_true", help=_("print the counts as JSON alone"))
    parser.add_argument(
        "--with-direct-messages",
        action="store_true",
        help=_("take direct messages too; only those who wrote to one another see them"),
    )


def run(arguments: argparse.Namespace) -> int:
    """Show what would come, ask, import, and print the counts."""
    if not arguments.file.is_file():
        raise MendableError(
            _("There is no file %(file)s. Give the path of the exported archive.")
            % {"file": arguments.file}
        )
    if arguments.json and not arguments.yes:
        raise MendableError(
            _("With --json nobody can be asked; add --yes to go on without asking.")
        )
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
            print(_("Nothing was imported."), file=sys.stderr)
            return 1
        counts: dict[str, Any] = go(progress=_progress(), **options)
    print(json.dumps(counts) if arguments.json else _table(counts))
    return 0


def _agreed(report: dict[str, Any]) -> bool:
    print(_table(report))
    if not sys.stdin.isatty():
        raise MendableError(_("Nobody can be asked here; add --yes to go on without asking."))
    # "y" is heard in every language, since fingers know it.
    agreeing = ("y", "yes", *pgettext("answers that agree to [y/N]", "y yes").split())
    return input(_("Import this? [y/N] ")).strip().lower() in agreeing


def _table(counts: dict[str, Any]) -> str:
    from inglenook.archive.reasons import Reason

    skipped = counts["skipped"]
    lines = [(n, named(name)) for name, n in counts.items() if name != "skipped"]
    lines.append((sum(skipped.values()), named("skipped")))
    lines += [(n, f"{reason}: {Reason(reason).sentence}") for reason, n in skipped.items()]
    return "\n".join(f"{figure(n):>12}  {words}" for n, words in lines)


def _progress() -> Any:
    """Return a function (done, total) that draws a bar; none where no person looks."""
    if not sys.stderr.isatty():
        return lambda done, total: None

    def draw(done: int, total: int) -> None:
        filled = 30 * done // max(total, 1)
        end = "\n" if done >= total else ""
        bar = "#" * filled + "." * (30 - filled)
        # The import speaks the community's language meanwhile.
        with language.spoken(language.current()):
            count = _("%(done)s of %(total)s") % {"done": figure(done), "total": figure(total)}
        print(f"\r[{bar}] {count}", end=end, file=sys.stderr, flush=True)

    return draw
