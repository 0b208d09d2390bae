"""Deleting an account takes the person out of every community; what they wrote stays."""

import pytest
from django.test import Client

from inglenook.accounts.models import Person
from inglenook.communities.actions import found_community
from inglenook.communities.models import Community, Membership

pytestmark = pytest.mark.django_db
WORD = {"word": "delete"}


@pytest.fixture
def community() -> Community:
    hedda = Person.objects.create_user("hedda@example.org", is_operator=True)
    return found_community(
        hedda, name="Racket", slug="racket", purpose="Learning Racket.", host_name="Hedda"
    )


def test_deleted_person_leaves_a_membership_without_name_or_person(
    client: Client, community: Community
) -> None:
    mia = Person.objects.create_user("mia@example.org")
    member = Membership.objects.create(community=community, person=mia, name="Mia", bio="Hello.")
    client.force_login(mia)
    assert client.post("/account/delete/", WORD)["Location"] == "/"
    member = Membership.objects.get(pk=member.pk)
    assert (member.person_id, member.bio, member.state) == (None, "", Membership.State.LEFT)
    assert "Mia" not in member.name
    assert not Person.objects.filter(pk=mia.pk).exists()


def test_only_host_hands_the_key_on_first(client: Client, community: Community) -> None:
    client.force_login(Person.objects.get())
    answer = client.post("/account/delete/", WORD)
    assert answer.status_code == 403
    assert "You are the only host" in answer.text
    assert Person.objects.get().memberships.get().name == "Hedda"
