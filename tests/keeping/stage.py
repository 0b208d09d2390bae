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
    from inglenook.spaces.actions import change_space
    from tests.cast import imported

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
    band = garage.space("Band", openness="list")
    change_space(garage.viewer("hedda"), band, asks_welcome=True)
    come_along = [imported(garage.community, name) for name in ("Iris", "Ivo")]
    _link, five = actions.make_invitation(garage.viewer("hedda"), garage.community, uses=5)
    _link, last = actions.make_invitation(garage.viewer("hedda"), garage.community, uses=1)
    outside = [*(f"out{n}" for n in range(4)), *(f"late{n}" for n in range(10))]
    strangers = {n: Person.objects.create_user(f"{n}@example.org") for n in outside}
    scene = {
        "invitation": five,
        "last_place": last,
        "imported": [member.pk for member in come_along],
        "claim": actions.make_claim_link(garage.viewer("hedda"), come_along[1]),
        "w7": garage.people["w7"].pk,
        "also_mine": garage.reply(thread, "Spokes.", by="mo").pk,
        "mine": garage.reply(thread, "Rims.", by="mo").pk,
        "thread": thread.pk,
        "workshop": thread.space_id,
        "roots": roots,
        "asked": asked,
        "cookies": {name: cookie_of(garage.member(name).person) for name in garage.people}
        | {name: cookie_of(somebody) for name, somebody in strangers.items()},
    }
    print(json.dumps(scene))


if __name__ == "__main__":
    main()
