"""Sets the scene in a data folder of its own: `python -m inglenook.live.tests.stage` prints it.

Run in a process of its own by the tests with real servers, whose database is not the tests'.
"""

import json
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inglenook.site.settings")


def main() -> None:
    """Found the garage with its cast and print addresses, ids and cookies as JSON."""
    import django

    django.setup()
    from inglenook.search.tests.cast import cookie_of, house

    garage = house()
    workshop = garage.space("Workshop")
    secret = garage.space("Surprise", openness="list")
    thread = garage.thread(workshop, "Lead", "First words.")
    hidden = garage.thread(secret, "Birthday", "First words.", by="hedda")
    scene = {
        "community": garage.community.pk,
        "workshop": workshop.pk,
        "thread": thread.pk,
        "hidden": hidden.pk,
        "members": {name: member.pk for name, member in garage.people.items()},
        "cookies": {name: cookie_of(garage.member(name).person) for name in garage.people},
    }
    print(json.dumps(scene))


if __name__ == "__main__":
    main()
