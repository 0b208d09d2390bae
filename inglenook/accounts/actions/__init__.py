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
from inglenook.accounts.actions.second_steps import (
    add_passkey,
    new_recovery_codes,
    remove_app,
    remove_passkey,
    rename_passkey,
    set_up_app,
    use_code,
)

__all__ = [
    "add_passkey",
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
    "new_recovery_codes",
    "prove_address",
    "remove_app",
    "remove_passkey",
    "rename_passkey",
    "resign_as_operator",
    "set_up_app",
    "setup_link",
    "sign_out_elsewhere",
    "use_code",
    "write_house_texts",
]
