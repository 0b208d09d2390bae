"""The client: what is asked for, how often, how much is taken, and what is said when it fails."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import requests  # noqa: TID253 - this is the package that others are sent to
import urllib3  # noqa: TID253
from django.utils.translation import gettext as _
from requests_hardened.ip_filter import InvalidIPAddress

from .addresses import Resolver, is_public, resolve
from .connection import PinningAdapter, Watch

MAX_REDIRECTS = 3
PORTS = frozenset({80, 443})
USER_AGENT = "Inglenook"

#: Seconds to connect, and between two pieces of an answer.
_CONNECT, _READ = 5.0, 10.0
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class OutboundRefused(Exception):
    """The house won't ask that address; the message is a sentence for whoever gave it."""


class OutboundFailed(Exception):
    """The other side did not answer as it should; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer, whatever its status: bytes as sent, at the address that gave them."""

    url: str
    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def content_type(self) -> str:
        """The type without its parameters, in lower case; empty where none was given."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()


class Outbound:
    """The client. The house uses `fetch` below; tests make one of their own.

    `resolver` stands in for the system's, `loopback_ports` may be asked on this machine, and
    `authorities` is a file of certificates to trust in the place of the usual ones.
    """

    def __init__(
        self,
        *,
        resolver: Resolver = resolve,
        loopback_ports: Collection[int] = (),
        authorities: str = "",
    ) -> None:
        self._resolver = resolver
        self._loopback_ports = frozenset(loopback_ports)
        self._verify = authorities or True

    def fetch(
        self,
        url: str,
        *,
        max_bytes: int,
        timeout: float,
        headers: Mapping[str, str] | None = None,
    ) -> Fetched:
        """GET an address, following up to MAX_REDIRECTS redirects.

        `max_bytes` is how much of an answer is taken; `timeout` the seconds for all of it (the
        system's resolver has a limit of its own). Raises OutboundRefused for an address that
        isn't asked, OutboundFailed for one that doesn't answer in time, in size or in HTTP.
        """
        deadline = time.monotonic() + timeout
        extra = dict(headers or {})
        for _hop in range(MAX_REDIRECTS + 1):
            answer = self._ask(url, max_bytes, deadline, extra)
            target = answer.headers.get("Location")
            if answer.status not in _REDIRECTS or not target:
                return answer
            before, url = url, _joined(url, target)
            if urlsplit(before).netloc != urlsplit(url).netloc:
                # They may hold a secret, and were meant for the first host.
                extra = {}
        raise OutboundFailed(_("That address leads from one to the next without an end."))

    def _ask(
        self, url: str, max_bytes: int, deadline: float, headers: Mapping[str, str]
    ) -> Fetched:
        _check(url)
        with Watch(deadline) as watch, _told_in_sentences(watch), requests.Session() as session:
            # Neither proxies nor passwords of the environment.
            session.trust_env = False
            for scheme in ("http", "https"):
                session.mount(f"{scheme}://", PinningAdapter(self._pin, scheme, watch))
            with session.get(
                url,
                headers={"User-Agent": USER_AGENT, **headers, "Accept-Encoding": "identity"},
                timeout=(min(_CONNECT, watch.left()), min(_READ, watch.left())),
                allow_redirects=False,
                stream=True,
                verify=self._verify,
            ) as response:
                content = _body(response, max_bytes, watch)
            return Fetched(url, response.status_code, response.headers, content)

    def _pin(self, host: str, port: int) -> tuple[str, bool]:
        """The one checked address to connect to, and whether a test allowed it on this machine."""
        if port not in PORTS and port not in self._loopback_ports:
            raise OutboundRefused(_("Only the ports 80 and 443 are asked."))
        try:
            addresses = list(self._resolver(host, port))
        except (OSError, UnicodeError):
            addresses = []
        if not addresses:
            raise OutboundFailed(_("No server of that name is known."))
        if not all(is_public(each) or self._is_own(each, port) for each in addresses):
            raise OutboundRefused(_("That address leads into a private network."))
        # Many machines have no way out by IPv6.
        address = min(addresses, key=lambda each: ":" in each)
        return address, self._is_own(address, port)

    def _is_own(self, address: str, port: int) -> bool:
        try:
            return port in self._loopback_ports and ipaddress.ip_address(address).is_loopback
        except ValueError:
            return False


def _check(url: str) -> None:
    """What can be told without a name server; port and address are checked as connected to."""
    try:
        parts = urlsplit(url)
        scheme, host, user = parts.scheme, parts.hostname, parts.username
    except ValueError:
        scheme, host, user = "", None, None
    if scheme not in ("http", "https") or not host:
        raise OutboundRefused(_("An address begins with http:// or https:// and names a host."))
    if user is not None:
        raise OutboundRefused(_("An address must not have a name or password in it."))


def _joined(url: str, target: str) -> str:
    try:
        return urljoin(url, target)
    except ValueError:
        raise OutboundFailed(_("That address leads to one that is none.")) from None


def _body(response: requests.Response, max_bytes: int, watch: Watch) -> bytes:
    if response.status_code in _REDIRECTS:
        return b""
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        # It was asked not to; to unpack could make gigabytes of kilobytes.
        raise OutboundFailed(_("That address sends packed data, which was not asked for."))
    content = bytearray()
    while piece := response.raw.read1(65_536):
        content += piece
        if len(content) > max_bytes:
            raise OutboundFailed(
                _("That address sends more than the %(limit)d KB that are taken.")
                % {"limit": max_bytes // 1024}
            )
    if watch.over:
        raise OutboundFailed(_("That address takes too long to answer."))
    return bytes(content)


@contextmanager
def _told_in_sentences(watch: Watch) -> Iterator[None]:
    try:
        yield
    except InvalidIPAddress:
        raise OutboundRefused(_("That address leads into a private network.")) from None
    except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, UnicodeError):
        raise OutboundRefused(_("That is no address of the web.")) from None
    except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
        slow = (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError, TimeoutError)
        if watch.over or isinstance(error, slow):
            raise OutboundFailed(_("That address takes too long to answer.")) from None
        raise OutboundFailed(_("That address does not answer as a web server should.")) from None


fetch = Outbound().fetch
