"""`inglenook manage`: Django's own commands, for developers."""

import argparse

from inglenook.site.language import gettext as _

NEEDS_DJANGO = False
# Everything after it is Django's, --help too.
OPTIONS = {"add_help": False, "prefix_chars": "\0"}


def brief() -> str:
    """What it is for, in a line."""
    return _("run one of Django's own commands (for developers)")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("words", nargs="*", metavar="WORD")


def run(arguments: argparse.Namespace) -> int:
    """Hand the words to Django."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["inglenook manage", *arguments.words])
    return 0
