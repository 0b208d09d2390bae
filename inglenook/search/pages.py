"""The page of results: ready values for the template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from inglenook.communities.faces import face
from inglenook.foundation import fulltext, moments
from inglenook.foundation.addresses import at
from inglenook.foundation.content import Found, Label
from inglenook.foundation.fulltext import Fragment, Query
from inglenook.foundation.keys import moment_of
from inglenook.foundation.sentences import isolated
from inglenook.foundation.shell import Face
from inglenook.foundation.viewer import Viewer
from inglenook.search import queries
from inglenook.search.narrowing import Narrowed, Place, narrowed
from inglenook.search.queries import PAGE, TO_RANK, Hits

NEWEST, BEST = "newest", "best"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; `before` is a key, `page` counts from 1 and is for the best."""

    text: str
    sort: str = NEWEST
    kind: str = ""
    before: int | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class SearchWay:
    name: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Hit:
    url: str
    title: str
    excerpt: str
    """Safe HTML."""
    face: Face
    line: str
    iso: str
    when: str
    tags: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    query: str
    action: str
    kinds: list[SearchWay]
    orders: list[SearchWay]
    count_line: str
    sentence: str
    hits: list[Hit]
    newer_url: str
    older_url: str
    older_words: str
    looked_back: str
    """How far back it looked, where that isn't to the beginning and the page isn't full."""
    spaces_hint: str


def search_page(viewer: Viewer, slug: str, spaces: Sequence[Place], asked: Asked) -> SearchPage:
    """Everything that the page shows; at most five queries besides those of the frame."""
    query = fulltext.parse(asked.text)
    if asked.before is not None or not query.terms:
        # What is older than the best 300, and what no word weighs, stands newest first.
        asked = replace(asked, sort=NEWEST)
    narrow = _narrow(viewer, query, spaces, asked.kind)
    hits = _hits(viewer, slug, query, narrow, asked)
    if not hits.found and asked.before is None:
        # A word that was only begun finds as well, where nobody wrote it as it stands.
        query = fulltext.parse(asked.text, typing=True)
        hits = _hits(viewer, slug, query, narrow, asked)
    older_url, older_words = _older(slug, asked, hits)
    return SearchPage(
        query=asked.text,
        action=at(slug, "search"),
        kinds=_kinds(slug, spaces, asked),
        orders=_orders(slug, asked),
        count_line=_count_line(asked, hits),
        sentence="" if hits.found else narrow.sentence,
        hits=[_hit(slug, found, query) for found in hits.found],
        newer_url=_url(slug, asked) if asked.before or asked.page > 1 else "",
        older_url=older_url,
        older_words=older_words,
        looked_back=_looked_back(asked, hits),
        spaces_hint=f"in:{spaces[0].slug}" if spaces else "in:workshop",
    )


def _narrow(viewer: Viewer, query: Query, spaces: Sequence[Place], kind: str) -> Narrowed:
    authors = queries.authors_meant(viewer, query)
    return narrowed(viewer, query, spaces, kind=kind, authors=authors)


def _hits(viewer: Viewer, slug: str, query: Query, narrow: Narrowed, asked: Asked) -> Hits:
    if not query:
        return Hits()
    if asked.sort == BEST:
        return queries.best(viewer, slug, query, narrow, asked.page)
    return queries.newest(viewer, slug, query, narrow, asked.before)


def _url(slug: str, asked: Asked, **more: str | int) -> str:
    sort = asked.sort if asked.sort != NEWEST else ""
    return at(slug, "search", **{"q": asked.text, "sort": sort, "kind": asked.kind, **more})


def _older(slug: str, asked: Asked, hits: Hits) -> tuple[str, str]:
    """Where it goes on, and the words for it."""
    if asked.sort == BEST and asked.page * PAGE < min(hits.total, TO_RANK):
        return _url(slug, asked, page=asked.page + 1), _("More")
    if hits.further is None:
        return "", ""
    words = _("More") if len(hits.found) == PAGE else _("Search further back")
    return _url(slug, asked, sort="", before=hits.further), words


def _looked_back(asked: Asked, hits: Hits) -> str:
    """Of the best it tells always, as they are the best of the newest alone."""
    if hits.further is None or (len(hits.found) == PAGE and asked.sort != BEST):
        return ""
    day = moments.since_day(moment_of(hits.further))
    return _("Looked through what was said since %(day)s.") % {"day": day}


def _count_line(asked: Asked, hits: Hits) -> str:
    """How many places, of those that the viewer may see; "50+" where more were not looked at."""
    if asked.before is not None or not hits.found:
        return ""
    order = _("best first") if asked.sort == BEST else _("newest first")
    number = f"{hits.total}" if hits.counted_all else f"{hits.total}+"
    line = ngettext("%(number)s place, %(order)s", "%(number)s places, %(order)s", hits.total)
    return line % {"number": number, "order": order}


def _kinds(slug: str, spaces: Sequence[Place], asked: Asked) -> list[SearchWay]:
    """Boards and chats apart, where the viewer sees some of both."""
    if {space.kind for space in spaces} < {"board", "chat"}:
        return []
    names = (
        ("", pgettext("search", "All")),
        ("board", pgettext("search", "Threads")),
        ("chat", pgettext("search", "Chat")),
    )
    return [
        SearchWay(name, _url(slug, asked, kind=kind), kind == asked.kind) for kind, name in names
    ]


def _orders(slug: str, asked: Asked) -> list[SearchWay]:
    return [
        SearchWay(_("Show the newest first"), _url(slug, asked, sort=""), asked.sort != BEST),
        SearchWay(_("Show the best first"), _url(slug, asked, sort=BEST), asked.sort == BEST),
    ]


def _hit(slug: str, found: Found, query: Query) -> Hit:
    moment = moment_of(found.key)
    return Hit(
        url=found.url,
        title=found.title,
        excerpt=marked(found.plain, query),
        face=face(found.author_id, found.author, found.picture, slug),
        line=_line(found),
        iso=moment.isoformat(timespec="seconds"),
        when=moments.when(moment),
        tags=found.labels,
    )


def _line(found: Found) -> str:
    if not found.place:
        return found.author
    return _("%(name)s in %(space)s") % {
        "name": isolated(found.author),
        "space": isolated(found.place),
    }


def marked(plain: str, query: Query) -> str:
    """A stretch of the text round the first hit as safe HTML, the hits in `<mark>`."""
    pieces = fulltext.highlight(plain, query)
    return format_html_join("", "{}", ((_piece(piece),) for piece in pieces))


def _piece(piece: Fragment) -> str:
    return format_html("<mark>{}</mark>", piece.text) if piece.is_hit else piece.text


def quick_hits(
    viewer: Viewer, slug: str, spaces: Sequence[Place], text: str
) -> list[dict[str, str]]:
    """The newest five places while somebody types."""
    query = fulltext.parse(text, typing=True)
    if not query:
        return []
    narrow = _narrow(viewer, query, spaces, "")
    hits = queries.newest(viewer, slug, query, narrow, None, size=5)
    return [{"title": f.title, "line": _line(f), "url": f.url} for f in hits.found]
