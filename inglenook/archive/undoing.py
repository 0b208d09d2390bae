"""Putting an import back: what nobody has touched since goes; the rest stays, with its reason."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from inglenook.archive.models import Arrival, Import
from inglenook.communities.models import Membership
from inglenook.conversations.actions.taking_back import (
    drop_empty_spaces,
    drop_empty_threads,
    drop_posts,
)
from inglenook.conversations.declares import TAKEN_BACK
from inglenook.conversations.models import Post, PostFile, Reaction, Thread
from inglenook.foundation.activity import record
from inglenook.foundation.addresses import at

GROUP = 1_000
"""Posts in one transaction."""
LISTED = 200
"""Things that stay and are listed one by one; the rest is counted."""

Kind, State = Arrival.Kind, Membership.State
WHY = "undoing looks at all that an import brought"


def touched(run: Import) -> dict[str, set[int]]:
    """What stays: keys of posts by reason, and the threads in which somebody has answered."""
    brought = Arrival.objects.filter(brought_by=run)
    posts = Post.objects.unguarded(WHY).filter(
        pk__in=brought.filter(kind=Kind.POST).values("object_id")
    )
    native = Post.objects.unguarded(WHY).filter(thread=OuterRef("pk"), imported=False)
    threads = Thread.objects.unguarded(WHY).filter(
        pk__in=brought.filter(kind=Kind.THREAD).values("object_id")
    )
    answered = threads.filter(Exists(native))
    came = Membership.objects.filter(person__isnull=False)
    reacted = Reaction.objects.unguarded(WHY).filter(
        post=OuterRef("pk"), author__in=came.values("pk")
    )
    in_answered = Q(thread__in=answered.values("pk")) | Q(pk__in=answered.values("first_key"))
    return {
        "threads": set(answered.values_list("pk", flat=True)),
        "answered": set(posts.filter(in_answered).values_list("pk", flat=True)),
        "edited": set(posts.filter(revision__gt=1).values_list("pk", flat=True)),
        "reacted": set(posts.filter(Exists(reacted)).values_list("pk", flat=True)),
    }


def kept_lines(run: Import, stays: dict[str, set[int]]) -> list[dict[str, str]]:
    """What stays, one line each with its reason, for the host."""
    slug = run.community.slug
    lines = []
    threads = Thread.objects.unguarded(WHY).filter(pk__in=stays["threads"])
    for pk, title in threads.values_list("pk", "title")[:LISTED]:
        lines.append(_line(title, _("Somebody has answered in it."), at(slug, "t", pk)))
    reasons = {"edited": _("It was changed since."), "reacted": _("Somebody has reacted to it.")}
    for why, reason in reasons.items():
        for key in sorted(stays[why] - stays["answered"])[:LISTED]:
            lines.append(_line(_("A post"), reason, at(slug, "p", key)))
    for pk, name in _claimed(run).values_list("pk", "name")[:LISTED]:
        lines.append(_line(name, _("This member has come."), at(slug, "people", pk)))
    return lines


def _line(title: str, reason: str, url: str) -> dict[str, str]:
    return {"title": title, "reason": reason, "url": url}


def _claimed(run: Import) -> Any:
    brought = Arrival.objects.filter(brought_by=run, kind=Kind.PERSON).values("object_id")
    return Membership.objects.filter(pk__in=brought).exclude(state=State.IMPORTED)


def put_back(import_id: int) -> None:
    """Undo in groups; killed in the middle, it goes on with what is still there."""
    run = Import.objects.select_related("community", "made_by").get(pk=import_id)
    if run.state != Import.State.UNDOING:
        return
    stays = touched(run)
    kept = set().union(*(stays[why] for why in ("answered", "edited", "reacted")))
    while _drop_group(run, kept):
        pass
    with transaction.atomic():
        _drop_threads_and_spaces(run)
        _drop_people(run)
        run.kept = kept_lines(run, stays)
        run.state, run.ended_at = Import.State.UNDONE, timezone.now()
        run.save(update_fields=["kept", "state", "ended_at"])
        record(run.made_by_id, TAKEN_BACK, run.community)


def _drop_group(run: Import, kept: set[int]) -> bool:
    """Take away the next posts; false when none is left to take."""
    rows = Arrival.objects.filter(brought_by=run, kind=Kind.POST).order_by("-pk")
    keys = [pk for pk in rows.values_list("object_id", flat=True).iterator() if pk not in kept]
    group = keys[:GROUP]
    if not group:
        return False
    files = PostFile.objects.unguarded(WHY).filter(post__in=group)
    names = list(files.values_list("stored_as", flat=True))
    with transaction.atomic():
        drop_posts(group)
        Arrival.objects.filter(brought_by=run, kind=Kind.POST, object_id__in=group).delete()
    for name in names:
        default_storage.delete(f"attachments/{name}")
    return True


def _drop_threads_and_spaces(run: Import) -> None:
    brought = Arrival.objects.filter(brought_by=run)
    threads = brought.filter(kind=Kind.THREAD)
    gone = drop_empty_threads(list(threads.values_list("object_id", flat=True)))
    threads.filter(object_id__in=gone).delete()
    streams = brought.filter(kind=Kind.SPACE)
    gone = drop_empty_spaces(list(streams.values_list("object_id", flat=True)))
    streams.filter(object_id__in=gone).delete()


def _drop_people(run: Import) -> None:
    """Members who haven't come, of whose words nothing stayed."""
    brought = Arrival.objects.filter(brought_by=run, kind=Kind.PERSON)
    said = Post.objects.unguarded(WHY).filter(author=OuterRef("pk"))
    kind = Reaction.objects.unguarded(WHY).filter(author=OuterRef("pk"))
    waiting = Membership.objects.filter(
        pk__in=brought.values("object_id"), state=State.IMPORTED
    ).filter(~Exists(said), ~Exists(kind))
    gone = list(waiting.values_list("pk", flat=True))
    for start in range(0, len(gone), GROUP):
        part = gone[start : start + GROUP]
        Membership.objects.filter(pk__in=part).delete()
        brought.filter(object_id__in=part).delete()
