"""What the tests forbid that a running house forgives."""

import sys
from pathlib import Path
from types import FrameType

import pytest
from django.template import Node

PACKAGE = Path(__file__).resolve().parent.parent / "inglenook"


class UnknownVariable(str):
    """Django's `string_if_invalid`: fails the test where one of our templates names a variable
    that the view did not give. Templates of libraries stay as forgiving as their authors wrote
    them.
    """

    __slots__ = ()

    def __new__(cls) -> "UnknownVariable":
        """Made of the one text that makes Django hand over the variable's name."""
        return super().__new__(cls, "%s")

    def __mod__(self, name: object) -> str:
        """Called by Django with the name that it could not resolve."""
        where = _template(sys._getframe(1))
        if where is None or PACKAGE in Path(where).parents:
            # A failure, not an exception: code that catches exceptions must not hide it.
            pytest.fail(f"unknown variable {name} in {where or 'a template'}", pytrace=False)
        return ""


def _template(frame: FrameType | None) -> str | None:
    """The file of the template that is being rendered, seen from `frame` upwards."""
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None):
            return str(node.origin.name)
        frame = frame.f_back
    return None


def refuse_connections_outside() -> None:
    """Makes each attempt of this process to connect beyond loopback a failure of the test."""
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event != "socket.connect":
        return
    address = arguments[1]
    if isinstance(address, tuple) and not _loopback(str(address[0])):
        raise AssertionError(f"a test tried to connect to {address[0]}: only loopback is allowed")


def _loopback(host: str) -> bool:
    return host.startswith("127.") or host in ("::1", "localhost", "")
