"""What `inglenook up` says once pages are answered: where the house is, and who may go in first."""

import logging
import sys
from typing import Any

from inglenook.site import language
from inglenook.site.language import gettext as _
from inglenook.site.server import lifeline

log = logging.getLogger(__name__)


def main() -> None:
    """Say it. A process of its own, which is gone again before the first page is read."""
    lifeline.die_with_parent(int(sys.argv[1]))
    language.start_django()
    from django.conf import settings

    greet(settings.ENVIRONMENT)


def greet(environment: Any) -> None:
    """Print the address, the setup link while there is nobody, and where mail goes."""
    print(_("Inglenook is at %(address)s/") % {"address": environment.public_url}, flush=True)
    link = _setup_link()
    if link:
        sentence = _("Nobody has an account yet. Make the first one here, once: %(link)s")
        print(sentence % {"link": link}, flush=True)
    if environment.email is None:
        sentence = _("No mail server is set: mail is kept in %(folder)s.")
        print(sentence % {"folder": environment.home / "mail"}, flush=True)


def _setup_link() -> str:
    """Return the one-time link for the first account; empty once there is one."""
    from inglenook.accounts.actions import setup_link

    try:
        return setup_link()
    except Exception:
        # The pages are being served by now; they shall not stop for want of a greeting.
        log.exception("The setup link could not be made; `inglenook host-link` makes another")
        return ""


if __name__ == "__main__":
    main()
