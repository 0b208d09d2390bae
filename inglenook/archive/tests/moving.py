"""Bringing archives into the cast's community, and looking at what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from inglenook.archive import actions
from inglenook.archive.models import Arrival, Import
from inglenook.archive.tests.exports import (
    DAY,
    DMS,
    GROUPS,
    HEDDA,
    MIA,
    MO,
    MPIMS,
    PAIR,
    export,
    said,
)
from inglenook.archive.undoing import put_back
from inglenook.archive.writing import bring_in
from inglenook.communities import actions as communities
from inglenook.communities.models import Community, Membership
from inglenook.conversations.models import Post, Reaction, Thread
from inglenook.spaces.models import Space
from tests import cast as people
from tests.cast import Cast

WHY = "a test looks at the rows themselves"

#: A conversation with everything in it: a thread, system lines, reactions, a mention, an edit.
TALK = [
    said(0, "The quinces are ripe. Who comes?", reactions=[{"name": "heart", "users": [MO, MIA]}]),
    said(1, "I come, <@U0MIA> as well.", MO, thread=0),
    said(2, "With the *long* ladder.", MIA, thread=0, edited={"user": MIA, "ts": "1714560000.0"}),
    said(3, "<@U0GUS> has joined the channel", "U0GUS", subtype="channel_join"),
    said(4, "Lemonade stands in the shade.", MO),
    said(5, "Is there rhubarb too?", MIA),
    said(6, "Two crates of it.", HEDDA, thread=5),
]
PRIVATE = {
    "groups.json": GROUPS,
    f"attic/{DAY}.json": [said(10, "The surprise is behind the loom.", MO)],
    "dms.json": DMS,
    f"{PAIR}/{DAY}.json": [
        said(20, "Only between us: marzipan.", HEDDA),
        said(21, "Not a word.", MIA, thread=20),
    ],
    "mpims.json": MPIMS,
    f"mpdm-hedda--mo--mia-1/{DAY}.json": [said(30, "Three can keep it.", MO)],
}
COUNTS = {
    "people": 4, "spaces": 1, "threads": 2, "posts": 7, "replies": 3, "reactions": 2,
    "skipped": {},
}  # fmt: skip


def archive(folder: Path, messages: Iterable[Any] = (), **more: Any) -> Path:
    """A made export; TALK in one channel where nothing else is said."""
    name = more.pop("name", "export.zip")
    return export(folder / name, list(messages) or TALK, more=more.get("more", {}))


def bring(cast: Cast, path: Path, *, direct: bool = False) -> dict[str, Any]:
    """Bring an archive into Garage as the command line does."""
    return actions.import_from_command_line(
        source="slack", path=path, community="garage", direct_messages=direct,
        progress=lambda done, total: None,
    )  # fmt: skip


def last_run() -> Import:
    """The newest import."""
    run: Import = Import.objects.select_related("community", "made_by").latest("pk")
    return run


def staged(cast: Cast, path: Path, **how: Any) -> Import:
    """An archive uploaded by Hedda and looked through."""
    upload = SimpleUploadedFile(path.name, path.read_bytes())
    run = actions.stage(
        cast.viewer("hedda"), cast.garage, upload, source="slack",
        direct_messages=how.pop("direct", False), **how,
    )  # fmt: skip
    return actions.examine(run.pk)


def undo(cast: Cast, run: Import | None = None) -> Import:
    """Put an import back, as its job does."""
    run = run or last_run()
    actions.undo(cast.viewer("hedda"), run)
    put_back(run.pk)
    return Import.objects.select_related("community", "made_by").get(pk=run.pk)


def again(cast: Cast, run: Import) -> Import:
    """Bring in once more what was put back, as its job does."""
    actions.start(cast.viewer("hedda"), run)
    return bring_in(run.pk)


def came(cast: Cast, name: str) -> Membership:
    """Whoever of the archive's people has this name."""
    brought = Arrival.objects.filter(kind=Arrival.Kind.PERSON).values("object_id")
    found: Membership = Membership.objects.get(pk__in=brought, name=name)
    return found


def claim(cast: Cast, who: str, name: str) -> Membership:
    """Let somebody of the cast come as an imported member, by a link of Hedda's."""
    key = communities.make_claim_link(cast.viewer("hedda"), came(cast, name))
    return communities.claim_by_link(cast.people[who], cast.garage, key)


def posts(community: Community, **lookups: Any) -> list[Post]:
    """Imported posts, in order."""
    rows = Post.objects.unguarded(WHY).crossing("its own thread").select_related("thread")
    return list(rows.filter(community=community, imported=True, **lookups).order_by("pk"))


def post_of(community: Community, words: str) -> Post:
    """The post with these words, with its thread and space."""
    rows = Post.objects.unguarded(WHY).filter(community=community, markdown__contains=words)
    return people.post_now(rows.get().pk)


def branches(community: Community) -> list[Thread]:
    """Branches that came along, the first first."""
    rows = Thread.objects.unguarded(WHY).filter(community=community, imported=True, kind="branch")
    return list(rows.order_by("first_key"))


def spaces(community: Community) -> list[Space]:
    """Spaces that came along."""
    rows = Space.objects.unguarded(WHY).select_related("audience", "community")
    return list(rows.filter(community=community, imported=True).order_by("pk"))


def space_named(community: Community, name: str) -> Space:
    """One of them."""
    return next(space for space in spaces(community) if space.name == name)


def numbers(community: Community) -> dict[str, int]:
    """How many rows there are of each kind, to tell that nothing was added or lost."""
    rows = Membership.objects.filter(community=community)
    return {
        "people": rows.count(),
        "spaces": Space.objects.unguarded(WHY).filter(community=community).count(),
        "threads": Thread.objects.unguarded(WHY).filter(community=community).count(),
        "posts": Post.objects.unguarded(WHY).filter(community=community).count(),
        "reactions": Reaction.objects.unguarded(WHY).filter(community=community).count(),
        "arrivals": Arrival.objects.filter(community=community).count(),
    }
