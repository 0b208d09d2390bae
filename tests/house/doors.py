"""How expectations are written: a door, and what each viewer gets who knocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.cast import ANONYMOUS, INSIDE, MEMBERS, MODERATORS, VIEWERS, Cast

Answers = dict[str, int]

GROUPS = {
    "signed_in": frozenset(VIEWERS) - {ANONYMOUS},
    "inside": INSIDE,
    "members": MEMBERS,
    "moderators": MODERATORS,
    "writer": frozenset({"lena", *MODERATORS}),
    "listed": frozenset({"lena", "hedda"}),
    "guestroom": frozenset({"gus", "mo", "hedda"}),
}


def of(rest: int, **named: int) -> Answers:
    """`rest` for everybody, then what each named group or viewer gets instead, in order."""
    answers = dict.fromkeys(VIEWERS, rest)
    for name, status in named.items():
        for viewer in GROUPS.get(name, {name}):
            assert viewer in VIEWERS, name
            answers[viewer] = status
    return answers


NEVER = of(405)
#: The same below a hidden community, which doesn't exist for those outside.
ABSENT = of(404, nils=405)
ALL = of(200)


@dataclass(frozen=True)
class Door:
    """One address with what stands behind it. `what` names a row of the cast."""

    name: str
    what: str = ""
    get: Answers = field(default_factory=lambda: NEVER)
    post: Answers = field(default_factory=lambda: NEVER)
    data: dict[str, str] = field(default_factory=dict)
    query: str = ""
    community: str = "garage"

    def __post_init__(self) -> None:
        if self.community == "writers":
            for method in ("get", "post"):
                if getattr(self, method) is NEVER:
                    object.__setattr__(self, method, ABSENT)

    @property
    def title(self) -> str:
        """What a failing test is called by."""
        return "-".join(filter(None, (self.name, self.what, self.query, self.community)))

    def url(self, cast: Cast, community: str = "") -> str:
        """Its address; below another community's where one is named."""
        known = PARAMETERS[self.name]
        kwargs = {name: _value(cast, name, self.what) for name in known}
        if "community" in known:
            kwargs["community"] = community or self.community
        return reverse(self.name, kwargs=kwargs) + self.query

    def sent(self, cast: Cast) -> dict[str, str]:
        """The form that is posted; `{post:name}` and the like become ids of the cast."""
        return {key: _filled(cast, value) for key, value in self.data.items()}


def _value(cast: Cast, parameter: str, what: str) -> Any:
    first, _, second = what.partition("/")
    rows: dict[str, Any] = {"thread_id": cast.threads, "key": cast.posts, "pk": cast.members}
    if parameter in rows and first in rows[parameter]:
        return rows[parameter][first].pk
    if parameter == "slug":
        return first
    return cast.keys.get(second or first, second or first)


def _filled(cast: Cast, value: str) -> str:
    kind, _, name = value.partition(":")
    if kind == "post":
        return str(cast.posts[name].pk)
    return str(cast.members[name].pk) if kind == "member" else value


def routes() -> dict[str, tuple[str, ...]]:
    """Every route of the site by its name, with the names of its parameters."""
    return dict(_walk(get_resolver().url_patterns, "", ()))


def _walk(
    patterns: list[Any], space: str, above: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for entry in patterns:
        known = above + tuple(entry.pattern.converters)
        if isinstance(entry, URLResolver):
            inside = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry.url_patterns, inside, known)
        else:
            assert isinstance(entry, URLPattern)
            assert entry.name, f"the route {entry.pattern} has no name"
            yield space + entry.name, known


PARAMETERS = routes()
WRITES_ON_GET = settings.WRITES_ON_GET
