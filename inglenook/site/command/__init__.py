"""The command line `inglenook`: one module a command."""

import os
import sys


def main() -> None:
    """Run the command that the arguments name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inglenook.site.settings")
    if sys.argv[1:2] == ["manage"]:
        from django.core.management import execute_from_command_line

        execute_from_command_line(["inglenook manage", *sys.argv[2:]])
