"""`inglenook found`: found a community without a browser."""

import argparse
import json
import secrets
from typing import Any

from inglenook.site.command.calling import deed, refusals
from inglenook.site.language import gettext as _

NEEDS_DATABASE = True


def brief() -> str:
    """What it is for, in a line."""
    return _("found a community without a browser")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--name", required=True, help=_("what the community is called"))
    parser.add_argument("--slug", required=True, help=_("its part of the address, such as racket"))
    parser.add_argument("--host-email", required=True, help=_("the host's e-mail address"))
    parser.add_argument("--host-name", required=True, help=_("the host's name in the community"))
    parser.add_argument("--purpose", default="", help=_("one sentence: what it is for"))
    parser.add_argument(
        "--readable-by", choices=("world", "members"), default="members", help=_("who may read")
    )
    parser.add_argument("--json", action="store_true", help=_("print the result as JSON alone"))


def run(arguments: argparse.Namespace) -> int:
    """Found it, and print its address and the host's one-time sign-in link."""
    from django.conf import settings
    from django.db import transaction

    found = deed("inglenook.communities.actions", "found_community")
    link = deed("inglenook.accounts.actions", "host_link")
    with refusals(), transaction.atomic():
        person = _person(arguments.host_email)
        community = found(
            _operator(),
            host=person,
            name=arguments.name,
            slug=arguments.slug,
            purpose=arguments.purpose or arguments.name,
            host_name=arguments.host_name,
            readable_by=arguments.readable_by,
        )
        address = f"{settings.PUBLIC_URL}/{community.slug}/"
        result = {"community": community.slug, "address": address, "sign_in": link(person.email)}
    if arguments.json:
        print(json.dumps(result))
    else:
        print(_("%(name)s is at %(address)s") % {"name": community.name, "address": address})
        places = {"name": arguments.host_name, "link": result["sign_in"]}
        print(_("%(name)s signs in here, once: %(link)s") % places)
    return 0


def _operator() -> Any:
    """Whoever keeps the house: the command line is theirs."""
    from inglenook.accounts.models import Person

    return Person.objects.filter(is_operator=True).order_by("pk").first()


def _person(email: str) -> Any:
    """Return the host's account; made where there is none, and the first keeps the house."""
    from inglenook.accounts.models import Person

    setup = deed("inglenook.accounts.actions", "setup_link")()
    if setup:
        first = deed("inglenook.accounts.actions", "make_first_person")
        token = setup.rstrip("/").rpartition("/")[2]
        # Nobody knows it: the sign-in link lets its owner choose one.
        return first(token, email, secrets.token_urlsafe(32))
    known = Person.objects.filter(email=email.strip().lower()).first()
    return known or deed("inglenook.accounts.actions", "make_person")(email)
