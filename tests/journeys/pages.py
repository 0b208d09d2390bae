"""Finds the pages of a house as a visitor does, by following its links."""

import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urlsplit

from playwright.sync_api import Page

# Pages that differ only by numbers or names are of one kind; one of a kind is opened.
_KINDS = (
    (re.compile(r"/\d+(?=/)"), "/N"),
    (re.compile(r"/(join|come|setup|enter)/[^/]+"), r"/\1/KEY"),
    (re.compile(r"/operator/mail/[^/]+/"), "/operator/mail/NAME/"),
    (re.compile(r"/s/[^/]+/(?=[^/])"), "/s/NAME/"),
)
_NO_PAGES = ("/static/", "/live/", "/file/", "/picture/", "theme.css", "houses.css", "/logout/")


def kind_of(url: str) -> str:
    """What sort of page an address is, without what differs from one to the next."""
    parts = urlsplit(url)
    path = parts.path
    for pattern, name in _KINDS:
        path = pattern.sub(name, path)
    names = sorted({pair.partition("=")[0] for pair in parts.query.split("&") if pair})
    return f"{path}?{'&'.join(names)}" if names else path


def walk(page: Page, *starts: str, stay: str = "") -> Iterator[str]:
    """Opens each sort of page that links lead to, beginning at `starts`; yields its sort.

    With `stay`, the address of a community, the others are left alone.
    """
    house = urlsplit(starts[0]).netloc
    waiting, seen = list(starts), set[str]()
    while waiting:
        url = waiting.pop(0)
        kind = kind_of(url)
        if kind in seen or any(part in url for part in _NO_PAGES):
            continue
        seen.add(kind)
        page.goto(url)
        links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
        found = (urldefrag(link).url for link in links)
        waiting += [link for link in found if _is_ours(link, house, stay)]
        yield kind


def _is_ours(link: str, house: str, stay: str) -> bool:
    parts = urlsplit(link)
    first = parts.path.split("/")[1]
    own = first in ("", "account", "operator", "found", stay.strip("/"))
    return parts.netloc == house and (own or not stay)
