"""Who wrote a message: an account, an app, or somebody whom no list names."""

from collections.abc import Mapping

from .. import limits
from ..cleaning import clean_line
from ..records import Person
from .listing import UNKNOWN_NAME, name_from
from .messages import Message, decoded

#: The person to whom messages of nobody belong.
NOBODY = "unknown"
_SLACKBOT = "USLACKBOT"


def author_of(message: Message, people: Mapping[str, Person]) -> str:
    """The source id of the author.

    An app's messages belong to its bot user where the export lists one, else to the app's id; one
    with a name alone is a person by that name.
    """
    user = message.user
    if user and (user in people or not message.bot_id):
        return user[:40]
    if message.bot_id:
        return message.bot_id[:40]
    name = clean_line(message.username, limits.NAME_CHARACTERS)
    return f"name:{name}" if name else NOBODY


def stranger(source_id: str, message: Message | None) -> Person:
    """A person for an author (or, without a message, for somebody who reacted) on no list."""
    if message is None or source_id == NOBODY:
        return Person(source_id, UNKNOWN_NAME, account=False)
    if source_id == _SLACKBOT:
        return Person(source_id, "Slackbot", bot=True, account=False)
    profile = decoded(message.user_profile)
    profile = profile if isinstance(profile, dict) else {}
    bot = message.user != source_id and source_id != NOBODY
    app = decoded(message.bot_profile) if bot else None
    name = clean_line(message.username, limits.NAME_CHARACTERS) if bot else ""
    if not name and isinstance(app, dict):
        name = clean_line(app.get("name"), limits.NAME_CHARACTERS)
    return Person(
        source_id,
        name or name_from(profile, {}),
        handle=clean_line(profile.get("name"), limits.NAME_CHARACTERS),
        bot=bot,
        account=False,
    )


def other_byline(message: Message, author: Person) -> str:
    """The name under which an app wrote this message, where it isn't the app's own."""
    if not message.username or not author.bot:
        return ""
    name = clean_line(message.username, limits.NAME_CHARACTERS)
    return "" if name in (author.name, author.handle) else name
