"""A line to a server that a test can cut, or leave hanging, and mend."""

import socket
import threading
from contextlib import suppress


class Line:
    """Passes on what is said between the house and a server, while it is whole."""

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self._ends: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._hangs = False
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = int(self._listener.getsockname()[1])
        self._begin()

    def cut(self) -> None:
        """Nobody listens any more, and whoever was talking is hung up on."""
        self._hangs = False
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._hang_up()

    def hang(self) -> None:
        """Whoever calls is let in and never answered; who was talking is hung up on."""
        self._hangs = True
        self._hang_up()

    def mend(self) -> None:
        """Whole again, at the same address."""
        self._hangs = False
        self._hang_up()
        if self._listener.fileno() < 0:
            self._listener = socket.create_server(("127.0.0.1", self.port), backlog=64)
            self._begin()

    def close(self) -> None:
        """Let go of everything."""
        self.cut()

    def _begin(self) -> None:
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                caller, _ = listener.accept()
            except OSError:
                return
            self._keep(caller)
            if not self._hangs:
                self._connect(caller)

    def _connect(self, caller: socket.socket) -> None:
        server = socket.create_connection(self._server)
        self._keep(server)
        for one, other in ((caller, server), (server, caller)):
            threading.Thread(target=_pass_on, args=(one, other), daemon=True).start()

    def _keep(self, end: socket.socket) -> None:
        with self._lock:
            self._ends.add(end)

    def _hang_up(self) -> None:
        with self._lock:
            ends, self._ends = self._ends, set()
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while piece := one.recv(65536):
            other.sendall(piece)
    for end in (one, other):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
