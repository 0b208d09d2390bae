"""Requests leave the house for public addresses only, and come back in time and in size."""

import shlex
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from inglenook.foundation.outbound import Outbound, OutboundFailed, OutboundRefused, is_public

type Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def serving(answer: Answer, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """A server on loopback that answers each GET by `answer`; yields its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, *arguments: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *arguments: object) -> None:
            pass  # clients that hang up are the point

    server = Server(("127.0.0.1", 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


def text(body: bytes) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "Text/Plain; charset=utf-8")
        request.end_headers()
        request.wfile.write(body)

    return answer


def redirect(target: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(302)
        request.send_header("Location", target)
        request.end_headers()

    return answer


def fetch(url: str, *ports: int, timeout: float = 5, **how: object) -> object:
    return Outbound(loopback_ports=ports, **how).fetch(url, max_bytes=1000, timeout=timeout)  # type: ignore[arg-type]


def test_page_is_fetched_with_the_host_asked_for() -> None:
    seen = []

    def answer(request: BaseHTTPRequestHandler) -> None:
        seen.append((request.headers["Host"], request.headers["User-Agent"], request.path))
        text(b"hello")(request)

    with serving(answer) as port:
        outbound = Outbound(loopback_ports=[port], resolver=lambda host, port: ["127.0.0.1"])
        got = outbound.fetch(f"http://garage.example:{port}/a?b=c#d", max_bytes=5, timeout=5)
    assert (got.status, got.content, got.content_type) == (200, b"hello", "text/plain")
    assert seen == [(f"garage.example:{port}", "Inglenook", "/a?b=c")]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://0/",
        "http://0x7f.1/",
        "http://2130706433/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://172.16.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[fd00::1]/",
        "http://[fe80::1]/",
        "http://[2002:7f00:1::]/",
        "http://224.0.0.1/",
        "https://255.255.255.255/",
    ],
)
def test_inner_addresses_are_refused(url: str) -> None:
    with pytest.raises(OutboundRefused, match="private network"):
        fetch(url)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "begins with"),
        ("garage.example", "begins with"),
        ("file:///etc/passwd", "begins with"),
        ("gopher://garage.example/", "begins with"),
        ("http://", "begins with"),
        ("http:///x", "begins with"),
        ("http://[::1/", "begins with"),
        ("http://mia:secret@garage.example/", "name or password"),
        ("http://garage.example:22/", "ports 80 and 443"),
        ("http://garage.example:8080/", "ports 80 and 443"),
        ("http://garage.example:99999/", "begins with|no address"),
        ("http://gar age.example/", "no address of the web"),
    ],
)
def test_what_is_no_address_of_the_web_is_refused(url: str, why: str) -> None:
    with pytest.raises(OutboundRefused, match=why):
        fetch(url, resolver=lambda host, port: ["198.41.0.4"])


@pytest.mark.parametrize(
    "addresses",
    [["10.0.0.1"], ["198.41.0.4", "127.0.0.1"], ["::ffff:10.0.0.1"], ["100.100.100.100"], ["?"]],
)
def test_names_that_lead_inwards_are_refused(addresses: list[str]) -> None:
    with pytest.raises(OutboundRefused, match="private network"):
        fetch("http://garage.example/", resolver=lambda host, port: addresses)


def test_unknown_names_fail_with_a_sentence() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror("no such name")

    with pytest.raises(OutboundFailed, match="No server of that name"):
        fetch("http://garage.example/", resolver=unknown)


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1/", "http://169.254.169.254/", "file:///etc/passwd", "http://[::1]:22/"],
)
def test_redirects_are_checked_as_the_first_address_was(target: str) -> None:
    with serving(redirect(target)) as port, pytest.raises(OutboundRefused):
        fetch(f"http://127.0.0.1:{port}/", port)


def test_redirects_to_another_port_of_loopback_are_refused() -> None:
    asked = []
    with (
        serving(lambda request: asked.append(1)) as inner,
        serving(redirect(f"http://127.0.0.1:{inner}/")) as port,
        pytest.raises(OutboundRefused),
    ):
        fetch(f"http://127.0.0.1:{port}/", port)
    assert asked == []


def test_a_few_redirects_are_followed_and_an_endless_row_is_not() -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        left = int(request.path[1:])
        redirect(f"/{left - 1}")(request) if left else text(b"there")(request)

    with serving(answer) as port:
        assert fetch(f"http://127.0.0.1:{port}/3", port).content == b"there"  # type: ignore[attr-defined]
        with pytest.raises(OutboundFailed, match="without an end"):
            fetch(f"http://127.0.0.1:{port}/4", port)


def test_headers_stay_with_the_host_that_they_were_meant_for() -> None:
    seen = []

    def answer(request: BaseHTTPRequestHandler) -> None:
        seen.append(request.headers["X-Token"])
        text(b"")(request)

    with serving(answer) as other, serving(redirect(f"http://127.0.0.1:{other}/")) as port:
        outbound = Outbound(loopback_ports=[port, other])
        for asked in (other, port):
            url = f"http://127.0.0.1:{asked}/"
            outbound.fetch(url, max_bytes=9, timeout=5, headers={"X-Token": "secret"})
    assert seen == ["secret", None]


def test_a_name_is_resolved_once_and_its_address_kept() -> None:
    """A name server that changes its mind between check and connection gains nothing."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    with serving(text(b"pinned")) as port:
        got = fetch(f"http://g.example:{port}/", port, resolver=lambda host, port: next(answers))
    assert got.content == b"pinned"  # type: ignore[attr-defined]


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("all_proxy", "http://127.0.0.1:9")
    with serving(text(b"direct")) as port:
        assert fetch(f"http://127.0.0.1:{port}/", port).content == b"direct"  # type: ignore[attr-defined]


def endless(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.end_headers()
    while True:
        request.wfile.write(b"x" * 10_000)


def dripping(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Length", "100")
    request.end_headers()
    while True:
        request.wfile.write(b"x")
        time.sleep(0.05)


def dripping_headers(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    while True:
        request.wfile.write(b"x")
        time.sleep(0.05)


def silent(request: BaseHTTPRequestHandler) -> None:
    time.sleep(3)


def packed(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Encoding", "gzip")
    request.end_headers()


def nonsense(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"\x00\x01 this is not HTTP\r\n\r\n")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (endless, "sends more than"),
        (dripping, "too long to answer"),
        (dripping_headers, "too long to answer"),
        (silent, "too long to answer"),
        (packed, "packed data"),
        (nonsense, "as a web server should"),
    ],
)
def test_bad_answers_end_in_time_with_a_sentence(answer: Answer, why: str) -> None:
    begun = time.monotonic()
    with serving(answer) as port, pytest.raises(OutboundFailed, match=why):
        fetch(f"http://127.0.0.1:{port}/", port, timeout=0.6)
    assert time.monotonic() - begun < 10


def test_a_closed_port_fails_with_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with pytest.raises(OutboundFailed):
        fetch(f"http://127.0.0.1:{port}/", port)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    openssl = shutil.which("openssl")
    if not openssl:
        pytest.skip("openssl, which makes the certificate, is not installed")
    made = tmp_path / "both.pem"
    options = shlex.split(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
        "-subj /CN=garage.example -addext subjectAltName=DNS:garage.example"
    )
    command = [openssl, *options, "-keyout", str(made), "-out", str(tmp_path / "cert.pem")]
    subprocess.run(command, check=True, capture_output=True)
    with made.open("ab") as file:
        file.write((tmp_path / "cert.pem").read_bytes())
    return made


def test_certificates_are_checked_against_the_name_asked_for(certificate: Path) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    asked_for = []
    tls.sni_callback = lambda connection, name, context: asked_for.append(name)
    with serving(text(b"safe"), tls) as port:
        outbound = Outbound(
            loopback_ports=[port],
            resolver=lambda host, port: ["127.0.0.1"],
            authorities=str(certificate),
        )
        url = f"https://garage.example:{port}/"
        assert outbound.fetch(url, max_bytes=9, timeout=5).content == b"safe"
        with pytest.raises(OutboundFailed):
            outbound.fetch(f"https://other.example:{port}/", max_bytes=9, timeout=5)
        with pytest.raises(OutboundFailed):
            fetch(url, port, resolver=lambda host, port: ["127.0.0.1"])
    assert asked_for[:2] == ["garage.example", "other.example"]


def test_public_addresses_are_told_from_others() -> None:
    assert is_public("198.41.0.4")
    assert is_public("2001:503:ba3e::2:30")
    for address in ("", "garage", "::", "::7f00:1", "fec0::1", "240.0.0.1", "192.0.2.1"):
        assert not is_public(address)
