"""Sets the scene in a house of its own: `python -m tests.keeping.stage ASKERS` prints it.

Run in a process of its own, since the house's database is not that of the tests.
"""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inglenook.site.settings")

WRITERS = 8
ROOTS = 4


def main() -> None:
    """Found the garage with its writers, and print addresses, ids and cookies as JSON."""
    import django

    django.setup()
    from inglenook.accounts.models import Person
    from inglenook.communities import actions
    from inglenook.search.tests.cast import cookie_of, house

    garage = house()
    _link, key = actions.make_invitation(garage.viewer("hedda"), garage.community)
    for number in range(WRITERS):
        come = Person.objects.create_user(f"w{number}@example.org")
        garage.people[f"w{number}"] = actions.join(
            come, garage.community, key, name=f"Writer {number}"
        )
    asked = []
    for number in range(int(sys.argv[1])):
        somebody = Person.objects.create_user(f"asks{number}@example.org")
        words = {"name": f"Asker {number}", "words": "I have a bicycle."}
        asked.append(actions.ask_to_join(somebody, garage.community, **words).pk)
    thread = garage.thread(garage.space("Workshop"), "Numbers", "Count along.", by="hedda")
    corner = garage.space("Corner", kind="chat")
    roots = [garage.say(corner, f"Line {n}", by="hedda").pk for n in range(ROOTS)]
    scene = {
        "thread": thread.pk,
        "workshop": thread.space_id,
        "roots": roots,
        "asked": asked,
        "cookies": {name: cookie_of(garage.member(name).person) for name in garage.people},
    }
    print(json.dumps(scene))


if __name__ == "__main__":
    main()
