"""People who write whatever happens: sent again, word for word, until the house has answered."""

from __future__ import annotations

import http.client
import random
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from queue import Queue
from typing import Any
from urllib.parse import urlencode

FORM = "application/x-www-form-urlencoded"
PATIENCE = 20.0  # seconds for one answer
STUBBORN = 180.0  # seconds after which somebody gives up, and the test with them


class Unanswered(Exception):
    """The house was away, or asked to try again."""


@dataclass
class Visitor:
    """Somebody signed in, with a browser that heeds cookies."""

    port: int
    cookies: dict[str, str]

    def ask(
        self, method: str, path: str, body: str | bytes = "", form: str = FORM
    ) -> tuple[int, str, str]:
        """One request: status, Location and text; raises Unanswered where none came back whole."""
        status, location, data = self._asked(method, path, body, form)
        return status, location, data.decode()

    def fetched(self, path: str) -> bytes:
        """The bytes at an address."""
        status, _location, data = self._asked("GET", path, b"", FORM)
        assert status == 200, (path, status)
        return data

    def _asked(
        self, method: str, path: str, body: str | bytes, form: str
    ) -> tuple[int, str, bytes]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body:
            headers["Content-Type"] = form
        try:
            line.request(method, path, body or None, headers)
            answer = line.getresponse()
            data = answer.read()
        except (OSError, http.client.HTTPException) as reason:
            raise Unanswered(repr(reason)) from reason
        finally:
            line.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        if answer.status in (429, 502, 503):
            raise Unanswered(str(answer.status))
        return answer.status, answer.getheader("Location", ""), data

    def form(self, page: str, path: str) -> dict[str, str]:
        """The hidden fields of the form that goes to `path`, on `page` or on a later one of it."""
        while True:
            status, _location, text = self.ask("GET", page)
            assert status == 200, (page, status, text[:500])
            found = _form_to(path, text)
            if found is not None:
                pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', found)
                return {name: unescape(value) for name, value in pairs}
            later = re.search(r'href="([^"]+)" rel="next"', text)
            assert later is not None, f"no form goes to {path} on {page}"
            page = unescape(later.group(1))


def _form_to(path: str, text: str) -> str | None:
    """The form that goes to `path`, by itself or by a button of it that stands anywhere."""
    forms = re.findall(r"<form.*?</form>", text, re.DOTALL)
    found = next((form for form in forms if f'"{path}"' in form), None)
    by_button = re.search(rf'form="(\w+)" formaction="{re.escape(path)}"', text)
    if found is None and by_button:
        found = next(form for form in forms if f'id="{by_button.group(1)}"' in form)
    return found


@dataclass
class Answered:
    """A post that the house said it has: its number, how it was made, where it stands."""

    number: int
    kind: str
    location: str
    tries: int


class Writer(threading.Thread):
    """Writes as many numbered posts as it is told to, one after the other."""

    def __init__(
        self, name: str, visitor: Visitor, scene: dict[str, Any], dice: random.Random
    ) -> None:
        super().__init__(name=name, daemon=True)
        self.visitor, self.scene, self.dice = visitor, scene, dice
        self.answered: list[Answered] = []
        self.problems: list[str] = []
        self._orders: Queue[int] = Queue()
        self._ordered = 0

    def write(self, count: int) -> None:
        """Have so many more posts written."""
        self._ordered += count
        self._orders.put(count)

    @property
    def is_done(self) -> bool:
        """Whether all that was ordered has been answered."""
        return len(self.answered) == self._ordered

    def run(self) -> None:
        """Write until the test ends."""
        while True:
            for _n in range(self._orders.get()):
                try:
                    self.answered.append(self._write_one(len(self.answered) + 1))
                except Exception as reason:
                    self.problems.append(f"{self.name}: {reason!r}")
                    return

    def _write_one(self, number: int) -> Answered:
        kind, page, path, fields = self._deed(number)
        hidden, tries = persistently(lambda: self.visitor.form(page, path))
        body = urlencode(hidden | fields)
        (status, location, text), tries = persistently(lambda: self.visitor.ask("POST", path, body))
        assert status == 302, (path, status, text[:500])
        return Answered(number, kind, location, tries)

    def _deed(self, number: int) -> tuple[str, str, str, dict[str, str]]:
        words = {"text": f"{self.name} says its number {word_of(self.name, number)}."}
        dice = self.dice.random()
        if dice < 0.6:
            here = f"/garage/t/{self.scene['thread']}/"
            return "reply", here, here + "reply/", words
        if dice < 0.8:
            return "say", "/garage/s/corner/", "/garage/s/corner/say/", words
        if dice < 0.9:
            here = f"/garage/p/{self.dice.choice(self.scene['roots'])}/branch/"
            return "branch", here, here, words
        title = {"title": f"Of {self.name}, {number}"}
        return "start", "/garage/s/workshop/new/", "/garage/s/workshop/new/", words | title


class Doorkeeper(Writer):
    """Lets in those who asked, one each time; each is written a letter by a job."""

    def _write_one(self, number: int) -> Answered:
        member = self.scene["asked"][number - 1]
        path = f"/garage/requests/{member}/admit/"
        hidden, _tries = persistently(self._hidden)
        body = urlencode(hidden)
        (status, location, text), tries = persistently(lambda: self.visitor.ask("POST", path, body))
        assert status == 302, (path, status, text[:500])
        return Answered(number, "admit", location, tries)

    def _hidden(self) -> dict[str, str]:
        _status, _location, text = self.visitor.ask("GET", "/garage/requests/")
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
        assert found is not None, text[:500]
        return {"csrfmiddlewaretoken": found.group(1)}


def word_of(name: str, number: int) -> str:
    """A word that no other post has."""
    return f"{name}n{number}x"


def persistently[R](ask: Callable[[], R]) -> tuple[R, int]:
    """Ask until there is an answer; returns it, and how many times it was asked for."""
    deadline = time.monotonic() + STUBBORN
    tries = 0
    while True:
        tries += 1
        try:
            return ask(), tries
        except Unanswered:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
