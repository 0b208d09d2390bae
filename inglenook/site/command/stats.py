"""`inglenook stats`: the numbers of a community."""

import argparse
import json

from inglenook.site.command.calling import deed, refusals
from inglenook.site.command.figures import figure, named
from inglenook.site.language import gettext as _

NEEDS_DATABASE = True


def brief() -> str:
    """What it is for, in a line."""
    return _("print how many members, spaces, threads and posts a community has")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--community", required=True, metavar="SLUG", help=_("its address"))
    parser.add_argument("--json", action="store_true", help=_("print JSON alone"))


def run(arguments: argparse.Namespace) -> int:
    """Print the numbers."""
    count = deed("inglenook.archive.queries", "community_numbers")
    with refusals():
        numbers: dict[str, int] = count(arguments.community)
    if arguments.json:
        print(json.dumps(numbers))
    else:
        for name, number in numbers.items():
            print(f"{figure(number):>12}  {named(name)}")
    return 0
