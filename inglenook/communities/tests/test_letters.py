"""Who asked and was let in gets one letter, also when a worker dies between sending and noting."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.db import transaction
from django.utils import timezone
from django_ox.testing import run_tasks

from inglenook.accounts.models import Person
from inglenook.communities import actions, letters
from inglenook.communities.models import Membership
from inglenook.communities.viewing import viewer_of
from inglenook.foundation import delivery
from inglenook.foundation.delivery import Delivery

pytestmark = pytest.mark.django_db


def send_letters():
    """Send all that is promised, as its jobs would; how many letters went."""
    rows = Delivery.objects.filter(done_at__isnull=True)
    return sum(letters.send_promised(row.pk) for row in rows)


@pytest.fixture
def asked():
    hedda = Person.objects.create_user("hedda@example.org", is_operator=True)
    stella = Person.objects.create_user("stella@example.org")
    garage = actions.found_community(
        hedda, name="The Garage", slug="letters-garage", purpose="Old cars.", host_name="Hedda"
    )
    who = actions.ask_to_join(stella, garage, name="Stella", words="I have an old car.")
    host = Membership.objects.select_related("community").get(person=hedda)
    return viewer_of(host), who


def test_who_is_let_in_gets_one_letter(asked):
    host, who = asked
    actions.admit(host, who)
    letters.promise_letters()
    letters.promise_letters()
    assert send_letters() == 1
    assert send_letters() == 0
    assert [letter.to for letter in outbox.outbox] == [["stella@example.org"]]
    assert "/letters-garage/" in outbox.outbox[0].body


def test_who_comes_by_a_link_gets_none(asked):
    host, _who = asked
    garage = Membership.objects.select_related("community").get(pk=host.membership_id).community
    _invitation, key = actions.make_invitation(host, garage)
    mia = Person.objects.create_user("mia@example.org")
    actions.join(mia, garage, key, name="Mia")
    letters.promise_letters()
    assert send_letters() == 0 and not outbox.outbox


def test_letter_of_a_dead_worker_goes_again_with_the_same_identity(asked):
    host, who = asked
    actions.admit(host, who)
    letters.promise_letters()

    def die_after_sending(promised):
        letters._send(promised)
        raise KeyboardInterrupt

    row = Delivery.objects.get()
    with pytest.raises(KeyboardInterrupt):
        delivery.send(row.pk, die_after_sending)
    with pytest.raises(delivery.Held):
        send_letters()
    Delivery.objects.update(leased_until=row.created_at)
    assert send_letters() == 1
    first, second = (letter.extra_headers["Message-ID"] for letter in outbox.outbox)
    assert first == second


def test_letter_that_could_not_go_is_free_at_once_and_goes_with_the_same_identity(asked):
    host, who = asked
    actions.admit(host, who)
    letters.promise_letters()

    def refuse(promised):
        raise ConnectionRefusedError

    row = Delivery.objects.get()
    for _try in range(40):
        with pytest.raises(ConnectionRefusedError):
            delivery.send(row.pk, refuse)
    assert send_letters() == 1


def test_lease_from_a_clock_that_was_ahead_holds_nobody_up(asked):
    host, who = asked
    actions.admit(host, who)
    letters.promise_letters()
    Delivery.objects.update(leased_until=timezone.now() + timedelta(days=1))
    assert send_letters() == 1


def test_promised_letter_has_a_job_of_its_own(asked):
    host, who = asked
    actions.admit(host, who)
    letters.promise_letters()
    run_tasks()
    assert [letter.to for letter in outbox.outbox] == [["stella@example.org"]]
    assert Delivery.objects.get().done_at is not None


def test_who_was_removed_meanwhile_gets_none(asked):
    host, who = asked
    actions.admit(host, who)
    letters.promise_letters()
    who.refresh_from_db()
    actions.remove_member(host, who, ban=False)
    send_letters()
    assert not outbox.outbox
    assert Delivery.objects.get().done_at is not None


def test_a_stale_worker_can_not_mark_what_another_took(asked):
    host, who = asked
    actions.admit(host, who)
    letters.promise_letters()
    row = Delivery.objects.get()

    def slow(promised):
        Delivery.objects.filter(pk=promised.pk).update(fence=promised.fence + 1)

    with transaction.atomic():
        assert delivery.send(row.pk, slow) is False
    assert Delivery.objects.get().done_at is None
