"""Compose a letter, as text and as HTML that say the same."""

import re
import textwrap
from collections.abc import Mapping
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.utils import translation

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

#: Characters of a subject; mail programs show about 70.
MAX_SUBJECT = 160

_NOTHING: dict[str, Any] = {
    "paragraphs": (), "code": "", "quote": "", "button": None, "rows": (), "closing": "",
    "place": "", "reason": "", "change_url": "", "stop_url": "",
}  # fmt: skip

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_BLANK = re.compile(r"\n[ \t]*(?:\n[ \t]*)+\n")
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+>")


def compose(
    to: str,
    subject: "str | StrPromise",
    template: str,
    context: Mapping[str, Any],
    language: str,
    message_id: str = "",
) -> EmailMultiAlternatives:
    """Make a letter to one person, in their language; `.send()` sends it.

    `template` names a pair under ``templates/mail/``, both of which extend ``letter``, or
    ``letter`` itself, which knows all that most letters need (all optional but `heading`):

    heading, paragraphs (a list), code, quote, button (label and address), rows (a list of title,
    text, label and address), closing; place (from whom), reason (why this came),
    change_url and stop_url (the latter also goes into List-Unsubscribe).

    Subject and context may hold lazy strings: they are read in `language`. Line ends and invisible
    characters in the subject become spaces, so that a name in it can't add a header.

    `message_id` is made from the row that caused the letter, so that one which goes twice has one
    id: ``<key@host>``.

    Raises ValueError for an address or a message id that is none.
    """
    if message_id and not _MESSAGE_ID.fullmatch(message_id):
        raise ValueError(f"{message_id!r} is no message id: it looks like <key@host>.")
    with translation.override(language):
        words = _words(context, language) | {"subject": _one_line(str(subject))}
        letter = EmailMultiAlternatives(
            subject=words["subject"],
            body=_text(render_to_string(f"mail/{template}.txt", words)),
            to=[_address(to)],
            headers=_headers(words, language, message_id),
        )
        letter.attach_alternative(render_to_string(f"mail/{template}.html", words), "text/html")
    return letter


def _words(context: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The context with what was left out, the quote for the text letter, and the direction."""
    words = {**_NOTHING, **context}
    lines = textwrap.wrap(str(words["quote"]), 70)
    return words | {
        "quoted": "\n".join(f"> {line}" for line in lines),
        "language": language,
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        # Mail programs know nothing of logical sides.
        "start": "right" if translation.get_language_bidi() else "left",
    }


def _headers(words: Mapping[str, Any], language: str, message_id: str) -> dict[str, str]:
    headers = {
        "Content-Language": language,
        # RFC 3834: no holiday notes in answer, please.
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if message_id:
        headers["Message-ID"] = message_id
    if words.get("stop_url"):
        # RFC 8058: mail programs show a button that posts there.
        headers["List-Unsubscribe"] = f"<{_one_line(str(words['stop_url'])).replace('>', '')}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _address(to: str) -> str:
    """One plain address, or name and address; nothing that could be two."""
    address = parseaddr(to, strict=True)[1]
    try:
        validate_email(address)
    except ValidationError:
        raise ValueError(f"{to!r} is no e-mail address.") from None
    return to


def _one_line(text: str) -> str:
    line = " ".join(_UNSEEN.sub(" ", text).split())
    return line if len(line) <= MAX_SUBJECT else line[: MAX_SUBJECT - 1].rstrip() + "\u2026"


def _text(body: str) -> str:
    """Templates leave empty lines where they had nothing to say."""
    return _BLANK.sub("\n\n", body).strip() + "\n"
