"""Fills an empty house, and says how to come in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from django.db import transaction

from inglenook.accounts.actions import host_link
from inglenook.accounts.models import Person
from inglenook.communities.models import Community
from inglenook.foundation.addresses import absolute, at
from inglenook.site.problems import MendableError
from inglenook.site.sample import archives, houses, people, telling


def is_sample() -> bool:
    """Whether this house holds the sample already.

    Raises:
        MendableError: when it holds something else, which a sample must not be mixed into.
    """
    if not Person.objects.exists() and not Community.objects.exists():
        return False
    if Person.objects.filter(email=people.address("hedda"), is_operator=True).exists():
        return True
    raise MendableError(
        "People live in this data folder already, and a sample would stand among them. Choose an "
        "empty one: INGLENOOK_HOME=var-sample make sample"
    )


@transaction.atomic
def fill() -> dict[str, int]:
    """Found both communities and let everybody speak; returns the posts of each by its slug."""
    now = datetime.now(UTC)
    persons = houses.make_people()
    garage, draft = houses.found_garage(persons), houses.found_draft(persons)
    archives.bring_along(garage)
    archives.bring_and_put_back(draft)
    written = {}
    for house, folder in ((garage, "garage"), (draft, "draft")):
        written[house.community.slug] = telling.tell(house, folder, now)
        telling.let_them_read(house, now)
    houses.close_old_rooms(garage)
    return written


def ways_in() -> Iterator[str]:
    """Lines that say where the sample is and how each of the cast comes in."""
    yield f"The Amazon Garage is at {absolute(at('amazon-garage'))}"
    yield f"The Second Draft is at {absolute(at('second-draft'))}"
    yield f"Everybody’s password is: {people.PASSWORD}"
    for key, line in _CAST.items():
        yield f"  {people.address(key):<22} {line}"
    for key in ("hedda", "nils"):
        yield f"{key.title()} also comes in by this link, once: {host_link(people.address(key))}"


_CAST = {
    "hedda": "host of the Garage, and keeps the installation",
    "mo": "moderator of the Garage",
    "mia": "member of both",
    "nour": "member of the Garage for four weeks",
    "gus": "guest of the Garage",
    "nils": "host of the Second Draft",
    "stella": "has an account and belongs nowhere",
    "quinn": "has asked to join the Garage",
}
