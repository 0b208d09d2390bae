"""What is asked for: the cases of the bench as HTTP requests, with their queries and bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode

from inglenook.site.bench.shape import SLUG, VIEWER, WORLD
from inglenook.site.bench.texts import Writer

WHY = "the bench asks for pages of its own rows"
EMPTY = "empty view"
UNCHANGED = "thread, unchanged"
MANY = 40
_CSRF = "a" * 32


@dataclass(frozen=True)
class Case:
    """A kind of page: its requests, asked in turn, and whether they are asked one by one."""

    name: str
    requests: list[str]
    path: str = ""
    """One of its pages, for counting queries; empty where it writes."""
    signed_in: bool = True
    unchanged: bool = False
    """Asked with the tags of what was answered before."""
    in_turn: bool = False
    status: str = "200"


def cases(cookie: str) -> list[Case]:
    """All cases, the empty view first."""
    threads, boards, chats = _threads(), _spaces("board"), _spaces("chat")
    searches = [f"/{SLUG}/search/?q={quote(words)}" for words in _queries()]
    best = [f"{path}&sort=best" for path in searches]
    replies = [_reply(path, cookie) for path in _threads(MANY)]
    return [
        Case(EMPTY, [_get("/healthz")], "/healthz", signed_in=False),
        _pages("thread, signed in", threads, cookie),
        _pages("board, signed in", boards, cookie),
        _pages("chat, signed in", chats, cookie),
        _pages("thread, anonymous", _threads(space=WORLD), ""),
        replace(_pages(UNCHANGED, _threads(space=WORLD), ""), unchanged=True, status="304"),
        _pages("search, newest first", searches, cookie),
        _pages("search, best first", best, cookie),
        Case("reply", replies, status="302"),
        Case("reply, one by one", replies, in_turn=True, status="302"),
        *_growth(cookie),
    ]


def _growth(cookie: str) -> Iterator[Case]:
    """The last pages of a small thread, chat and board and of large ones; they are alike."""
    rows = _all_threads()
    short, long = rows.filter(kind="topic").order_by("-pk")[:2]
    for size, thread, chat, board in (("small", short, 1, "-"), ("large", long, 0, "")):
        path = f"/{SLUG}/t/{thread.pk}/?before={thread.last_key + 1}"
        yield _pages(f"{size} thread", [path], cookie)
        stream = rows.get(kind="stream", space__slug=f"space-{chat}")
        path = f"/{SLUG}/s/space-{chat}/?before={stream.last_key + 1}"
        yield _pages(f"{size} chat", [path], cookie)
        last = rows.filter(kind="topic").order_by(f"{board}space__position", "pk")
        slug = last.values_list("space__slug", flat=True)[0]
        yield _pages(f"{size} board", [f"/{SLUG}/s/{slug}/"], cookie)


def _pages(name: str, paths: list[str], cookie: str) -> Case:
    return Case(name, [_get(path, cookie) for path in paths], paths[0], bool(cookie))


def _get(path: str, cookie: str = "") -> str:
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: zstd, gzip\r\n"
    return head + (f"Cookie: sessionid={cookie}; csrftoken={_CSRF}\r\n" if cookie else "") + "\r\n"


def _reply(page: str, cookie: str) -> str:
    path = page.partition("?")[0] + "reply/"
    fields = {"csrfmiddlewaretoken": _CSRF, "intent": "bench-########", "text": Writer().post([1])}
    body = urlencode(fields, safe="#")
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: zstd, gzip\r\n"
        f"Cookie: sessionid={cookie}; csrftoken={_CSRF}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    )


def _threads(start: int = 0, space: int | None = None) -> list[str]:
    """Pages of twenty posts, from the middle of long threads; other ones from each `start` on."""
    from inglenook.conversations.models import Post

    threads = _all_threads().filter(kind="topic").order_by("-reply_count")
    if space is not None:
        threads = threads.filter(space__slug=f"space-{space}")
    if start:
        # An answer changes what strangers read, and theirs is to be found unchanged.
        threads = threads.exclude(space__slug=f"space-{WORLD}")
    paths = []
    for thread in threads[start : start + MANY] or threads[:MANY]:
        posts = Post.objects.unguarded(WHY).filter(thread=thread.pk).order_by("pk")
        middle = posts.values_list("pk", flat=True)[min(thread.reply_count // 3, 400)]
        paths.append(f"/{SLUG}/t/{thread.pk}/?at={middle}")
    return paths


def _all_threads() -> Any:
    from inglenook.conversations.models import Thread

    return Thread.objects.unguarded(WHY).crossing(WHY)


def _spaces(kind: str) -> list[str]:
    from inglenook.spaces.models import Space

    slugs = Space.objects.unguarded(WHY).filter(kind=kind).values_list("slug", flat=True)
    return [f"/{SLUG}/s/{slug}/" for slug in slugs]


def _queries() -> list[str]:
    """One to three words, some of them common."""
    writer = Writer(7)
    common = Writer()
    return [" ".join(common.some(1 + n % 2) + writer.some(n % 2)) for n in range(MANY)]


def sign_in() -> tuple[Any, str]:
    """The reader's person, and the cookie of a session of theirs."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from inglenook.accounts.models import Person
    from inglenook.accounts.sessions import SessionStore

    person = Person.objects.get(email=VIEWER)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return person, str(session.session_key)


def queries_of(case: Case, cookie: str) -> int:
    """How many questions one page puts to the database, counted within this process."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "127.0.0.1"})
    if case.signed_in:
        client.cookies["sessionid"] = cookie
    client.get(case.path)
    with CaptureQueriesContext(connection) as captured:
        client.get(case.path)
    return sum(not query["sql"].startswith("PRAGMA") for query in captured.captured_queries)
