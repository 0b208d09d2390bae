"""Everything that is done to persons, their keys, sessions and links."""

from inglenook.accounts.actions.house import write_house_texts
from inglenook.accounts.actions.keys import (
    change_password,
    end_session,
    prove_address,
    sign_out_elsewhere,
)
from inglenook.accounts.actions.leftovers import forget_leftovers
from inglenook.accounts.actions.links import enter, host_link, make_first_person, setup_link
from inglenook.accounts.actions.people import (
    change_preferences,
    erase_person,
    make_operator,
    make_person,
    resign_as_operator,
)

__all__ = [
    "change_password",
    "change_preferences",
    "end_session",
    "enter",
    "erase_person",
    "forget_leftovers",
    "host_link",
    "make_first_person",
    "make_operator",
    "make_person",
    "prove_address",
    "resign_as_operator",
    "setup_link",
    "sign_out_elsewhere",
    "write_house_texts",
]
