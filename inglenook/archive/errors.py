"""Why a whole archive can't be read, in a sentence that also says how to mend it."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from . import limits


class Flaw(StrEnum):
    """The closed set of reasons to refuse an archive."""

    NOT_A_ZIP = "not_a_zip"
    TOO_LARGE = "too_large"
    TOO_MANY_ENTRIES = "too_many_entries"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    STRANGE_PATH = "strange_path"
    LINK = "link"
    LOCKED = "locked"
    TWICE = "twice"
    UNKNOWN_PACKING = "unknown_packing"
    NOT_SLACK = "not_slack"
    NO_USERS = "no_users"
    BROKEN_LIST = "broken_list"
    TOO_MUCH = "too_much"
    BEYOND_LIMITS = "beyond_limits"


_SENTENCES = {
    Flaw.NOT_A_ZIP: _(
        "This file is not a ZIP archive, or it is damaged. Download it once more and upload it "
        "as it came, without unpacking it."
    ),
    Flaw.TOO_LARGE: _(
        "This archive is larger than %(limit)d bytes. Export a shorter range of dates, and bring "
        "the parts along one after another."
    ),
    Flaw.TOO_MANY_ENTRIES: _(
        "This archive holds more than %(limit)d files. Export a shorter range of dates, and bring "
        "the parts along one after another."
    ),
    Flaw.UNPACKS_TOO_LARGE: _(
        "“%(entry)s” unpacks to far more than an export does, so nothing was unpacked. If the "
        "file is truly yours, make it anew with your system's own ZIP program."
    ),
    Flaw.STRANGE_PATH: _(
        "“%(entry)s” points outside of the archive, which no export does. Download the export "
        "once more from where it was made."
    ),
    Flaw.LINK: _(
        "“%(entry)s” is a link to another file. Make the archive anew from the files themselves."
    ),
    Flaw.LOCKED: _(
        "This archive is locked with a password. Unpack it on your machine, make a ZIP of it "
        "without a password, and upload that."
    ),
    Flaw.TWICE: _(
        "“%(entry)s” is in this archive twice, so it isn't clear which one counts. Unpack it, "
        "look at the file, and make a new ZIP."
    ),
    Flaw.UNKNOWN_PACKING: _(
        "“%(entry)s” is packed in a way that isn't read here. Unpack the archive and make a plain "
        "ZIP of it."
    ),
    Flaw.NOT_SLACK: _(
        "This ZIP is not a Slack export: it has no users.json and channels.json. In Slack, choose "
        "“Import/Export data”, then “Export”, and upload the ZIP as it came."
    ),
    Flaw.NO_USERS: _(
        "users.json is missing, so nobody would know who wrote what. Export once more from Slack, "
        "and upload the ZIP as it came."
    ),
    Flaw.BROKEN_LIST: _(
        "%(entry)s can't be read (%(detail)s). Export once more from Slack; if you changed the "
        "file by hand, save it as JSON in UTF-8."
    ),
    Flaw.BEYOND_LIMITS: _(
        "Reading this archive took more memory or time than one archive may take, so it was "
        "stopped. Export a shorter range of dates, and bring the parts along one after another."
    ),
}

# By what there is too much of.
_TOO_MUCH = {
    "people": _(
        "This archive holds more than %(limit)d people. Export a shorter range of dates, and "
        "bring the parts along one after another."
    ),
    "channels": _(
        "This archive holds more than %(limit)d channels. Export a shorter range of dates, and "
        "bring the parts along one after another."
    ),
    "messages": _(
        "This archive holds more than %(limit)d messages. Export a shorter range of dates, and "
        "bring the parts along one after another."
    ),
}


class ArchiveError(Exception):
    """The archive as a whole can't be read; nothing of it was brought in.

    `str()` gives the sentence in the language that is active then.
    """

    def __init__(self, flaw: Flaw, entry: str = "", detail: str = "", **values: object) -> None:
        super().__init__(flaw, entry, detail)
        self.flaw = flaw
        self.entry = entry
        self.values = {"entry": entry[: limits.NAME_CHARACTERS], "detail": detail, **values}

    def __str__(self) -> str:
        if self.flaw is Flaw.TOO_MUCH:
            return str(_TOO_MUCH[str(self.values["what"])]) % self.values
        return str(_SENTENCES[self.flaw]) % self.values
