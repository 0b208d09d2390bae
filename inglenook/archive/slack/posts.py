"""One message of Slack's as a neutral post."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..cleaning import clean_text
from ..mentions import escaped
from ..reasons import Change
from ..records import Person, Post, PostKind, Reaction
from .authors import author_of, other_byline
from .fallback import whole_text
from .hanging import files_of, reactions_of
from .messages import Message, decoded, microseconds
from .mrkdwn import Context, to_markdown
from .scan import SpaceScan, start_of

# What "/me" says is set in italics, where that can be done by two marks.
_UNFIT = re.compile(r"[\n_]|^\s*$")

#: Lines that the system wrote. Slack's list: https://api.slack.com/events/message#subtypes
SYSTEM = frozenset(
    {
        f"{place}_{what}"
        for place in ("channel", "group")
        for what in (
            *("join", "leave", "topic", "purpose", "name", "archive", "unarchive"),
            *("convert_to_private", "convert_to_public", "posting_permissions"),
        )
    }
    | {"pinned_item", "unpinned_item", "bot_add", "bot_remove", "bot_enable", "bot_disable"}
    | {"reminder_add", "reminder_delete", "joiner_notification", "joiner_notification_for_inviter"}
    | {"huddle_thread", "sh_room_created", "sh_room_shared", "app_conversation_join"}
    | {"channel_canvas_updated", "tombstone"}
)


@dataclass(slots=True)
class Place:
    """Where a message stands: its space, what the scan knows of it, and the chapter's number."""

    space: str
    scan: SpaceScan
    chapter: int
    people: Mapping[str, Person]
    carried: Mapping[str, str]
    context: Context


def post_of(message: Message, time: int, place: Place) -> Post:
    """The post that a message becomes. Only for messages that aren't refused."""
    thread, begins, lost = _thread(message, time, place)
    author = author_of(message, place.people)
    place.context.changes = []
    if lost:
        place.context.note(Change.START_MISSING, lost)
    markdown = _markdown(message, place.people[author], place.context)
    post = Post(
        id_of(place.space, time),
        place.space,
        thread,
        begins,
        author,
        time,
        markdown,
        PostKind.SYSTEM if message.subtype in SYSTEM else PostKind.NORMAL,
        _edited(message),
    )
    if message.files or message.file or message.reactions:
        post = _with_hanging(post, message, place)
    if place.context.changes:
        post = replace(post, changes=tuple(place.context.changes))
    return post


def id_of(space: str, time: int) -> str:
    """The source id of a message: Slack's time is its id within its channel."""
    return f"{space}:{time}"


def _thread(message: Message, time: int, place: Place) -> tuple[str | None, bool, str]:
    """The thread, whether the message begins it, and the id of a start that isn't there.

    A message begins a branch where a reply to it comes, whatever Slack says of it. A reply whose
    first message is missing (or left out) stands in the stream: there is nothing to hang it on.
    """
    start = start_of(message, time)
    if start is not None:
        first = place.scan.branches.get(start)
        if first is not None and first <= place.chapter and start < time:
            return id_of(place.space, start), False, ""
        return None, False, id_of(place.space, start)
    begins = time in place.scan.branches
    return (id_of(place.space, time) if begins else None), begins, ""


def _markdown(message: Message, author: Person, context: Context) -> str:
    text, from_card = whole_text(message)
    if from_card:
        context.note(Change.ATTACHMENT_AS_TEXT, text.partition("\n")[0])
    markdown = to_markdown(clean_text(text), context).strip(" \n")
    if message.subtype == "me_message" and not _UNFIT.search(markdown):
        markdown = f"_{markdown}_"
    if message.username and (byline := other_byline(message, author)):
        context.note(Change.OTHER_BYLINE, byline)
        markdown = f"**{escaped(byline)}:** {markdown}"
    return markdown


def _edited(message: Message) -> int | None:
    if not message.edited:
        return None
    edited = decoded(message.edited)
    return microseconds(edited.get("ts")) if isinstance(edited, dict) else None


def _with_hanging(post: Post, message: Message, place: Place) -> Post:
    files, files_over = files_of(message, place.carried)
    reactions, reactions_over = reactions_of(message)
    if named := next((file for file in files if not file.taken), None):
        place.context.note(Change.FILE_BY_NAME, named.name)
    if own := _own_emoji(reactions):
        place.context.note(Change.CUSTOM_EMOJI, own)
    if files_over or reactions_over:
        place.context.note(Change.REACTIONS_CUT, str(files_over + reactions_over))
    return replace(post, files=files, reactions=reactions)


def _own_emoji(reactions: tuple[Reaction, ...]) -> str | None:
    return next((r.emoji for r in reactions if r.emoji[:1] == ":"), None)
