"""Connections that go to a checked address and end in time."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import requests  # noqa: TID253 - this is the package that others are sent to
import urllib3  # noqa: TID253
from requests_hardened.ip_filter_adapter import IPFilterAdapter

#: From a host name and port to the address to connect to, and whether that is this machine.
type Pin = Callable[[str, int], tuple[str, bool]]


class PinningAdapter(IPFilterAdapter):
    """Connects to the address that was checked, in the name of the host that was asked for."""

    def __init__(self, pin: Pin, scheme: str, watch: Watch) -> None:
        self._pin = pin
        self._watch = watch
        super().__init__(is_https_proto=scheme == "https")

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Let the pools make connections that the watch knows."""
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = self._watch.pools()

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> tuple[Any, Any]:
        """Where to connect, and whom to expect there."""
        target = urllib3.util.parse_url(str(request.url))
        host = (target.host or "").strip("[]")
        port = target.port or (443 if target.scheme == "https" else 80)
        address, self._allow_loopback = self._pin(host, port)
        # The library gets the bare address to check and pin, and no name to resolve again.
        pinned = request.copy()
        pinned.url = target._replace(host=f"[{address}]" if ":" in address else address).url
        where, how = super().build_connection_pool_key_attributes(pinned, verify, cert)
        request.headers["Host"] = target.netloc or host
        if self._is_https_proto:
            how |= {"assert_hostname": host, "server_hostname": host}
        return where, how


class Watch:
    """Ends every connection of one request when its time is over.

    Time limits of sockets count from one byte to the next: a server that sends one now and then
    would hold us for hours.
    """

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(self.left(), self._end)
        self._timer.daemon = True
        self.over = False

    def left(self) -> float:
        """Seconds that are left, never quite none."""
        return max(self._deadline - time.monotonic(), 0.01)

    def __enter__(self) -> Watch:
        self._timer.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._timer.cancel()
        for connection in self._sockets:
            connection.close()

    def _end(self) -> None:
        self.over = True
        for connection in self._sockets:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def add(self, connection: socket.socket) -> None:
        """Watch one more connection."""
        self._sockets.append(connection)
        if self.over:
            self._end()

    def pools(self) -> dict[str, type[urllib3.HTTPConnectionPool]]:
        """urllib3's pools, with connections that this watch knows."""
        return {
            "http": self._watched(urllib3.HTTPConnectionPool),
            "https": self._watched(urllib3.HTTPSConnectionPool),
        }

    def _watched(self, pool: Any) -> type[urllib3.HTTPConnectionPool]:
        watch = self

        class Connection(pool.ConnectionCls):
            def _new_conn(self) -> socket.socket:
                made: socket.socket = super()._new_conn()
                # A copy: TLS takes the socket itself over.
                watch.add(made.dup())
                return made

        class Pool(pool):
            ConnectionCls = Connection

        return Pool
