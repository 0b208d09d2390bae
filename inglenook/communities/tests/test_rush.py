"""Fifty people at one door: each with a connection of their own, against the real database."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from inglenook.accounts.models import Person
from inglenook.communities import actions
from inglenook.communities.models import Community, Invitation, Membership
from inglenook.communities.viewing import viewer_of
from inglenook.foundation.policy import Invalid, Refused
from tests.cast import founded, member_of

PEOPLE, PLACES = 50, 20

pytestmark = pytest.mark.django_db(transaction=True)


def test_fifty_joins_at_once_fill_the_places_and_no_more() -> None:
    host = Person.objects.create_user("host@example.org")
    community = founded(host, "Hedda", name="Garage", slug="garage", purpose="Bicycles")
    viewer = viewer_of(member_of(community, host))
    _invitation, key = actions.make_invitation(viewer, community, uses=PLACES)
    people = [Person.objects.create_user(f"p{n}@example.org") for n in range(PEOPLE)]
    barrier = Barrier(PEOPLE, timeout=30)

    def come(person: Person) -> bool:
        try:
            barrier.wait()
            actions.join(
                person, Community.objects.get(pk=community.pk), key, name=f"Somebody {person.pk}"
            )
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(PEOPLE) as pool:
        came = list(pool.map(come, people))
    assert sum(came) == PLACES
    assert Membership.objects.filter(community=community, role="member").count() == PLACES
    invitation = Invitation.objects.get()
    assert (invitation.uses_left, invitation.used) == (0, PLACES)


def test_one_person_pressing_ten_times_takes_one_place() -> None:
    host = Person.objects.create_user("host@example.org")
    community = founded(host, "Hedda", name="Garage", slug="garage", purpose="Bicycles")
    viewer = viewer_of(member_of(community, host))
    _invitation, key = actions.make_invitation(viewer, community, uses=PLACES)
    person = Person.objects.create_user("p@example.org")

    def come(_n: int) -> None:
        try:
            actions.join(person, Community.objects.get(pk=community.pk), key, name="Somebody")
        except Refused:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(come, range(10)))
    assert Membership.objects.filter(person=person).count() == 1
    assert Invitation.objects.get().used == 1


def test_of_ten_who_come_at_once_with_one_name_one_gets_it() -> None:
    host = Person.objects.create_user("host@example.org")
    community = founded(host, "Hedda", name="Garage", slug="garage", purpose="Bicycles")
    viewer = viewer_of(member_of(community, host))
    _invitation, key = actions.make_invitation(viewer, community, uses=50)
    people = [Person.objects.create_user(f"p{n}@example.org") for n in range(10)]
    barrier = Barrier(10, timeout=30)

    def come(numbered: tuple[int, Person]) -> bool:
        number, person = numbered
        name = "Zoe" if number % 2 else "ZOË"
        try:
            barrier.wait()
            actions.join(person, Community.objects.get(pk=community.pk), key, name=name)
        except Invalid:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(come, enumerate(people))) == 1
    assert Membership.objects.filter(community=community, name_key="zoe").count() == 1
