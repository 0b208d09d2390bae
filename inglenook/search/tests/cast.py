"""The cast of the tests in one community, made by calling actions."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from inglenook.accounts.models import Person
from inglenook.accounts.sessions import SessionStore
from inglenook.communities.actions import found_community, join, make_invitation
from inglenook.communities.models import Community, Membership
from inglenook.communities.viewing import viewer_of
from inglenook.conversations import actions as talk
from inglenook.conversations.models import Post, Thread
from inglenook.foundation.viewer import Viewer
from inglenook.spaces.actions import make_space
from inglenook.spaces.models import Space


@dataclass
class House:
    """A community with its people by first name: hedda (host), mo (moderator), mia and ada
    (members), gus (guest).
    """

    community: Community
    people: dict[str, Membership]

    def viewer(self, name: str) -> Viewer:
        """Fresh, as at the beginning of a request."""
        return viewer_of(self.member(name))

    def member(self, name: str) -> Membership:
        """The row as it is now."""
        rows = Membership.objects.select_related("community", "person")
        found: Membership = rows.get(pk=self.people[name].pk)
        return found

    def space(self, name: str, kind: str = "board", openness: str = "", by: str = "hedda") -> Space:
        """Open a space."""
        return make_space(self.viewer(by), self.community, name=name, kind=kind, openness=openness)

    def thread(self, space: Space, title: str, text: str, by: str = "mia") -> Thread:
        """Start a thread."""
        return talk.start_thread(self.viewer(by), space, title=title, markdown=text)

    def reply(self, thread: Thread, text: str, by: str = "mo") -> Post:
        """Answer."""
        return talk.reply(self.viewer(by), thread, markdown=text)

    def say(self, space: Space, text: str, by: str = "mia") -> Post:
        """Say a line in a chat."""
        return talk.say(self.viewer(by), space, markdown=text)

    def first_post(self, thread: Thread) -> Post:
        """The post that opens a thread, with its thread."""
        posts = Post.objects.unguarded("a test looks at its own row").crossing("its own thread")
        found: Post = posts.select_related("thread").get(pk=thread.first_key)
        return found


def person(name: str, *, operator: bool = False) -> Person:
    """Somebody with an account."""
    return Person.objects.create_user(
        f"{name}@example.org", "correct horse battery", is_operator=operator
    )


def house(slug: str = "garage", *, readable_by: str = "members") -> House:
    """Found a community and let the cast in."""
    community = found_community(
        person(f"hedda.{slug}", operator=True),
        name=slug.capitalize(),
        slug=slug,
        purpose="Old cars and those who love them.",
        host_name="Hedda Holm",
        readable_by=readable_by,
    )
    host = Membership.objects.select_related("community", "person").get(community=community)
    made = House(community, {"hedda": host})
    roles = {"mo": "member", "mia": "member", "ada": "member", "gus": "guest"}
    names = {"mo": "Mo Möller", "mia": "Mia Åkesson", "ada": "Ada Lovelace", "gus": "Gus Grant"}
    for first, role in roles.items():
        _link, key = make_invitation(made.viewer("hedda"), community, role=role)
        come = join(person(f"{first}.{slug}"), community, key, name=names[first])
        made.people[first] = come
    Membership.objects.filter(pk=made.people["mo"].pk).update(role="moderator")
    return made


def cookie_of(somebody: Person | None) -> str:
    """Sign somebody in; the value of the session's cookie."""
    assert somebody is not None
    session = SessionStore()
    session[SESSION_KEY] = str(somebody.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = somebody.get_session_auth_hash()
    # As if just signed in: grave acts ask nobody anew.
    session["proved_at"] = time.time()
    session.create()
    return str(session.session_key)
