"""People and spaces of an archive become members who have not come yet, and spaces of theirs."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from inglenook.archive import arrivals
from inglenook.archive.models import Arrival, Import
from inglenook.archive.records import Archive, Person, Readers, Space, SpaceKind
from inglenook.communities.actions.naming import names_beside
from inglenook.communities.models import Claim, Membership
from inglenook.conversations.models import Thread
from inglenook.foundation import names
from inglenook.foundation.audience import LIST, MEMBERS, Audience, AudienceEntry
from inglenook.spaces.actions import create_space, put_on_list
from inglenook.spaces.models import Space as SpaceRow

KEPT_FOR = timedelta(days=365)
"""How long the address of somebody who hasn't come is kept."""

Kind = Arrival.Kind


def bring_people(run: Import, archive: Archive) -> tuple[dict[str, int], dict[str, str]]:
    """Everybody of the archive as a membership; returns ids and names by source id.

    Whoever came with an earlier import stays who they are, also when they have joined since.
    """
    people = {person.source_id: person for person in archive.people()}
    became = arrivals.known(run, Kind.PERSON, people)
    there = set(Membership.objects.filter(pk__in=became.values()).values_list("pk", flat=True))
    became = {source_id: pk for source_id, pk in became.items() if pk in there}
    fresh = [person for source_id, person in people.items() if source_id not in became]
    arrivals.forget(run, Kind.PERSON, [person.source_id for person in fresh])
    wanted = [names.tidy_name(person.name or person.handle, _("Somebody")) for person in fresh]
    named = names_beside(run.community_id, wanted)
    rows = Membership.objects.bulk_create(
        [_membership(run, person, *name) for person, name in zip(fresh, named, strict=True)],
        batch_size=500,
    )
    made = {person.source_id: row.pk for person, row in zip(fresh, rows, strict=True)}
    arrivals.note(run, Kind.PERSON, made)
    Claim.objects.bulk_create(
        [
            Claim(
                community_id=run.community_id,
                membership_id=made[person.source_id],
                email=person.address.strip().lower(),
                erase_at=timezone.now() + KEPT_FOR,
            )
            for person in fresh
            if person.address and not person.bot
        ],
        batch_size=500,
    )
    return became | made, {source_id: person.name for source_id, person in people.items()}


def _membership(run: Import, person: Person, name: str, name_key: str | None) -> Membership:
    return Membership(
        community_id=run.community_id,
        name=name,
        name_key=name_key,
        bio=person.bio[:500],
        state=Membership.State.IMPORTED,
    )


def bring_spaces(run: Import, archive: Archive, people: dict[str, int]) -> dict[str, Thread]:
    """Every space of the archive; returns the thread that each one's flat talk goes into.

    Private channels keep their lists; conversations become direct threads of their participants.
    """
    spaces = {space.source_id: space for space in archive.spaces()}
    became = arrivals.known(run, Kind.SPACE, spaces)
    streams = _streams(became)
    looks = {str(stream.pk): run.spaces.get(str(stream.pk), "") for stream in streams.values()}
    fresh = [space for source_id, space in spaces.items() if source_id not in streams]
    arrivals.forget(run, Kind.SPACE, [space.source_id for space in fresh])
    for space in fresh:
        stream = _stream_of(run, space, people)
        streams[space.source_id] = stream
        looks[str(stream.pk)] = look_of(stream.space) if stream.space else DIRECT
    made = {space.source_id: streams[space.source_id].pk for space in fresh}
    arrivals.note(run, Kind.SPACE, made)
    run.spaces = looks
    run.save(update_fields=["spaces"])
    return streams


DIRECT = "direct"
"""What conversations look like: they have no name or purpose that anybody could change."""


def look_of(space: SpaceRow) -> str:
    """A short mark of what a host can change about a space, to tell later whether one has."""
    said = [space.name, space.slug, space.purpose, space.icon]
    return sha256(repr(said).encode()).hexdigest()[:16]


def _streams(became: dict[str, int]) -> dict[str, Thread]:
    threads = Thread.objects.unguarded("the importer writes into what it made")
    rows = threads.in_bulk(list(became.values()))
    return {source_id: rows[pk] for source_id, pk in became.items() if pk in rows}


def _stream_of(run: Import, space: Space, people: dict[str, int]) -> Thread:
    listed = [people[person] for person in space.members if person in people]
    if space.readers is Readers.DIRECT:
        return _direct(run, listed)
    row = create_space(
        run.community,
        name=names.tidy_name(space.name, _("A room from elsewhere")),
        kind=SpaceRow.Kind.BOARD if space.kind is SpaceKind.BOARD else SpaceRow.Kind.CHAT,
        openness=LIST if space.readers is Readers.LIST else MEMBERS,
        purpose=space.purpose,
        slug=slugify(space.name)[:50],
        imported=True,
    )
    if space.readers is Readers.LIST:
        put_on_list(row, listed)
    if space.archived:
        row.archived_at = timezone.now()
        row.save(update_fields=["archived_at"])
    return Thread.objects.create(
        community_id=run.community_id,
        space=row,
        audience_id=row.audience_id,
        kind=Thread.Kind.STREAM,
        imported=True,
    )


def _direct(run: Import, listed: list[int]) -> Thread:
    audience = Audience.objects.create(community=run.community, kind=LIST)
    thread = Thread.objects.create(
        community_id=run.community_id,
        audience=audience,
        kind=Thread.Kind.DIRECT,
        title=_("Direct messages"),
        imported=True,
    )
    AudienceEntry.objects.bulk_create(
        [
            AudienceEntry(community_id=run.community_id, audience=audience, membership_id=pk)
            for pk in listed
        ],
        ignore_conflicts=True,
    )
    return thread
