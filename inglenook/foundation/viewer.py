"""Who looks: a frozen value, made once a request by `communities`, handed to every query."""

from __future__ import annotations

from dataclasses import dataclass

HOST, MODERATOR, MEMBER, GUEST = "host", "moderator", "member", "guest"


@dataclass(frozen=True, slots=True)
class Viewer:
    """What the predicate needs to know of whoever looks at a community.

    `audience_ids` are the audiences of this community that the viewer belongs to; `own_ids`
    the memberships whose words are the viewer's own (the membership and its second bylines);
    `blocked_ids` the memberships between which and the viewer a block stands, either way.
    A banned person's viewer equals a stranger's.
    """

    person_id: int | None = None
    community_id: int | None = None
    membership_id: int | None = None
    role: str = ""
    audience_ids: frozenset[int] = frozenset()
    own_ids: frozenset[int] = frozenset()
    blocked_ids: frozenset[int] = frozenset()
    joined_key: int = 0
    """The smallest key of anything said after the viewer came in: what is older is never new."""
    version: int = 0
    """The community's version (see `epoch`) when the viewer was made."""

    @property
    def is_inside(self) -> bool:
        """Has a place in the community, guests included."""
        return self.membership_id is not None

    @property
    def actor_id(self) -> int:
        """The membership that acts; asked after a policy said that the viewer may.

        Raises:
            RuntimeError: for somebody without a place here, of whom no policy says yes.
        """
        if self.membership_id is None:
            raise RuntimeError("a stranger acts nowhere")
        return self.membership_id

    @property
    def is_member(self) -> bool:
        """One of the community's members; guests are not among them."""
        return self.role in (HOST, MODERATOR, MEMBER)

    @property
    def is_moderator(self) -> bool:
        """May moderate: moderators and hosts."""
        return self.role in (HOST, MODERATOR)

    @property
    def is_host(self) -> bool:
        return self.role == HOST


STRANGER = Viewer()
