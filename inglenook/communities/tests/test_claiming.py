"""Imported people come: by a mailed code, by a host's link, as a second byline."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from inglenook.communities import actions, jobs
from inglenook.communities.models import Claim, ClaimCode, Membership
from inglenook.foundation.audience import AudienceEntry
from inglenook.foundation.policy import Refused
from tests.cast import Cast, imported

ADDRESS = "mailofiris@example.org"


def test_code_read_at_the_address_makes_the_member_theirs(cast: Cast) -> None:
    code = actions.start_claim(cast.people["stella"], cast.garage, ADDRESS.upper())
    assert not cast.viewer("stella").is_inside, "typing an address proves nothing"
    typed = f" {code[:4].lower()}-{code[4:]} "
    [came] = actions.confirm_claim(cast.people["stella"], cast.garage, typed)
    assert came.pk == cast.members["iris"].pk
    assert cast.viewer("stella").is_member
    assert not Claim.objects.filter(email=ADDRESS).exists()


def test_wrong_code_and_sixth_try_are_refused(cast: Cast) -> None:
    code = actions.start_claim(cast.people["stella"], cast.garage, ADDRESS)
    for _try in range(5):
        with pytest.raises(Refused):
            actions.confirm_claim(cast.people["stella"], cast.garage, "BBBBBBBB")
    with pytest.raises(Refused):
        actions.confirm_claim(cast.people["stella"], cast.garage, code)
    assert not cast.viewer("stella").is_inside


def test_code_is_for_one_person_and_for_fifteen_minutes(cast: Cast) -> None:
    code = actions.start_claim(cast.people["stella"], cast.garage, ADDRESS)
    with pytest.raises(Refused):
        actions.confirm_claim(cast.people["nils"], cast.garage, code)
    later = timezone.now() + timedelta(minutes=15, seconds=1)
    with time_machine.travel(later), pytest.raises(Refused):
        actions.confirm_claim(cast.people["stella"], cast.garage, code)


def test_code_for_an_unknown_address_finds_nobody(cast: Cast) -> None:
    code = actions.start_claim(cast.people["stella"], cast.garage, "nobody@example.org")
    assert actions.confirm_claim(cast.people["stella"], cast.garage, code) == []


def test_code_of_one_community_claims_nothing_in_another(cast: Cast) -> None:
    code = actions.start_claim(cast.people["stella"], cast.writers, ADDRESS)
    assert actions.confirm_claim(cast.people["stella"], cast.writers, code) == []
    assert not cast.viewer("stella").is_inside


def test_link_is_used_once(cast: Cast) -> None:
    actions.claim_by_link(cast.people["stella"], cast.garage, cast.keys["claim"])
    with pytest.raises(Refused):
        actions.claim_by_link(cast.people["nils"], cast.garage, cast.keys["claim"])


def test_newer_link_ends_the_older_one(cast: Cast) -> None:
    iris = Membership.objects.get(pk=cast.members["iris"].pk)
    newer = actions.make_claim_link(cast.viewer("hedda"), iris)
    with pytest.raises(Refused):
        actions.claim_by_link(cast.people["stella"], cast.garage, cast.keys["claim"])
    actions.claim_by_link(cast.people["stella"], cast.garage, newer)


def test_only_a_host_makes_links_and_only_for_whoever_has_not_come(cast: Cast) -> None:
    with pytest.raises(Refused):
        actions.make_claim_link(cast.viewer("mo"), cast.members["iris"])
    with pytest.raises(Refused):
        actions.make_claim_link(cast.viewer("hedda"), cast.members["mia"])


def test_member_gains_a_second_byline_and_its_lists(cast: Cast) -> None:
    old = imported(cast.garage, "Old Mia")
    space = cast.spaces["surprise"]
    AudienceEntry.objects.create(
        community=cast.garage, audience_id=space.audience_id, membership=old
    )
    key = actions.make_claim_link(cast.viewer("hedda"), old)
    came = actions.claim_by_link(cast.people["mia"], cast.garage, key)
    viewer = cast.viewer("mia")
    assert came.pk == viewer.membership_id == cast.members["mia"].pk
    assert old.pk in viewer.own_ids
    assert space.audience_id in viewer.audience_ids


def test_banned_person_claims_nothing(cast: Cast) -> None:
    with pytest.raises(Refused):
        actions.claim_by_link(cast.people["bertram"], cast.garage, cast.keys["claim"])
    assert Membership.objects.get(pk=cast.members["iris"].pk).state == "imported"


def test_addresses_are_erased_when_their_year_is_over(cast: Cast) -> None:
    actions.start_claim(cast.people["stella"], cast.garage, ADDRESS)
    jobs.forget_addresses.func()
    assert Claim.objects.filter(email=ADDRESS).exists()
    with time_machine.travel(timezone.now() + timedelta(days=366)):
        jobs.forget_addresses.func()
    assert not Claim.objects.filter(email=ADDRESS).exists()
    assert not ClaimCode.objects.exists()


def test_codes_go_to_one_address_at_most_every_ten_seconds(cast: Cast) -> None:
    stella = cast.client("stella")
    for address, status in ((ADDRESS, 302), (ADDRESS.upper(), 429), ("other@example.org", 302)):
        assert stella.post("/garage/claim/", {"email": address}).status_code == status
    assert ClaimCode.objects.get(person=cast.people["stella"]).email == "other@example.org"
