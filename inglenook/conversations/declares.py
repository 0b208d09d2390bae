"""What crosses the house from here."""

from django.utils.translation import gettext_lazy as _

from inglenook.conversations import regions
from inglenook.conversations.queries.audited import threads_named
from inglenook.conversations.queries.found import POST_KIND
from inglenook.conversations.queries.spaces import in_frame, locked
from inglenook.foundation import audit, furnishing
from inglenook.foundation.activity import Verb, declare
from inglenook.foundation.audit import Deed
from inglenook.foundation.content import declare_kind
from inglenook.foundation.stored import declare_files

THREAD, POST = "conversations.thread", "conversations.post"
COMMUNITY = "communities.community"

STARTED = Verb("started_thread", _("{actor} started {object}"), THREAD)
REPLIED = Verb("replied", _("{actor} wrote in {object}"), POST)
EDITED = Verb("edited_post", _("{actor} changed what they wrote in {object}"), POST)
DELETED = Verb("deleted_post", _("{actor} took something away in {object}"), POST)
REACTED = Verb("reacted", _("{actor} reacted in {object}"), POST)
MOVED = Verb("moved_thread", _("{actor} moved {object}"), THREAD)
RESOLVED = Verb("resolved_thread", _("{actor} marked what solved {object}"), THREAD)
PINNED = Verb("pinned_thread", _("{actor} pinned {object}"), THREAD)
CLOSED = Verb("closed_thread", _("{actor} closed {object}"), THREAD)
BRANCHED = Verb("branched", _("{actor} made {object} of a stretch of the stream"), THREAD)
BROUGHT_IN = Verb(
    "brought_in", _("{actor} brought along what was said elsewhere"), "communities.community"
)
TAKEN_BACK = Verb("taken_back", _("{actor} undid an import"), "communities.community")

declare(
    STARTED,
    REPLIED,
    EDITED,
    DELETED,
    REACTED,
    MOVED,
    RESOLVED,
    PINNED,
    CLOSED,
    BRANCHED,
    BROUGHT_IN,
    TAKEN_BACK,
)
audit.declare(
    Deed("thread.pin", _("%(who)s pinned %(what)s"), "thread"),
    Deed("thread.unpin", _("%(who)s took the pin off %(what)s"), "thread"),
    Deed("thread.close", _("%(who)s closed %(what)s"), "thread"),
    Deed("thread.reopen", _("%(who)s opened %(what)s again"), "thread"),
    Deed("thread.move", _("%(who)s moved %(what)s"), "thread"),
    Deed("post.remove", _("%(who)s took away what somebody wrote in %(what)s"), "thread"),
)
audit.declare_things("thread", threads_named)
furnishing.set_spaces(in_frame)
furnishing.set_locked_spaces(locked)
declare_kind(POST_KIND)
regions.declare()
declare_files("conversations_postfile", "stored_as", "attachments/{}")
