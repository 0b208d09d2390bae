"""What rooms put into the frame of every page: each registers its part, the frame asks for all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from inglenook.foundation.shell import NavItem, SpaceItem

Nav = Callable[[Any], tuple[NavItem, ...]]
Spaces = Callable[[Any], tuple[SpaceItem, ...]]

_nav: list[tuple[int, Nav]] = []
_spaces: list[Spaces] = []


def add_nav(position: int, part: Nav) -> None:
    """Add lines to the navigation; smaller positions stand higher."""
    _nav.append((position, part))
    _nav.sort(key=lambda pair: pair[0])


def set_spaces(part: Spaces) -> None:
    """Say how the list of spaces is made."""
    _spaces[:] = [part]


def nav(request: Any) -> tuple[NavItem, ...]:
    """The lines of the navigation, for this request."""
    return tuple(item for _, part in _nav for item in part(request))


def spaces(request: Any) -> tuple[SpaceItem, ...]:
    """The list of spaces, for this request."""
    return _spaces[0](request) if _spaces else ()


def locked_spaces(request: Any) -> list[tuple[int, str]]:
    """Audience and name of the list spaces that the viewer is in, for invitations to them."""
    return _locked[0](request) if _locked else []


_locked: list[Callable[[Any], list[tuple[int, str]]]] = []


def set_locked_spaces(part: Callable[[Any], list[tuple[int, str]]]) -> None:
    """Say which list spaces there are to invite into."""
    _locked[:] = [part]
