"""The people whom every test knows, in two communities, with something private behind each door.

Garage is readable by the world where it wants to be, Writers by its members alone. Each private
row holds two words of its own: `seek…` to look for it, and `found…`, the canary, which nobody may
read but those named beside it. All of it is made by actions; what no action makes yet (held
rows, imported people) is written with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.test import Client

from inglenook.accounts.models import Person
from inglenook.communities import actions as communities
from inglenook.communities.models import Community, Membership
from inglenook.communities.viewing import presence
from inglenook.conversations.models import Post, Thread
from inglenook.foundation.viewer import Viewer
from inglenook.spaces.models import Space

ANONYMOUS = "anonymous"
#: Everybody who looks in the matrix, in the order of its columns.
VIEWERS = (
    ANONYMOUS, "stella", "gus", "mia", "lena", "mo", "hedda", "nils", "bertram", "olga",
)  # fmt: skip
MEMBERS = frozenset({"mia", "lena", "mo", "hedda"})
INSIDE = MEMBERS | {"gus"}
MODERATORS = frozenset({"mo", "hedda"})
EVERYBODY = frozenset(VIEWERS)

NAMES = {
    "hedda": "Hedda Berg",
    "mo": "Mo Adeyemi",
    "mia": "Mia Sommer",
    "lena": "Lena Ortiz",
    "gus": "Gus Lind",
    "ben": "Ben Foundben",
    "bertram": "Bertram Voss",
    "nils": "Nils Aho",
    "nora": "Nora Pike",
    "quinn": "Quinn Doyle",
}


@dataclass(frozen=True)
class Canary:
    """A word that these viewers may read and nobody else; `on_pages` where a page shows it."""

    word: str
    seen_by: frozenset[str]
    on_pages: bool = True


@dataclass
class Cast:
    """Everybody and everything by short names; `members` are those of Garage."""

    garage: Community
    writers: Community
    people: dict[str, Person] = field(default_factory=dict)
    members: dict[str, Membership] = field(default_factory=dict)
    writers_members: dict[str, Membership] = field(default_factory=dict)
    spaces: dict[str, Space] = field(default_factory=dict)
    threads: dict[str, Thread] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    """Secrets that stand in links, and ids of rows that only an address names."""
    canaries: dict[str, Canary] = field(default_factory=dict)

    def viewer(self, name: str, community: Community | None = None) -> Viewer:
        """Who this is in Garage, or in another community, as a request would find it now."""
        found = presence(self.person_id(name), (community or self.garage).slug)
        assert found is not None
        return found.viewer

    def person_id(self, name: str) -> int | None:
        """The id of somebody's account; none for whoever has no account."""
        return None if name == ANONYMOUS else self.people[name].pk

    def client(self, name: str) -> Client:
        """A browser in which this person is signed in."""
        client = Client()
        if name != ANONYMOUS:
            client.force_login(self.people[name], "django.contrib.auth.backends.ModelBackend")
        return client

    def canary(self, name: str, *seen_by: str, on_pages: bool = True) -> str:
        """Two words for a private text, noted with those who may read it."""
        word = f"found{name}"
        self.canaries[name] = Canary(word, frozenset(seen_by), on_pages)
        return f"seek{name} {word}"

    def space(self, name: str) -> Space:
        """A space as it stands now, with what policies ask of it."""
        rows = Space.objects.unguarded("a test looks at the row itself")
        found: Space = rows.select_related("audience", "community").get(pk=self.spaces[name].pk)
        return found

    def thread(self, name: str) -> Thread:
        """A thread as it stands now, with its space."""
        return thread_now(self.threads[name].pk)

    def post(self, name: str) -> Post:
        """A post as it stands now, with its thread and space."""
        return post_now(self.posts[name].pk)


def thread_now(pk: int) -> Thread:
    """The row of a thread, whoever may see it, with its space."""
    rows = Thread.objects.unguarded("a test looks at the row itself").crossing("its own space")
    found: Thread = rows.select_related("space", "space__audience", "community").get(pk=pk)
    return found


def post_now(pk: int) -> Post:
    """The row of a post, whoever may see it, with its thread and space."""
    rows = Post.objects.unguarded("a test looks at the row itself").crossing("its own thread")
    found: Post = rows.select_related(
        "author", "thread", "thread__space", "thread__space__audience"
    ).get(pk=pk)
    return found


def posts_where(*conditions: Q, **lookups: Any) -> Any:
    """Rows of posts, whoever may see them."""
    rows = Post.objects.unguarded("a test looks at the rows themselves")
    return rows.filter(*conditions, **lookups)


def person(name: str, *, is_operator: bool = False) -> Person:
    """An account with a confirmed address."""
    email = f"mailof{name}@example.org"
    made = Person.objects.create_user(email, "a long enough phrase", is_operator=is_operator)
    EmailAddress.objects.update_or_create(
        user=made, email=email, defaults={"verified": True, "primary": True}
    )
    return made


def founded(host: Person, host_name: str, **fields: Any) -> Community:
    """A community that the operator let this person found."""
    allowed = host.is_operator
    host.is_operator = True
    community = communities.found_community(host, host_name=host_name, **fields)
    host.is_operator = allowed
    return community


def joined(by: Viewer, community: Community, somebody: Person, name: str, **how: Any) -> Membership:
    """A person let in by a link made for them."""
    _invitation, key = communities.make_invitation(by, community, uses=1, **how)
    return communities.join(somebody, community, key, name=name)


def member_of(community: Community, somebody: Person) -> Membership:
    """Somebody's place in a community, with the community loaded."""
    rows = Membership.objects.select_related("community")
    found: Membership = rows.get(community=community, person=somebody, byline_of__isnull=True)
    return found


def imported(community: Community, name: str) -> Membership:
    """A member who came with an archive and has no account."""
    made: Membership = Membership.objects.create(
        community=community, name=name, state=Membership.State.IMPORTED
    )
    return made
