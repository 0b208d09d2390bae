"""Putting an import back: what nobody has touched since goes; the rest stays, with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inglenook.archive.models import Arrival, Import
from inglenook.archive.newcomers import DIRECT, look_of
from inglenook.archive.touching import (
    Touched,
    left_over,
    people_named,
    roots_among,
    still_open,
    touched,
)
from inglenook.communities.models import Membership
from inglenook.conversations.actions.taking_back import (
    drop_empty_space,
    drop_empty_threads,
    drop_posts,
)
from inglenook.conversations.declares import TAKEN_BACK
from inglenook.conversations.models import Post, PostFile, Reaction, Thread
from inglenook.foundation.activity import record
from inglenook.foundation.addresses import at
from inglenook.foundation.audience import LIST

GROUP = 1_000
"""Posts in one transaction."""
LISTED = 200
"""Things of a kind that stay and are listed one by one; the rest is counted."""

Kind, State = Arrival.Kind, Membership.State
WHY = "undoing looks at all that an import brought"
type Line = dict[str, str]


def put_back(import_id: int) -> None:
    """Undo in groups; killed in the middle, it goes on with what is still there."""
    run: Import | None = (
        Import.objects.select_related("community", "made_by").filter(pk=import_id).first()
    )
    if run is None or run.state != Import.State.UNDOING:
        return
    stays = Touched()
    for group in _groups(run):
        names = _drop_group(run, group, stays)
        for name in names:
            default_storage.delete(f"attachments/{name}")
    lines = kept_lines(run, stays)
    lines += _drop_threads_and_spaces(run)
    lines += _drop_people(run, people_named(run, stays.keys))
    with transaction.atomic():
        run.kept = lines
        run.state, run.ended_at, run.problem = Import.State.UNDONE, timezone.now(), ""
        run.save(update_fields=["kept", "state", "ended_at", "problem"])
        record(run.made_by_id, TAKEN_BACK, run.community)


def _groups(run: Import) -> Iterator[dict[int, int]]:
    """What the import brought, the last first, so that answers go before what they answer.

    By the ids of the arrivals, the keys of the posts.
    """
    brought = Arrival.objects.filter(brought_by=run, kind=Kind.POST).order_by("-pk")
    rows = brought
    while group := dict(rows.values_list("pk", "object_id")[:GROUP]):
        yield group
        rows = brought.filter(pk__lt=min(group))


def _drop_group(run: Import, group: dict[int, int], stays: Touched) -> list[str]:
    """Take away what nobody has touched of these; returns the names of files to be erased.

    What stays is noted in `stays`. Asked and done in one transaction, with the threads locked, so
    that no answer falls between.
    """
    keys = set(group.values())
    with transaction.atomic():
        _lock_threads(keys)
        found = touched(run, keys)
        roots = roots_among(keys) - found.keys
        names = _files_of(keys - found.keys - roots)
        drop_posts(sorted(keys - found.keys - roots))
        found.opens = still_open(roots)
        names += _files_of(roots - found.opens)
        drop_posts(sorted(roots - found.opens))
        gone = [pk for pk, key in group.items() if key not in found.keys]
        Arrival.objects.filter(pk__in=gone).delete()
    stays.add(found)
    return names


def _lock_threads(keys: set[int]) -> None:
    """On SQLite whoever writes is alone already."""
    if connection.vendor == "sqlite":
        return
    standing = Post.objects.unguarded(WHY).filter(pk__in=keys).values("thread")
    threads = Thread.objects.unguarded(WHY).filter(Q(pk__in=standing) | Q(first_key__in=keys))
    list(threads.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def _files_of(keys: Iterable[int]) -> list[str]:
    files = PostFile.objects.unguarded(WHY).filter(post__in=list(keys))
    return list(files.values_list("stored_as", flat=True))


def _drop_threads_and_spaces(run: Import) -> list[Line]:
    threads = left_over(run, Kind.THREAD)
    with transaction.atomic():
        drop_empty_threads(list(threads.values_list("object_id", flat=True)))
        left = Thread.objects.unguarded(WHY).filter(pk=OuterRef("object_id"))
        threads.filter(~Exists(left)).delete()
        return _drop_spaces(run)


def _drop_spaces(run: Import) -> list[Line]:
    lines: list[Line] = []
    rows = left_over(run, Kind.SPACE)
    looks = dict(rows.values_list("object_id", "brought_by__spaces"))
    streams = Thread.objects.unguarded(WHY).crossing("its own space")
    streams = streams.select_related("space", "audience")
    for stream in streams.filter(pk__in=looks):
        look = (looks[stream.pk] or {}).get(str(stream.pk), "")
        now = look_of(stream.space) if stream.space else DIRECT
        if look != now:
            lines += _space_line(run, stream, _("You have changed it since."))
        elif drop_empty_space(stream):
            rows.filter(object_id=stream.pk).delete()
        else:
            lines += _space_line(run, stream, _("There is something in it that stays."))
    return lines


def _space_line(run: Import, stream: Thread, reason: str) -> list[Line]:
    """Nothing is told of conversations, nor of spaces that not every host is in."""
    if stream.space is None or stream.audience.kind == LIST:
        return []
    url = at(run.community.slug, "s", stream.space.slug)
    return [_line(stream.space.name, reason, url)]


def _drop_people(run: Import, named: set[int]) -> list[Line]:
    """Members who haven't come, of whose words nothing stayed; of the others, why they stay."""
    rows = left_over(run, Kind.PERSON)
    said = Post.objects.unguarded(WHY).filter(author=OuterRef("pk"))
    given = Reaction.objects.unguarded(WHY).filter(author=OuterRef("pk"))
    waiting = Membership.objects.filter(pk__in=rows.values("object_id"), state=State.IMPORTED)
    alone = waiting.filter(~Exists(said), ~Exists(given)).values_list("pk", flat=True)
    gone = [pk for pk in alone if pk not in named]
    for start in range(0, len(gone), GROUP):
        part = gone[start : start + GROUP]
        with transaction.atomic():
            Membership.objects.filter(pk__in=part).delete()
            rows.filter(object_id__in=part).delete()
    staying = waiting.order_by("name").values_list("pk", "name")
    reason = _("Something stays that they wrote, or that names them.")
    return _listed(_person_lines(run, list(staying), reason))


def kept_lines(run: Import, stays: Touched) -> list[Line]:
    """What stays, one line each with its reason, for the host."""
    slug = run.community.slug
    lines = _thread_lines(slug, sorted(set(stays.answered.values())))
    reasons = {
        _("It was changed since."): stays.edited,
        _("It was taken away since; its mark stays."): stays.removed,
        _("Somebody has reacted to it."): stays.reacted,
        _("Somebody has answered it."): stays.quoted,
    }
    told = set(stays.answered)
    for reason, keys in reasons.items():
        posts = [_line(_("A post"), reason, at(slug, "p", key)) for key in sorted(keys - told)]
        lines += _listed(posts)
        told |= keys
    claimed = list(_claimed(run).order_by("name").values_list("pk", "name"))
    return lines + _listed(_person_lines(run, claimed, _("This member has come.")))


def _thread_lines(slug: str, ids: list[int]) -> list[Line]:
    """Answered threads; without their titles where not every host may read them."""
    reason = _("Somebody has answered in it.")
    threads = Thread.objects.unguarded(WHY).filter(pk__in=ids).order_by("pk")
    return _listed(
        [
            _line(_("A thread of a private space"), reason, "")
            if kind == LIST
            else _line(title, reason, at(slug, "t", pk))
            for pk, title, kind in threads.values_list("pk", "title", "audience__kind")
        ]
    )


def _person_lines(run: Import, people: Sequence[tuple[int, str]], reason: str) -> list[Line]:
    return [_line(name, reason, at(run.community.slug, "people", pk)) for pk, name in people]


def _listed(lines: list[Line]) -> list[Line]:
    if len(lines) <= LISTED:
        return lines
    left = len(lines) - LISTED
    more = ngettext("and %(n)d more", "and %(n)d more", left) % {"n": left}
    return [*lines[:LISTED], _line(more, lines[0]["reason"], "")]


def _line(title: str, reason: str, url: str) -> Line:
    return {"title": title, "reason": reason, "url": url}


def _claimed(run: Import) -> Any:
    brought = Arrival.objects.filter(brought_by=run, kind=Kind.PERSON).values("object_id")
    return Membership.objects.filter(pk__in=brought).exclude(state=State.IMPORTED)
