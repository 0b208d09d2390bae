"""`inglenook found`: found a community without a browser."""

import argparse
import json

from inglenook.site.command.calling import deed, refusals

HELP = "found a community without a browser"
NEEDS_DATABASE = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--name", required=True, help="what the community is called")
    parser.add_argument("--slug", required=True, help="its part of the address, such as racket")
    parser.add_argument("--host-email", required=True, help="the host's e-mail address")
    parser.add_argument("--host-name", required=True, help="the host's name in the community")
    parser.add_argument("--purpose", default="", help="one sentence: what it is for")
    parser.add_argument(
        "--readable-by", choices=("world", "members"), default="members", help="who may read"
    )
    parser.add_argument("--json", action="store_true", help="print the result as JSON alone")


def run(arguments: argparse.Namespace) -> int:
    """Found it, and print its address and the host's one-time sign-in link."""
    found = deed("inglenook.communities.actions", "found_community_from_command_line")
    with refusals():
        result = found(
            name=arguments.name,
            slug=arguments.slug,
            host_email=arguments.host_email,
            host_name=arguments.host_name,
            purpose=arguments.purpose,
            readable_by=arguments.readable_by,
        )
    if arguments.json:
        print(json.dumps(result))
    else:
        for key, value in result.items():
            print(f"{key}: {value}")
    return 0
