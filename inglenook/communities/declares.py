"""What crosses the house from here: how audiences resolve, and what can happen."""

from django.utils.translation import gettext_lazy as _

from inglenook.communities.audited import members_named
from inglenook.communities.frame import navigation
from inglenook.communities.viewing import bring_along, register_audiences
from inglenook.foundation import audit, furnishing
from inglenook.foundation.activity import Verb, declare
from inglenook.foundation.audit import Deed
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
audit.declare(
    Deed("community.change", _("%(who)s changed the house (%(what)s)")),
    Deed("invitation.make", _("%(who)s made an invitation")),
    Deed("invitation.revoke", _("%(who)s took an invitation back")),
    Deed("request.admit", _("%(who)s let %(what)s in"), "member"),
    Deed("request.turn_down", _("%(who)s turned a request down")),
    Deed("claim.link", _("%(who)s made a link by which %(what)s can be claimed"), "member"),
    Deed("member.remove", _("%(who)s removed %(what)s"), "member"),
    Deed("member.ban", _("%(who)s banned %(what)s"), "member"),
    Deed("member.role.host", _("%(who)s made %(what)s a host"), "member"),
    Deed("member.role.moderator", _("%(who)s made %(what)s a moderator"), "member"),
    Deed("member.role.member", _("%(who)s made %(what)s a member"), "member"),
    Deed("member.role.guest", _("%(who)s made %(what)s a guest"), "member"),
    Deed("import.stage", _("%(who)s uploaded an archive")),
    Deed("import.start", _("%(who)s brought an archive in")),
    Deed("import.undo", _("%(who)s put an import back")),
    Deed("import.forget", _("%(who)s had an archive forgotten")),
)
audit.declare_things("member", members_named)
furnishing.add_nav(0, navigation)
declare_files(
    "communities_membership", "picture", "portraits/{}-small.webp", "portraits/{}-large.webp"
)
