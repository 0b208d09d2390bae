"""`inglenook host-link`: a fresh one-time sign-in link for a host who is locked out."""

import argparse

from inglenook.site.command.calling import deed, refusals
from inglenook.site.language import gettext as _

NEEDS_DATABASE = True


def brief() -> str:
    """What it is for, in a line."""
    return _("print a one-time sign-in link for a host who is locked out")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--email", default="", help=_("whose; by default the operator's"))


def run(arguments: argparse.Namespace) -> int:
    """Print the link."""
    make = deed("inglenook.accounts.actions", "host_link")
    with refusals():
        print(make(arguments.email))
    return 0
