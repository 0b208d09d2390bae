"""What people type is never markup of ours: no script, handler or address of one on any page.

Every column that somebody fills holds an attack here, whether or not an action would take it.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from inglenook.conversations import actions
from tests.cast import Cast, post_now
from tests.house.expectations import DOORS

pytestmark = pytest.mark.django_db

LINE = "\"'><img src=x onerror=hit()>"
MARKDOWN = """<script>hit()</script><img src=x onerror=hit()> <svg onload=hit()>

[a](javascript:hit()) [b](JaVaScRiPt&#58;hit()) [c](data:text/html,hit) <javascript:hit()>
![x](x" onerror="hit()) ![](javascript:hit()) ||<img src=x onerror=hit()>||
<a href="javascript:hit()" onclick=hit() hx-get="/x" hx-trigger="load" id=main>z</a>
[@[1]](http://a" onmouseover="hit()) `@[1]"><img src=x onerror=hit()>` @[1]
<https://a.example/"onmouseover=hit()> <math><mtext><style><img src=x onerror=hit()>

```"><img src=x onerror=hit()>
x
```

| "><img src=x onerror=hit()> | b |
| --- | --- |
| <iframe srcdoc="<script>hit()</script>"> | c |
"""
TEXTS = {"welcome", "privacy_text", "legal_text", "contact_text", "text"}
#: What the house makes itself, what forms let nobody type freely, and what is not shown as it is.
OURS = {
    "slug", "seed", "icon", "language", "time_zone", "theme", "html", "markdown", "key_hash",
    "link_hash", "code_hash", "stored_as", "picture", "path", "fingerprint", "source", "email",
    "name_key",
}  # fmt: skip
ROOMS = ("communities", "spaces", "conversations", "archive")
ADDRESSES = {"href", "src", "action", "formaction", "data-url", "poster", "srcdoc"}


class Reader(HTMLParser):
    """Notes every element that could run something."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        runs = [name for name in given if name.startswith(("on", "hx-on"))]
        runs += [n for n in ADDRESSES & set(given) if re.match(r"\s*(java|vb|data:text)", given[n])]
        if tag == "script" and "src" not in given and "json" not in given.get("type", ""):
            runs.append("script")
        if tag in ("iframe", "object", "embed", "math", "base") or given.get("src") == "x":
            runs.append(tag)
        if given.get("hx-get") == "/x" or given.get("href", "").startswith('http://a"'):
            runs.append("a stranger's element")
        if runs:
            self.found.append(f"<{tag} {given}>: {runs}")


@pytest.fixture
def attacked(cast: Cast) -> Cast:
    lena = cast.viewer("lena")
    post = actions.reply(lena, cast.thread("plans"), markdown=MARKDOWN)
    actions.edit_post(lena, post_now(post.pk), markdown=f"{MARKDOWN} more", revision=1)
    actions.say(lena, cast.space("corner"), markdown=MARKDOWN)
    cast.posts["attack"] = post
    for model in apps.get_models():
        if model._meta.app_label in ROOMS:
            fill(model)
    return cast


def fill(model: Any) -> None:
    columns = {
        field.name: MARKDOWN if field.name in TEXTS else LINE[: field.max_length]
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not (field.choices or field.unique or field.primary_key)
        and field.name not in OURS
    }
    if columns:
        model._base_manager.update(**columns)


@pytest.mark.parametrize("who", ["hedda", "mia", "gus", "anonymous", "olga"])
def test_no_page_runs_what_somebody_typed(attacked: Cast, who: str) -> None:
    client, found, pages = attacked.client(who), [], 0
    urls = {door.url(attacked) for door in DOORS if door.community == "garage"}
    urls |= {f"/garage/p/{attacked.posts['attack'].pk}/{page}/" for page in ("edit", "history")}
    urls |= {f"/garage/t/{attacked.threads['plans'].pk}/?quote={attacked.posts['attack'].pk}"}
    for url in sorted(urls):
        answer = client.get(url)
        if answer.status_code >= 400 or "text/html" not in answer.headers.get("Content-Type", ""):
            continue
        reader = Reader()
        reader.feed(answer.content.decode())
        pages += 1
        found += [f"{url}: {element}" for element in reader.found]
    assert not found, "\n".join(found)
    assert pages > 10


def test_attacks_do_reach_the_pages(attacked: Cast) -> None:
    page = attacked.client("mia").get(f"/garage/t/{attacked.threads['plans'].pk}/")
    assert b"&lt;img src=x onerror=hit()&gt;" in page.content
    assert b"&lt;script&gt;hit()" in page.content


@pytest.mark.parametrize(
    "seed", ["red", "#fff", "#12345g", "#123456;}body{x:y", "#123456\n", "url(//evil.example)"]
)
def test_colour_of_a_house_is_a_colour(cast: Cast, seed: str) -> None:
    client = cast.client("hedda")
    form = {
        "name": "Garage", "slug": "garage", "purpose": "Bikes", "seed": seed,
        "readable_by": "world", "language": "en", "time_zone": "UTC",
    }  # fmt: skip
    before = client.get("/garage/theme.css").content
    client.post("/garage/settings/", form)
    after = client.get("/garage/theme.css").content
    assert after == before or (seed.strip().encode() in after and b"x:y" not in after)
    assert after.count(b"{") == before.count(b"{")
