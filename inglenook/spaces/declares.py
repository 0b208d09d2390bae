"""What crosses the house from here."""

from django.utils.translation import gettext_lazy as _

from inglenook.foundation import audit
from inglenook.foundation.activity import Verb, declare
from inglenook.foundation.audit import Deed
from inglenook.foundation.regions import declare_regions
from inglenook.spaces.queries import spaces_named

SPACE = "spaces.space"

MADE = Verb("made_space", _("{actor} opened the space {object}"), SPACE)
CHANGED = Verb("changed_space", _("{actor} changed the space {object}"), SPACE)
ARCHIVED = Verb("archived_space", _("{actor} archived {object}"), SPACE)
LISTED = Verb("listed_member", _("{actor} added somebody to {object}"), SPACE)
UNLISTED = Verb("unlisted_member", _("{actor} took somebody off {object}"), SPACE)
ASKED_IN = Verb("asked_for_space", _("{actor} asks to be let into {object}"), SPACE)

audit.declare(
    Deed("space.make", _("%(who)s opened the space %(what)s"), "space"),
    Deed("space.change", _("%(who)s changed the space %(what)s"), "space"),
    Deed("space.open.world", _("%(who)s opened %(what)s to the world"), "space"),
    Deed("space.open.members", _("%(who)s opened %(what)s to members"), "space"),
    Deed("space.open.list", _("%(who)s opened %(what)s to a list of people"), "space"),
    Deed("space.open.moderators", _("%(who)s kept %(what)s for hosts and moderators"), "space"),
    Deed("space.close", _("%(who)s closed %(what)s to the world before an import"), "space"),
    Deed("space.archive", _("%(who)s archived %(what)s"), "space"),
    Deed("space.unarchive", _("%(who)s took %(what)s out of the archive"), "space"),
    Deed("space.order", _("%(who)s put the spaces in another order")),
    Deed("space.add", _("%(who)s put somebody on the list of %(what)s"), "space"),
    Deed("space.take_off", _("%(who)s took somebody off the list of %(what)s"), "space"),
)
audit.declare_things("space", spaces_named)
declare(MADE, CHANGED, ARCHIVED, LISTED, UNLISTED, ASKED_IN)
declare_regions(SPACE, lambda space: (f"space:{space.pk}", f"community:{space.community_id}"))
