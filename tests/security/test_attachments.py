"""A file is for those who see its post: whole or in part, by whatever name, and never as a page."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from inglenook.conversations.models import PostFile
from tests.cast import Cast

pytestmark = pytest.mark.django_db

OUTSIDE = ("anonymous", "stella", "gus", "mia", "mo", "nils", "bertram", "olga")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>hit()</script></svg>'
PAGE = b"<!doctype html><script>hit()</script>"
POLYGLOT = b"GIF89a/*<script>*/=1;hit()//</script>"
NAMES = (
    "x.svg", "x.html", "x.xhtml", "x.pdf.html", "x.svg\r\nSet-Cookie: a=b", "x\r\n\r\n<b>.html",
    "\u2028x.html", "\u202egvs.x", 'x"; filename="y.html', "../../x.html", "x" * 300 + ".html", ".",
)  # fmt: skip


def body_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def url_of(cast: Cast, post: str, file: str) -> str:
    return f"/garage/file/{cast.posts[post].pk}/{cast.keys[f'file of {file}']}"


@pytest.mark.parametrize("part", ["", "bytes=0-9", "bytes=-5", "bytes=0-0,5-"])
def test_nobody_outside_fetches_a_file_whole_or_in_part(cast: Cast, part: str) -> None:
    headers = {"Range": part} if part else {}
    url = url_of(cast, "surprise", "surprise")
    answer = cast.client("lena").get(url, headers=headers)
    assert answer.status_code == 200 and b"foundbytessurprise" in body_of(answer)
    for who in OUTSIDE:
        answer = cast.client(who).get(url, headers=headers)
        assert answer.status_code == 404, who
        assert b"foundbytes" not in body_of(answer), who


def test_file_is_found_under_its_own_post_alone(cast: Cast) -> None:
    mia = cast.client("mia")
    assert mia.get(url_of(cast, "workshop", "workshop")).status_code == 200
    assert mia.get(url_of(cast, "workshop", "surprise")).status_code == 404
    stored = cast.keys["file of surprise"]
    key = cast.posts["workshop"].pk
    for name in (f"..%2fattachments%2f{stored}", f"%2e%2e/{stored}", "..", "%00", f"{stored}%20"):
        assert mia.get(f"/garage/file/{key}/{name}").status_code in (400, 404), name
    for where in (f"/files/attachments/{stored}", f"/media/{stored}", f"/garage/picture/{stored}"):
        assert cast.client("lena").get(where).status_code == 404, where


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("content", [SVG, PAGE, POLYGLOT], ids=["svg", "html", "polyglot"])
def test_svg_html_and_polyglots_are_handed_over_as_files(
    cast: Cast, name: str, content: bytes
) -> None:
    post = cast.posts["workshop"]
    stored = default_storage.save("attachments/upload", ContentFile(content)).rpartition("/")[2]
    PostFile.objects.create(community=cast.garage, post=post, name=name[:200], stored_as=stored)
    answer = cast.client("mia").get(f"/garage/file/{post.pk}/{stored}")
    assert body_of(answer) == content
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert disposition.isascii() and disposition.isprintable()
    assert "Set-Cookie" not in answer.headers
    default_storage.delete(f"attachments/{stored}")
