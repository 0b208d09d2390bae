"""Asking to be let in, and the answer."""

import pytest

from inglenook.communities import actions
from inglenook.communities.models import Membership
from inglenook.foundation.policy import Invalid, Refused
from tests.cast import Cast


def ask(cast: Cast, name: str, words: str = "I ride a lot.") -> Membership:
    return actions.ask_to_join(cast.people[name], cast.garage, name=name.title(), words=words)


def test_whoever_asks_is_a_stranger_until_admitted(cast: Cast) -> None:
    asked = ask(cast, "stella")
    assert not cast.viewer("stella").is_inside
    actions.admit(cast.viewer("mo"), asked)
    assert cast.viewer("stella").role == "member"
    row = Membership.objects.get(pk=asked.pk)
    assert row.request == "", "the words were for the hosts and are not kept"


def test_turned_down_is_erased_and_may_ask_again(cast: Cast) -> None:
    actions.turn_down(cast.viewer("hedda"), ask(cast, "stella"))
    assert not Membership.objects.filter(person=cast.people["stella"]).exists()
    ask(cast, "stella")


def test_asking_twice_is_told_that_it_waits(cast: Cast) -> None:
    with pytest.raises(Refused, match="asked already"):
        ask(cast, "quinn")


def test_banned_person_is_not_told_why(cast: Cast) -> None:
    with pytest.raises(Refused, match="just now"):
        ask(cast, "bertram")


def test_members_are_in_already(cast: Cast) -> None:
    with pytest.raises(Refused):
        ask(cast, "mia")


def test_community_by_invitation_takes_no_requests(cast: Cast) -> None:
    with pytest.raises(Refused, match="by invitation"):
        actions.ask_to_join(cast.people["stella"], cast.writers, name="Stella", words="Hello")


def test_request_without_words_is_asked_for_them(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        ask(cast, "stella", words="  ")
    assert refused.value.field == "words"


def test_members_admit_and_turn_down_nobody(cast: Cast) -> None:
    for deed in (actions.admit, actions.turn_down):
        with pytest.raises(Refused):
            deed(cast.viewer("mia"), cast.members["quinn"])
    assert Membership.objects.get(pk=cast.members["quinn"].pk).state == "asked"


def test_admitting_what_was_turned_down_meanwhile_lets_nobody_in(cast: Cast) -> None:
    asked = cast.members["quinn"]
    actions.turn_down(cast.viewer("mo"), asked)
    actions.admit(cast.viewer("hedda"), asked)
    assert not cast.viewer("quinn").is_inside
