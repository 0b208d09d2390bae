"""What crosses the house from here."""

from django.utils.translation import gettext_lazy as _

from inglenook.foundation.activity import Verb, declare
from inglenook.foundation.regions import declare_regions

SPACE = "spaces.space"

MADE = Verb("made_space", _("{actor} opened the space {object}"), SPACE)
CHANGED = Verb("changed_space", _("{actor} changed the space {object}"), SPACE)
ARCHIVED = Verb("archived_space", _("{actor} archived {object}"), SPACE)
LISTED = Verb("listed_member", _("{actor} added somebody to {object}"), SPACE)
UNLISTED = Verb("unlisted_member", _("{actor} took somebody off {object}"), SPACE)
ASKED_IN = Verb("asked_for_space", _("{actor} asks to be let into {object}"), SPACE)

declare(MADE, CHANGED, ARCHIVED, LISTED, UNLISTED, ASKED_IN)
declare_regions(SPACE, lambda space: (f"space:{space.pk}", f"community:{space.community_id}"))
