"""Why something of an archive is left out, and what is changed of what comes: two closed sets."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Reason(StrEnum):
    """Why a message is left out."""

    EMPTY = "empty"
    DIRECT_MESSAGE = "direct_message"
    UNKNOWN_SPACE = "unknown_space"
    DUPLICATE = "duplicate"
    MALFORMED = "malformed"
    TOO_LONG = "too_long"
    BROKEN_FILE = "broken_file"
    WRONG_CHARSET = "wrong_charset"

    @property
    def sentence(self) -> Promise:
        """What to tell the host; lazy, for the language of the page."""
        return _REASONS[self]


class Change(StrEnum):
    """What is different about a message that comes."""

    CUSTOM_EMOJI = "custom_emoji"
    UNKNOWN_MENTION = "unknown_mention"
    FILE_BY_NAME = "file_by_name"
    START_MISSING = "start_missing"
    ATTACHMENT_AS_TEXT = "attachment_as_text"
    OTHER_BYLINE = "other_byline"
    REACTIONS_CUT = "reactions_cut"

    @property
    def sentence(self) -> Promise:
        """What to tell the host; lazy, for the language of the page."""
        return _CHANGES[self]


_REASONS = {
    Reason.EMPTY: _("Messages without text or file: nothing of them is left to show."),
    Reason.DIRECT_MESSAGE: _(
        "Direct messages. They come only when you ask for them, and only to those who wrote them."
    ),
    Reason.UNKNOWN_SPACE: _(
        "Messages in a folder that no list of the export names, so it isn't known who may read "
        "them. An export made by an owner of the workspace may list it."
    ),
    Reason.DUPLICATE: _("Messages that are in the export twice; each comes once."),
    Reason.MALFORMED: _("Entries without a valid time, or that aren't messages at all."),
    Reason.TOO_LONG: _("Messages longer than any that can be written in Slack."),
    Reason.BROKEN_FILE: _(
        "Daily files that are damaged; each counts as one, since nobody knows how many messages "
        "were in it. A new export may bring them."
    ),
    Reason.WRONG_CHARSET: _(
        "Daily files that aren't in UTF-8; each counts as one. Save them as UTF-8, or export once "
        "more."
    ),
}

_CHANGES = {
    Change.CUSTOM_EMOJI: _("The workspace's own emoji become their names, like :party:."),
    Change.UNKNOWN_MENTION: _(
        "Mentions of people who aren't in the export become their names as text."
    ),
    Change.FILE_BY_NAME: _(
        "Files come by name only, since the export holds no more than their addresses in Slack."
    ),
    Change.START_MISSING: _(
        "Replies whose first message isn't in the export stand in the channel by themselves."
    ),
    Change.ATTACHMENT_AS_TEXT: _("Cards and buttons of apps become plain text."),
    Change.OTHER_BYLINE: _(
        "Apps that write under several names stay one member; the name stands before the text."
    ),
    Change.REACTIONS_CUT: _("Reactions or files beyond the limit for one message are left out."),
}
