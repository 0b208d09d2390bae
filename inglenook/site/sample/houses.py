"""Founds the two communities, opens their rooms and lets everybody in, by actions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from inglenook.accounts import actions as accounts
from inglenook.accounts.models import Person
from inglenook.communities import actions as communities
from inglenook.communities.models import Community, Invitation, Membership
from inglenook.communities.viewing import presence
from inglenook.foundation.audience import LIST, MEMBERS, MODERATORS, WORLD
from inglenook.foundation.viewer import GUEST, HOST, MODERATOR, Viewer
from inglenook.site.sample import people
from inglenook.site.sample.people import Somebody
from inglenook.site.sample.pictures import painted
from inglenook.spaces import actions as spaces
from inglenook.spaces.models import Space

BOARD, CHAT = Space.Kind.BOARD, Space.Kind.CHAT

WELCOME = """\
The books are out of print, and the people who wrote in their margins are getting older. We \
collect what they know while it can be asked, and hand it on to whoever turns up with an oily \
question.

**How we are with each other**

- There is no silly question. Each of us has fitted the brake shoes backwards once.
- Say how you know: “I did this” and “I read this” are both welcome.
- Safety before pride. About brakes, steering and jacks we speak up, kindly and at once.
"""
GARAGE_ROOMS = (
    ("workshop", "Workshop", BOARD, WORLD, "wrench", "Things that squeak, leak or won’t start."),
    ("parts-and-finds", "Parts and finds", BOARD, MEMBERS, "link", "Looking for, found, to lend."),
    ("road-stories", "Road stories", BOARD, WORLD, "map-pin", "Where you went, and how it went."),
    ("first-drives", "First drives", BOARD, MEMBERS, "sprout", "For the first hundred days."),
    ("tea-room", "The tea room", CHAT, MEMBERS, "coffee", "Small talk. Nothing here needs you."),
    ("goteborg-drivers", "Göteborg drivers", BOARD, LIST, "users", "Those who meet on the quay."),
    ("spring-rally", "A surprise in spring", CHAT, LIST, "sparkles", "Not a word in the tea room."),
    ("the-office", "The office", BOARD, MODERATORS, "shield", "For those who tend the house."),
    ("old-noticeboard", "Old noticeboard", BOARD, MEMBERS, "archive", "Kept for reading."),
)
DRAFT_ROOMS = (
    ("kitchen-table", "Kitchen table", CHAT, MEMBERS, "coffee", "Small talk, loose ends, tea."),
    ("pitches-and-edits", "Pitches and edits", BOARD, MEMBERS, "pencil", "Show it unfinished."),
    ("rates-and-contracts", "Rates and contracts", BOARD, MEMBERS, "scale", "Numbers, openly."),
    ("first-book-circle", "First-book circle", CHAT, LIST, "book-open", "Every second Wednesday."),
)  # fmt: skip


@dataclass
class House:
    """A community of the sample, with its people by their short names."""

    community: Community
    crew: Mapping[str, Somebody]
    people: dict[str, Person] = field(default_factory=dict)
    members: dict[str, Membership] = field(default_factory=dict)

    def viewer(self, key: str) -> Viewer:
        """Who this is here, as a request would find it now."""
        found = presence(self.people[key].pk, self.community.slug)
        if found is None:
            raise LookupError(key)
        return found.viewer

    def space(self, slug: str) -> Space:
        """A space as it stands now, with what policies ask of it."""
        rows = Space.objects.unguarded("the sample opens rooms and speaks in all of them")
        found: Space = rows.select_related("audience", "community").get(
            community=self.community, slug=slug
        )
        return found


def make_people() -> dict[str, Person]:
    """Everybody's account; Hedda's keeps the installation."""
    token = accounts.setup_link().rstrip("/").rpartition("/")[2]
    first = accounts.make_first_person(token, people.address("hedda"), people.PASSWORD)
    made = {"hedda": first}
    for key in (*people.GARAGE, *people.DRAFT, *people.STRANGERS):
        if key not in made:
            made[key] = accounts.make_person(people.address(key), people.PASSWORD)
    return made


def found_garage(persons: dict[str, Person]) -> House:
    """The Amazon Garage: boards first, readable by the world in part."""
    community = communities.found_community(
        persons["hedda"], name="The Amazon Garage", slug="amazon-garage", language="en",
        purpose="Keep an old Volvo on the road, in good company.", host_name="Hedda Berg",
        readable_by=Community.ReadableBy.WORLD, time_zone="Europe/Stockholm", seed="#a8322a",
    )  # fmt: skip
    house = House(community, people.GARAGE, persons)
    communities.change_community(
        house.viewer("hedda"), community, welcome=WELCOME, listed=True, findable=False
    )
    _open_rooms(house, "hedda", GARAGE_ROOMS)
    spaces.change_space(house.viewer("hedda"), house.space("goteborg-drivers"), asks_welcome=True)
    _let_in(house, "hedda")
    for key in people.MODERATORS:
        communities.change_role(house.viewer("hedda"), house.members[key], MODERATOR)
    _list(house, "hedda", "spring-rally", people.SECRET)
    _list(house, "hedda", "goteborg-drivers", people.DRIVERS)
    spaces.ask_for_space(house.viewer("thao"), house.space("goteborg-drivers"))
    communities.ask_to_join(persons["quinn"], community, name="Quinn Doyle", words=people.ASKING)
    _invite(house)
    return house


def found_draft(persons: dict[str, Person]) -> House:
    """The Second Draft: chat first. Hedda keeps the installation, so she opens and hands on."""
    community = communities.found_community(
        persons["hedda"], name="The Second Draft", slug="second-draft", host_name="Hedda Berg",
        purpose="People who write for a living, and read each other first.",
        time_zone="Europe/Helsinki", seed="#2d5f73",
    )  # fmt: skip
    house = House(community, people.DRAFT, persons)
    _let_in(house, "hedda")
    communities.change_role(house.viewer("hedda"), house.members["nils"], HOST)
    communities.leave(_member(house, "hedda"))
    communities.change_community(house.viewer("nils"), community, listed=True)
    _open_rooms(house, "nils", DRAFT_ROOMS)
    _list(house, "nils", "first-book-circle", people.BOOK_CIRCLE)
    return house


def _open_rooms(house: House, host: str, rooms: Iterable[tuple[str, ...]]) -> None:
    for slug, name, kind, openness, icon, purpose in rooms:
        spaces.make_space(
            house.viewer(host), house.community, name=name, slug=slug, kind=kind,
            openness=openness, icon=icon, purpose=purpose,
        )  # fmt: skip


def close_old_rooms(house: House) -> None:
    """Put away the board that is kept for reading."""
    spaces.archive_space(house.viewer("hedda"), house.space("old-noticeboard"), archived=True)


def _let_in(house: House, host: str) -> None:
    """Everybody comes by a link, and has been there for a while."""
    _link, key = communities.make_invitation(
        house.viewer(host), house.community, label="For the first evening", uses=60
    )
    _guest_link, guest_key = communities.make_invitation(
        house.viewer(host), house.community, label="Guests of the course", role=GUEST
    )
    for name, somebody in house.crew.items():
        person = house.people[name]
        if name != host:
            link = guest_key if name in people.GUESTS else key
            communities.join(person, house.community, link, name=somebody.name)
        _settle(house, name, somebody)


def _settle(house: House, name: str, somebody: Somebody) -> None:
    member = _member(house, name)
    communities.change_profile(member, name=somebody.name, bio=somebody.bio)
    if somebody.picture is not None:
        communities.change_picture(member, painted(*somebody.picture))
    came = timezone.now() - timedelta(days=somebody.joined)
    Membership.objects.filter(pk=member.pk).update(joined_at=came)
    house.members[name] = member


def _member(house: House, name: str) -> Membership:
    rows = Membership.objects.select_related("community")
    found: Membership = rows.get(community=house.community, person=house.people[name])
    return found


def _list(house: House, host: str, slug: str, names: Iterable[str]) -> None:
    for name in names:
        spaces.add_to_space(house.viewer(host), house.space(slug), house.members[name])


def _invite(house: House) -> None:
    """Links of each kind: open, for a list, used up, out of date, taken back."""
    hedda = house.viewer("hedda")
    drivers = house.space("goteborg-drivers").audience_id
    communities.make_invitation(
        hedda, house.community, label="On the card at the quay", audience_ids=[drivers],
        expires_at=timezone.now() + timedelta(days=30),
    )  # fmt: skip
    for label, changes in (
        ("For Nour’s cousin", {"uses_left": 0, "used": 1}),
        ("Autumn meeting", {"expires_at": timezone.now() - timedelta(days=12), "used": 7}),
    ):
        link, _key = communities.make_invitation(hedda, house.community, label=label, uses=10)
        Invitation.objects.filter(pk=link.pk).update(**changes)
    stray, _key = communities.make_invitation(hedda, house.community, label="Sent to the wrong Ida")
    communities.revoke_invitation(hedda, stray)
