"""The command line `inglenook`: one module a command.

It speaks the language of whoever runs it. A command that meets something its user can mend
(`MendableError`) says so in a sentence on standard error and ends with 2; nobody is shown a
traceback for a wrong port.
"""

import argparse
import io
import os
import sys
from importlib import import_module

from inglenook.site import language
from inglenook.site.language import gettext as _
from inglenook.site.problems import MendableError

COMMANDS = {
    "up": "up",
    "found": "found",
    "import": "importing",
    "stats": "stats",
    "backup": "backup",
    "restore": "restore",
    "move-to-postgres": "move_to_postgres",
    "doctor": "doctor",
    "host-link": "host_link",
    "manage": "manage",
}


def main(arguments: list[str] | None = None) -> None:
    """Run the command that `arguments` name, by default those of the process; never return."""
    words = sys.argv[1:] if arguments is None else arguments
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inglenook.site.settings")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that knows no umlaut shows a question mark, and no traceback.
            stream.reconfigure(errors="replace")
    language.tell_argparse()
    parsed = parser().parse_args(words)
    try:
        module = import_module(f"inglenook.site.command.{COMMANDS[parsed.command]}")
        if getattr(module, "NEEDS_DJANGO", True):
            language.start_django()
        if getattr(module, "NEEDS_DATABASE", False):
            from inglenook.site.server.prepare import migrate

            migrate()
        code = module.run(parsed)
    except MendableError as problem:
        print(f"inglenook: {problem}", file=sys.stderr)
        code = 2
    except BrokenPipeError:
        # Whoever read the output has read enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


def parser() -> argparse.ArgumentParser:
    """Return the parser with every command; also the source of docs/commands.md."""
    whole = argparse.ArgumentParser(
        prog="inglenook",
        description=_("A self-hosted home for small communities."),
        epilog=_("Settings come from the environment; docs/settings.md lists them."),
    )
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module_name in COMMANDS.items():
        module = import_module(f"inglenook.site.command.{module_name}")
        brief = module.brief()
        command = commands.add_parser(
            name, help=brief, description=brief, **getattr(module, "OPTIONS", {})
        )
        module.add_arguments(command)
    return whole
