"""What stands round a page: the names, ways and people that its frame shows.

Templates read one value, `shell`. A room fills it once a request (`request.shell`, a `Shell` or a
function that makes one); where nobody did, the frame is that of the installation's front door.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Face:
    """A person's picture, or their initials in one of the community's hues (0 to 4)."""

    avatar_url: str = ""
    initials: str = ""
    hue: int = 0


@dataclass(frozen=True, slots=True)
class Way:
    """A link with words: in the head, in a footer."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class NavItem:
    """One line of the navigation."""

    name: str
    url: str
    icon: str
    is_current: bool = False
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class SpaceItem:
    """A space that the viewer may see; `locked` when only a list of people may."""

    name: str
    url: str
    icon: str
    is_new: bool = False
    is_current: bool = False
    locked: bool = False


@dataclass(frozen=True, slots=True)
class House:
    """Another community of this person, for the switcher; its colour is `.c-<slug>`."""

    name: str
    url: str
    mark: str
    slug: str


@dataclass(frozen=True, slots=True)
class You:
    """The signed-in person as this community knows them."""

    name: str
    url: str
    face: Face
    key: str
    """Tells the drafts of two people on one device apart; says nothing about the person."""
    account_url: str = ""
    sign_out_url: str = ""


@dataclass(frozen=True, slots=True)
class Shell:
    """Everything that `base.html`, `shell.html` and `public.html` show besides the page itself."""

    name: str = "Inglenook"
    """Of the community, or of the installation where `slug` is empty."""
    url: str = "/"
    mark: str = ""
    """One or two letters under the arch; the logo of the house when empty."""
    slug: str = ""
    members: str = ""
    """A sentence like "212 members"."""
    theme_url: str = ""
    houses: tuple[House, ...] = ()
    nav: tuple[NavItem, ...] = ()
    spaces: tuple[SpaceItem, ...] = ()
    you: You | None = None
    search_url: str = ""
    sign_in_url: str = ""
    join_url: str = ""
    settings_url: str = ""
    found_url: str = ""
    """Where this person may found another community; empty where they may not."""
    foot: tuple[Way, ...] = ()
    banner: str = ""
    """A sentence on top of every page, like: no mail leaves the house."""
    banner_url: str = ""
    banner_way: str = ""
    """The words of the link to `banner_url`."""
    banner_kind: str = "care"
    """`care`, or `harm` where something is wrong."""
    live_url: str = ""
    """The server-sent stream; empty where pages are not live."""
    theme: str = ""
    """`light` or `dark` where the person chose; empty follows their device."""
    text: str = ""
    """`large` where the person chose larger letters."""
    in_spaces: bool = False
    """Whether the page belongs to a space, for the bar at the bottom."""
    here: str = ""
    """The path of the page, where it is one of those that the bar at the bottom leads to."""
    findable: bool = False
    """Whether search engines may list the page."""

    @property
    def has_new(self) -> bool:
        """Whether any space holds something new, for the one dot on a phone."""
        return any(space.is_new for space in self.spaces)

    @property
    def frame(self) -> str:
        """The template round pages that members and strangers share, like "not found"."""
        return "shell.html" if self.slug and self.you else "public.html"


def frame(request: HttpRequest) -> dict[str, object]:
    """Context processor: hand `request.shell` to every template, made at most once a request."""
    shell = getattr(request, "shell", None)
    if callable(shell):
        shell = shell()
        request.shell = shell  # type: ignore[attr-defined]
    return {"shell": shell or Shell()}
