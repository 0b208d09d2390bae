"""Letters say the same as text and HTML, reach a mail server, and are kept where there is none."""

import socket
import stat
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from django.core.mail import EmailMessage
from django.utils.translation import gettext_lazy

from inglenook.foundation.mail import compose, forget, mail, mails

WORDS = {
    "heading": "Tomasz <answered> you",
    "paragraphs": ["In “Hunting at idle”, & more."],
    "code": "481 516",
    "quote": "Did the needle sit flush in yours, Sam? " * 4,
    "button": {"label": "Read and answer", "address": "https://garage.example/t/481?a=1&b=2"},
    "rows": [
        {"title": "A row", "text": "Its text.", "label": "Go", "address": "https://g.example"}
    ],
    "closing": "That is everything.",
    "place": "The Amazon Garage",
    "reason": "You get this because he answered you.",
    "change_url": "https://garage.example/you",
    "stop_url": "https://garage.example/stop/9f",
}


@pytest.fixture
def mailbox(settings: Any, tmp_path: Path) -> Path:
    settings.MAILBOX_DIR = tmp_path / "mail"
    settings.MAILERS = {"default": {"BACKEND": "inglenook.foundation.mail.FileMailbox"}}
    return tmp_path / "mail"


class Keeper(Sink):
    def __init__(self) -> None:
        self.letters: list[Any] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.letters.append(envelope)
        return "250 kept"


@pytest.fixture
def server(settings: Any) -> Iterator[Keeper]:
    keeper = Keeper()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(keeper, hostname="127.0.0.1", port=port)
    controller.start()
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 5},
        }
    }
    yield keeper
    controller.stop()


def letter(to: str = "Sam <sam@okafor.example>", subject: str = "A letter", **more: Any) -> Any:
    return compose(to, subject, "letter", {**WORDS, **more}, "en", "<delivery.7@garage.example>")


def html_of(made: Any) -> str:
    return str(made.alternatives[0].content)


def test_text_and_html_say_the_same() -> None:
    made = letter()
    html = html_of(made)
    for words in ("481 516", "Read and answer", "A row", "That is everything.", "he answered you"):
        assert words in made.body
        assert words in html
    assert "Tomasz <answered> you" in made.body
    assert "Tomasz &lt;answered&gt; you" in html
    assert "https://garage.example/t/481?a=1&b=2" in made.body
    assert all(line.startswith("> ") for line in made.body.splitlines() if "needle" in line)
    assert 'lang="en" dir="ltr"' in html
    for word in ("<img", "<script", " src=", "url("):
        assert word not in html


def test_only_a_heading_is_needed() -> None:
    made = compose("sam@okafor.example", "Hello", "letter", {"heading": "Hello"}, "en")
    assert made.body == "Hello\n\n--\n"


def test_letter_is_in_its_readers_language() -> None:
    lazy = gettext_lazy("Yes")
    made = compose("sam@okafor.example", lazy, "letter", {"heading": lazy}, "ar")
    assert made.subject == made.body.splitlines()[0] == "نعم"
    assert 'lang="ar" dir="rtl"' in html_of(made)


def test_letter_reaches_a_mail_server(server: Keeper) -> None:
    letter(subject="Grüße an alle").send()
    envelope = server.letters[0]
    received = message_from_bytes(envelope.content, policy=policy.default)
    assert envelope.rcpt_tos == ["sam@okafor.example"]
    assert received["Subject"] == "Grüße an alle"
    assert received["Message-ID"] == "<delivery.7@garage.example>"
    assert received["Auto-Submitted"] == "auto-generated"
    assert received["List-Unsubscribe"] == "<https://garage.example/stop/9f>"
    assert received.get_body(("plain",)) is not None
    assert received.get_body(("html",)) is not None


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x00", "\u202e"])
def test_a_name_in_the_subject_adds_no_header(mailbox: Path, end: str) -> None:
    letter(subject=f"Mia{end}Bcc: eve@evil.example{end}{end}body").send()
    (kept,) = mailbox.glob("*.eml")
    received = message_from_bytes(kept.read_bytes(), policy=policy.default)
    assert received["Subject"] == "Mia Bcc: eve@evil.example body"
    assert received["Bcc"] is None


@pytest.mark.parametrize(
    "to",
    ["", "sam", "a@b.example, c@d.example", "a@b.example\nBcc: c@d.example", "a@b.example\x00"],
)
def test_what_is_no_address_is_refused(to: str) -> None:
    with pytest.raises(ValueError, match=r"no e-mail address|Header"):
        letter(to=to).message()


def test_message_id_is_checked() -> None:
    with pytest.raises(ValueError, match="message id"):
        compose("a@b.example", "x", "letter", {"heading": "x"}, "en", "<a\n@b>")


def test_letters_are_kept_whole_and_for_the_operator_alone(mailbox: Path) -> None:
    letter().send()
    (kept,) = mailbox.iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(mailbox.stat().st_mode) == 0o700


def test_mailbox_lists_and_reads_the_newest_first(mailbox: Path) -> None:
    assert mails() == []
    for number in range(3):
        letter(subject=f"Letter {number}").send()
    (mailbox / "notes.txt").write_text("not a letter")
    listed = mails(limit=2)
    assert [line.subject for line in listed] == ["Letter 2", "Letter 1"]
    assert [line.subject for line in mails(before=listed[-1].name)] == ["Letter 0"]
    assert listed[0].to == "Sam <sam@okafor.example>"
    read = mail(listed[0].name)
    assert read is not None
    assert (read.subject, read.at) == ("Letter 2", listed[0].at)
    assert "That is everything." in read.text
    assert "<h1" in read.html


@pytest.mark.parametrize(
    "name", ["", "..", "../secret.key", "notes.txt", "/etc/passwd", "a\x00.eml"]
)
def test_only_letters_are_read(mailbox: Path, name: str) -> None:
    letter().send()
    (mailbox / "notes.txt").write_text("secret")
    assert mail(name) is None
    assert mail("99999999T999999999999-0123456789abcdef.eml") is None


def test_old_letters_are_forgotten(mailbox: Path) -> None:
    letter().send()
    (kept,) = mailbox.iterdir()
    old = mailbox / ("20200101" + kept.name[8:])
    old.write_bytes(kept.read_bytes())
    assert forget(30) == 1
    assert list(mailbox.iterdir()) == [kept]


def test_letter_to_nobody_is_not_written(mailbox: Path) -> None:
    EmailMessage(subject="x", body="y").send()
    assert mails() == []
