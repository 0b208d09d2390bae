"""Opening imported words to the world: whose they are, how many, and a sample."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Max, Min
from django.utils.translation import gettext as _

from inglenook.archive.models import Import
from inglenook.archive.queries.looking import number
from inglenook.communities.faces import face
from inglenook.conversations.models import Post
from inglenook.conversations.queries.posts import PostRow, names_in, rows_of
from inglenook.foundation import intent, moments, text
from inglenook.foundation.addresses import at
from inglenook.foundation.audience import MEMBERS
from inglenook.foundation.keys import moment_of
from inglenook.foundation.viewer import Viewer
from inglenook.spaces.models import Space

SAMPLES = 6


def openable(viewer: Viewer) -> list[Space]:
    """Spaces with imported words that all members read and the world doesn't."""
    rows = Space.objects.visible_to(viewer).select_related("audience", "community")
    found = rows.filter(community=viewer.community_id, imported=True, audience__kind=MEMBERS)
    return list(found.order_by("position", "pk"))


def open_page(viewer: Viewer, run: Import, problem: str = "") -> dict[str, Any]:
    """Whose words the world would read: figures and a sample."""
    slug = run.community.slug
    spaces = openable(viewer)
    posts = Post.objects.visible_to(viewer).crossing("spaces that the viewer sees")
    posts = posts.filter(thread__space__in=[space.pk for space in spaces], imported=True)
    posts = posts.filter(kind=Post.Kind.NORMAL)
    people = posts.order_by().values("author").distinct().count()
    return {
        "back_url": at(slug, "import", run.pk),
        "name": run.file_name,
        "lead": _("These words were written for a smaller round. Look at whose they are."),
        "facts": [
            _fact("messages-square", _("Spaces"), len(spaces), _("that members read so far")),
            _fact("users", _("People"), people, _("whose names and words would be readable")),
            _fact("file-text", _("Messages"), posts.count(), ""),
        ],
        "samples": _shown(_sampled(posts), slug, viewer),
        "action": at(slug, "import", run.pk, "open"),
        "intent": intent.new_token(),
        "spaces": spaces,
        "problem": problem,
    }


def _fact(icon: str, name: str, count: int, line: str) -> dict[str, str]:
    return {"icon": icon, "name": name, "count": number(count), "line": line}


def _sampled(posts: Any) -> list[PostRow]:
    """Some posts spread evenly over the time in which all were written, so that it costs little."""
    ends = posts.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] is None:
        return []
    step = (ends["last"] - ends["first"]) // SAMPLES
    found: dict[int, PostRow] = {}
    for i in range(SAMPLES):
        for row in rows_of(posts.filter(pk__gte=ends["first"] + i * step).order_by("pk")[:1]):
            found[row.pk] = row
    return list(found.values())


def _shown(rows: Sequence[PostRow], slug: str, viewer: Viewer) -> list[dict[str, Any]]:
    names = names_in((row.html for row in rows), slug, viewer)
    return [
        {
            "face": face(row.author_id, row.author_name or ""),
            "author": row.author_name or "",
            "when": moments.when(moment_of(row.pk)),
            "html": text.fill(row.html, names),
        }
        for row in rows
    ]
