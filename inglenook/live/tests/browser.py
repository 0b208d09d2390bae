"""What a browser does, over plain sockets: reads a stream, fills in a form."""

import http.client
import re
import select
import socket
import time
from html import unescape
from urllib.parse import urlencode


class Stream:
    """A reader of server-sent events."""

    def __init__(self, port: int, cookie: str, slug: str = "garage", **headers: str) -> None:
        self.line = socket.create_connection(("127.0.0.1", port), 10)
        lines = [f"GET /live/?community={slug} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
        lines += [f"Cookie: sessionid={cookie}"] if cookie else []
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.line.sendall("\r\n".join([*lines, "", ""]).encode())
        self.bytes = b""
        self.closed = False
        self.until("\r\n\r\n", 10)
        self.status = int(self.bytes[9:12])

    def read(self, seconds: float) -> bool:
        """Take in what comes within so many seconds; whether anything did."""
        ready, _, _ = select.select([self.line], [], [], max(seconds, 0))
        if not ready or self.closed:
            return False
        try:
            piece = self.line.recv(65536)
        except ConnectionError:
            piece = b""
        self.closed = not piece
        self.bytes += piece
        return bool(piece)

    def until(self, words: str, seconds: float) -> bool:
        """Read until the words have come; whether they did in time."""
        deadline = time.monotonic() + seconds
        while words.encode() not in self.bytes:
            if self.closed or time.monotonic() > deadline:
                return False
            self.read(deadline - time.monotonic())
        return True

    def ends(self, seconds: float) -> bool:
        """Read until the stream ends; whether it did in time."""
        deadline = time.monotonic() + seconds
        while not (self.closed or self.bytes.endswith(b"0\r\n\r\n")):
            if time.monotonic() > deadline:
                return False
            self.read(deadline - time.monotonic())
        return True

    def forget(self) -> None:
        """Drop what has come so far."""
        self.bytes = b""

    @property
    def last_id(self) -> str:
        """The id of the last event."""
        return re.findall(rb"^id: (\d+)$", self.bytes, re.MULTILINE)[-1].decode()

    def close(self) -> None:
        """Hang up."""
        self.line.close()


class Page:
    """Somebody signed in who opens pages and sends their forms."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port = port
        self.cookies = {"sessionid": cookie}

    def ask(
        self, method: str, path: str, body: str | bytes = "", kind: str = ""
    ) -> tuple[int, str]:
        """One request; status and text. `kind` is the body's content type, a form's without it."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body:
            headers["Content-Type"] = kind or "application/x-www-form-urlencoded"
        line.request(method, path, body or None, headers)
        answer = line.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        text = answer.read().decode()
        line.close()
        return answer.status, text

    def send(self, page: str, path: str, **fields: str) -> int:
        """Open a page and post the form on it that goes to `path`, with its hidden fields."""
        status, text = self.ask("GET", page)
        assert status == 200, text
        form = next(f for f in re.findall(r"<form.*?</form>", text, re.DOTALL) if f'"{path}"' in f)
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
        data = {name: unescape(value) for name, value in hidden.items()} | fields
        return self.ask("POST", path, urlencode(data))[0]
