"""One step of a backup in a process of its own, gentle to those that answer pages.

Run by the jobs as `python -m inglenook.site.backup.child PARENT_PID STEP`.
"""

import logging
import os
import sys

from inglenook.site.server.lifeline import die_with_parent

# What the pages have to do comes first.
NICENESS = 10
log = logging.getLogger("inglenook.site.backup")


def main() -> None:
    """Do the step; end with 1 where it failed, which is then known to the operator's page."""
    parent, step = int(sys.argv[1]), sys.argv[2]
    die_with_parent(parent)
    os.umask(0o077)
    os.nice(NICENESS)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inglenook.site.settings")
    import django

    django.setup()
    from inglenook.site.backup.errors import failures

    try:
        _do(step)
    except failures() as reason:
        log.error("The step %s of a backup failed: %s", step, reason)
        sys.exit(1)


def _do(step: str) -> None:
    from django.conf import settings

    from inglenook.site.backup import actions, proving
    from inglenook.site.backup.locked import read_passphrase

    house = settings.ENVIRONMENT
    if step == "prove":
        proving.prove_newest(house.backups)
        return
    passphrase = read_passphrase(house.passphrase_file) if house.passphrase_file else ""
    actions.back_up(house.backups, step.removeprefix("make-"), passphrase)


if __name__ == "__main__":
    main()
