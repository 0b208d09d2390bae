"""What can be done in a community, one function a deed."""

from inglenook.communities.actions.asking import admit, ask_to_join, turn_down
from inglenook.communities.actions.claiming import (
    claim_by_link,
    confirm_claim,
    make_claim_link,
    start_claim,
)
from inglenook.communities.actions.founding import change_community, found_community
from inglenook.communities.actions.inviting import join, make_invitation, revoke_invitation
from inglenook.communities.actions.people import (
    block,
    change_picture,
    change_profile,
    change_role,
    forget_person,
    leave,
    remove_member,
    unblock,
)

__all__ = [
    "admit",
    "ask_to_join",
    "block",
    "change_community",
    "change_picture",
    "change_profile",
    "change_role",
    "claim_by_link",
    "confirm_claim",
    "forget_person",
    "found_community",
    "join",
    "leave",
    "make_claim_link",
    "make_invitation",
    "remove_member",
    "revoke_invitation",
    "start_claim",
    "turn_down",
    "unblock",
]
