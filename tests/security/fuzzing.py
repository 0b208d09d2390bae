"""Nonsense of every kind, and how it is sent: always the same, since the dice have a fixed seed."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from random import Random
from typing import Any
from urllib.parse import quote, quote_from_bytes

from django.core.cache import cache
from django.db import transaction
from django.test import Client

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=edge"
#: As they go over the wire: not all of them are text.
VALUES: tuple[bytes, ...] = (
    b"",
    b" ",
    b"\x00",
    b"a\x00b",
    b"\xed\xa0\xbd",  # half of a surrogate pair
    b"\xff\xfe\xc3",
    b"-1",
    b"0",
    b"9" * 19,
    b"9" * 400,
    b"1e999",
    b"NaN",
    b"True",
    b"[]",
    b'{"a": [1]}',
    b"x" * 10_000,
    b"../../../etc/passwd",
    b"..",
    b"%2e%2e%2f",
    b"' OR 1=1 --",
    b"{{ 7 * 7 }}{% load x %}",
    b"%s %(name)s {0.__class__}",
    b"<script>hit()</script>",
    b"a\r\nSet-Cookie: b=c",
    b"//evil.example",
    "\u202eגבר\u200b\u2028".encode(),
    "١٢٣²Ⅷ".encode(),
    "e\u0301\u0327".encode() * 300,
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿".encode(),
    b"2026-13-45T99:99:99Z",
    b"\\",
    b"*?[a-",
)
PATHS = tuple(value for value in VALUES if value and b"/" not in value and b"?" not in value)
PART = b'--edge\r\nContent-Disposition: form-data; name="%s\r\n--edge--\r\n'
BODIES: tuple[tuple[str, bytes], ...] = (
    (MULTIPART, b""),
    (MULTIPART, b"--edge\r\n"),
    (MULTIPART, b"--edge\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nhalf"),
    (MULTIPART, b"--edge\r\nContent-Disposition: form-data\r\n\r\nx\r\n--edge--\r\n"),
    (MULTIPART, PART % b'file"; filename="../..\\x\x00"\r\nContent-Type: nothing\r\n\r\n\xff'),
    (MULTIPART, PART % b'picture"; filename=""\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!'),
    ("multipart/form-data", b"x=1"),
    ("multipart/form-data; boundary=" + "e" * 300, b"x"),
    (f"{FORM}; charset=utf-16", b"text=x"),
    (f"{FORM}; charset=nothing", b"text=x"),
    (FORM, b"&&=&;%&%zz=%zz&text"),
    (FORM, b"&".join(b"text=%d" % number for number in range(390))),
    (FORM, b"a=b&" * 500),
    ("application/json", b'{"text": null}'),
    ("text/plain", b"\xff" * 40),
    ("", b"text=x"),
    ("\u00ff/;;=", b"text=x"),
)  # fmt: skip
HEADERS: dict[str, str] = {
    "Cookie": 'sessionid="\x7f;; csrftoken=<>; =; house=' + "x" * 3000,
    "Accept": "*/;q=x,,",
    "Accept-Language": "xx-" * 200 + ";q=zz",
    "Accept-Encoding": "gzip;q=..,zstd;q=",
    "Content-Length": "-1",
    "HX-Request": "maybe",
    "HX-Current-URL": "http://[::1",
    "If-Modified-Since": "yesterday",
    "If-None-Match": '"\xff',
    "Range": "bytes=9-1,-",
    "Referer": "http://[",
    "Origin": "null",
    "User-Agent": "\xff" * 500,
    "X-Forwarded-For": "unknown, [::1",
}
METHODS = ("OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND")


@dataclass
class Form:
    """What a page would send, and where to."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)


class Forms(HTMLParser):
    """Reads the forms of a page that change something, and buttons that lead elsewhere."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Form] = []
        self._open: Form | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(given.get("action", ""))
            if given.get("method") == "post":
                self.found.append(self._open)
        elif "formaction" in given:
            self.found.append(Form(given["formaction"]))
        elif self._open and given.get("name") and tag in ("input", "textarea", "select", "button"):
            self._open.fields.append((given["name"], given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


def encoded(fields: list[tuple[str, bytes]]) -> bytes:
    """A form's body, with values that are no text."""
    return "&".join(f"{quote(name)}={quote_from_bytes(value)}" for name, value in fields).encode()


def spoiled(form: Form, dice: Random) -> Iterator[bytes]:
    """The form with nonsense in one field after the other; twice the same; and one left out."""
    whole = [(name, value.encode()) for name, value in form.fields]
    for place, (name, _value) in enumerate(whole):
        yield encoded([*whole[:place], (name, dice.choice(VALUES)), *whole[place + 1 :]])
    if whole:
        place = dice.randrange(len(whole))
        yield encoded([*whole, *whole])
        yield encoded([*whole[:place], *whole[place + 1 :]])
    yield encoded([(name, dice.choice(VALUES)) for name, _value in whole])


class Knocker:
    """Sends whatever it is told, leaves nothing behind, and notes each fault of the house."""

    def __init__(self, client: Client) -> None:
        client.raise_request_exception = False
        self._client = client
        self._cookies = copy.deepcopy(client.cookies)
        self.faults: set[str] = set()
        self.answers: dict[int, int] = {}

    def send(self, method: str, url: str, body: bytes = b"", **more: Any) -> Any:
        """The answer; asked again with the counters at nought where it said to wait."""
        answer = self._once(method, url, body, **more)
        if answer.status_code == 429:
            cache.clear()
            answer = self._once(method, url, body, **more)
        self.answers[answer.status_code] = self.answers.get(answer.status_code, 0) + 1
        # What machines ask says 503 where something is wrong with the house, and that is no fault.
        if answer.status_code >= 500 and not url.startswith("/readyz"):
            raised = getattr(answer, "exc_info", None)
            said = f"{raised[1]!r:.150}" if raised else "?"
            self.faults.add(f"{method} {url[:90]} {body[:160]!r}: {answer.status_code} {said}")
        return answer

    def _once(self, method: str, url: str, body: bytes, **more: Any) -> Any:
        self._client.cookies = copy.deepcopy(self._cookies)
        kind = more.pop("content_type", FORM)
        with transaction.atomic():
            answer = self._client.generic(method, url, body, content_type=kind, **more)
            transaction.set_rollback(True)
        return answer
