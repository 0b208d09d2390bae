"""`inglenook stats`: the numbers of a community."""

import argparse
import json

from inglenook.site.command.calling import deed, refusals

HELP = "print how many members, spaces, threads and posts a community has"
NEEDS_DATABASE = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--community", required=True, metavar="SLUG", help="its address")
    parser.add_argument("--json", action="store_true", help="print JSON alone")


def run(arguments: argparse.Namespace) -> int:
    """Print the numbers."""
    count = deed("inglenook.archive.queries", "community_numbers")
    with refusals():
        numbers: dict[str, int] = count(arguments.community)
    if arguments.json:
        print(json.dumps(numbers))
    else:
        for name, number in numbers.items():
            print(f"{name:<12}{number:>10,}")
    return 0
