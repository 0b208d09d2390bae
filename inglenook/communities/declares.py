"""What crosses the house from here: how audiences resolve, and what can happen."""

from django.utils.translation import gettext_lazy as _

from inglenook.communities.frame import navigation
from inglenook.communities.viewing import bring_along, register_audiences
from inglenook.foundation import furnishing
from inglenook.foundation.activity import Verb, declare
from inglenook.foundation.stored import declare_files

COMMUNITY = "communities.community"
MEMBERSHIP = "communities.membership"

FOUNDED = Verb("founded", _("{actor} founded {object}"), COMMUNITY)
CHANGED = Verb("changed_community", _("{actor} changed {object}"), COMMUNITY)
JOINED = Verb("joined", _("{actor} came in"), MEMBERSHIP)
ASKED = Verb("asked_to_join", _("{actor} asks to join"), MEMBERSHIP)
LEFT = Verb("left", _("{actor} left"), MEMBERSHIP)
ROLE_CHANGED = Verb("changed_role", _("{actor} gave {object} another role"), MEMBERSHIP)
REMOVED = Verb("removed_member", _("{actor} removed {object}"), MEMBERSHIP)
CLAIMED = Verb("claimed", _("{object} has come"), MEMBERSHIP)

declare(FOUNDED, CHANGED, JOINED, ASKED, LEFT, ROLE_CHANGED, REMOVED, CLAIMED)
register_audiences()
bring_along()
furnishing.add_nav(0, navigation)
declare_files(
    "communities_membership", "picture", "portraits/{}-small.webp", "portraits/{}-large.webp"
)
