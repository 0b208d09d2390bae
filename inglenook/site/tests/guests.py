"""Somebody who asks a running house over HTTP, signed in, without a browser."""

import http.client
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from inglenook.site.tests import processes

WAIT = 60.0


class Guest:
    """One browser's cookies."""

    def __init__(self, port: int) -> None:
        self.root = f"http://127.0.0.1:{port}"
        self._jar = CookieJar()
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._jar))

    def get(self, path: str) -> tuple[int, str]:
        """Status and text, of the last page where it leads on."""
        return self._ask(urllib.request.Request(self._at(path)))

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        """Send a form as the page at `path`, or the one named by `of`, would."""
        of = fields.pop("of", path)
        return self.send(path, self.form(of), **fields)

    def form(self, of: str) -> dict[str, str]:
        """The hidden fields of a page's forms."""
        return hidden(self.get(of)[1])

    def send(self, path: str, form: dict[str, str], **fields: str) -> tuple[int, str]:
        """Send a form whose page was asked for before."""
        data = urllib.parse.urlencode({**form, **fields}).encode()
        return self._ask(urllib.request.Request(self._at(path), data))

    def cookies(self) -> str:
        """As a browser sends them."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._jar)

    def _at(self, path: str) -> str:
        return path if path.startswith("http") else self.root + path

    def _ask(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self._open.open(request, timeout=WAIT) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()
        except (urllib.error.URLError, http.client.HTTPException, OSError) as away:
            return 0, str(away)


def hidden(page: str) -> dict[str, str]:
    """The first hidden field of each name on a page."""
    found: dict[str, str] = {}
    for tag in re.findall(r'<input type="hidden"[^>]*>', page):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value:
            found.setdefault(name[1], value[1])
    return found


def again(page: str) -> dict[str, str]:
    """The form of a page that gave back what was typed, with all of its fields."""
    areas = re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    return {**hidden(page), **dict(areas)}


def host_of(home: Path, port: int, **engines: str) -> tuple[Guest, str]:
    """The host (and operator) of a fresh community, and the address of a thread of theirs."""
    words = "--name Garage --slug garage --host-email hedda@example.org --host-name Hedda --json"
    done = processes.run(home, "found", *words.split(), PORT=str(port), **engines)
    assert done.returncode == 0, done.stderr
    guest = Guest(port)
    link: Any = json.loads(done.stdout)["sign_in"]
    assert guest.post(link)[0] == 200
    guest.post(
        "/garage/spaces/new/", name="Workshop", kind="board", openness="members", icon="wrench"
    )
    board = "/garage/s/workshop/"
    status, page = guest.post(f"{board}new/", title="Rims", text="I like steel rims.")
    assert status == 200, page
    thread = re.search(r'href="(/garage/t/\d+/)', guest.get(board)[1])
    assert thread, guest.get(board)[1]
    return guest, thread[1]
