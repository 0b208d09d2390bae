"""The mailbox in the data folder: a mailer that writes, and what the operator's page reads."""

import os
import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage as Message
from email.parser import BytesHeaderParser, BytesParser
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

_NAME = re.compile(r"(\d{8}T\d{12})-[0-9a-f]{16}\.eml")
_TIME = "%Y%m%dT%H%M%S%f"

#: A letter is read up to here, in bytes; none that the house writes is near it.
_LARGEST = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class MailSummary:
    """One line of the mailbox. `name` is its file's and sorts by time."""

    name: str
    at: datetime
    to: str
    subject: str


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter to be read. `html` is what the house wrote: show it in a frame that runs nothing."""

    name: str
    at: datetime
    sender: str
    to: str
    subject: str
    text: str
    html: str


class FileMailbox(BaseEmailBackend):
    """Writes each letter into MAILBOX_DIR, whole or not at all, for the operator's eyes only."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the letters; how many. Raises OSError where the folder can't be written."""
        written = 0
        for message in email_messages or ():
            if message.recipients():
                _write(message.message(policy=policy.SMTP).as_bytes())
                written += 1
        return written


def mails(limit: int = 50, before: str = "") -> list[MailSummary]:
    """The newest letters first; `before` is the name of the last one seen."""
    names = [name for name in _names() if not before or name < before]
    found = (_summary(name) for name in names[:limit])
    return [summary for summary in found if summary is not None]


def mail(name: str) -> Mail | None:
    """The letter of this name; None where there is none, whatever the name is made of."""
    at = _time_of(name)
    if at is None:
        return None
    try:
        with (_folder() / name).open("rb") as file:
            letter = BytesParser(policy=policy.default).parsebytes(file.read(_LARGEST))
    except FileNotFoundError:
        return None
    return Mail(
        name=name,
        at=at,
        sender=str(letter.get("From", "")),
        to=str(letter.get("To", "")),
        subject=str(letter.get("Subject", "")),
        text=_part(letter, "plain"),
        html=_part(letter, "html"),
    )


def forget(days: int = 30) -> int:
    """Delete letters older than that; how many. They hold codes and addresses."""
    oldest = (datetime.now(UTC) - timedelta(days=days)).strftime(_TIME)
    old = [name for name in _names() if name < oldest]
    for name in old:
        (_folder() / name).unlink(missing_ok=True)
    return len(old)


def _folder() -> Path:
    return Path(settings.MAILBOX_DIR)


def _names() -> list[str]:
    """The letters' names, the newest first; nothing else that lies in the folder."""
    folder = _folder()
    if not folder.is_dir():
        return []
    return sorted(filter(_NAME.fullmatch, os.listdir(folder)), reverse=True)  # noqa: PTH208


def _time_of(name: str) -> datetime | None:
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    try:
        return datetime.strptime(found[1], _TIME).replace(tzinfo=UTC)
    except ValueError:
        return None


def _summary(name: str) -> MailSummary | None:
    at = _time_of(name)
    if at is None:
        return None
    try:
        with (_folder() / name).open("rb") as file:
            head = BytesHeaderParser(policy=policy.default).parse(file)
    except FileNotFoundError:  # forgotten meanwhile
        return None
    return MailSummary(name, at, str(head.get("To", "")), str(head.get("Subject", "")))


def _part(letter: Message, kind: str) -> str:
    body = letter.get_body(preferencelist=(kind,))
    return str(body.get_content()) if body is not None else ""


def _write(content: bytes) -> None:
    """Temporary file, fsync, rename, fsync of the folder: what was accepted stays."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{datetime.now(UTC).strftime(_TIME)}-{secrets.token_hex(8)}.eml"
    unfinished = folder / f".{name}.part"
    try:
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "wb") as file:  # noqa: PTH123
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(folder / name)
    finally:
        unfinished.unlink(missing_ok=True)
    with _opened(folder) as directory:
        os.fsync(directory)


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    directory = os.open(folder, os.O_RDONLY)
    try:
        yield directory
    finally:
        os.close(directory)
