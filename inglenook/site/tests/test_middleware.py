"""What holds for every answer: who may keep it, how it is packed, what a browser may do with it."""

import gzip
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, connection
from django.http import FileResponse, HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from django.views.decorators.cache import cache_control

from inglenook.site.middleware.compression import chosen

TEXT = "word " * 500


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(TEXT, headers={"ETag": '"1"'})


@cache_control(public=True, max_age=60)
def public(request: HttpRequest) -> HttpResponse:
    return HttpResponse("short")


@cache_control(max_age=60)
def aged(request: HttpRequest) -> HttpResponse:
    return HttpResponse("short")


def file(request: HttpRequest) -> FileResponse:
    return FileResponse(Path(__file__).open("rb"), content_type="text/plain")


def write(request: HttpRequest) -> HttpResponse:
    ContentType.objects.create(app_label="probe", model=request.POST["text"][:90])
    return HttpResponse("written")


class SavedLate:
    """Middleware that writes after the view, as sessions do, and meets the lock."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.get_response(request)
        raise OperationalError("database is locked")


handler500 = "inglenook.site.middleware.busy.server_error"
urlpatterns = [path(view.__name__, view) for view in (page, public, aged, file, write)]
pytestmark = pytest.mark.urls(__name__)


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("/page", "private, no-store"),
        ("/nothing", "private, no-store"),
        ("/public", "public, max-age=60"),
        ("/aged", "private, max-age=60"),
    ],
)
def test_nobody_else_keeps_a_page_unless_its_view_says_so(
    client: Client, asked: str, kept: str
) -> None:
    assert sorted(client.get(asked)["Cache-Control"].split(", ")) == sorted(kept.split(", "))


def test_pages_may_run_nothing_but_our_scripts(client: Client) -> None:
    policy = client.get("/page")["Content-Security-Policy"]
    assert "script-src 'self';" in policy and "unsafe" not in policy
    for part in ("base-uri 'none'", "object-src 'none'", "form-action 'self'"):
        assert part in policy
    assert "require-trusted-types-for 'script'; trusted-types house" in policy


def test_a_page_is_packed_as_the_browser_likes_it(client: Client) -> None:
    plain = client.get("/page")
    assert plain.content.decode() == TEXT and "Accept-Encoding" in plain["Vary"]
    zstd = client.get("/page", headers={"Accept-Encoding": "gzip, deflate, br, zstd"})
    assert zstd["Content-Encoding"] == "zstd" and zstd["ETag"] == 'W/"1"'
    assert zstandard.ZstdDecompressor().decompress(zstd.content).decode() == TEXT
    packed = client.get("/page", headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content).decode() == TEXT
    assert packed["Content-Length"] == str(len(packed.content))


def test_files_and_short_answers_go_as_they_are(client: Client) -> None:
    for asked in ("/file", "/public"):
        answer = client.get(asked, headers={"Accept-Encoding": "zstd"})
        assert "Content-Encoding" not in answer


def test_a_weight_of_nothing_is_a_refusal() -> None:
    assert chosen("zstd;q=0, gzip;q=0.1") == "gzip"
    assert chosen("zstd; q=0.000") == ""
    assert chosen("identity") == ""


@pytest.mark.sqlite_only
@pytest.mark.django_db(transaction=True)
def test_a_locked_database_gives_back_what_was_typed(client: Client) -> None:
    connection.ensure_connection()
    connection.connection.execute("PRAGMA busy_timeout=100")
    other = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    form = {"text": "three <hours> of work", "password": "hunter2", "many": ["a", "b"]}
    try:
        answer = client.post("/write?x=1", form)
    finally:
        other.execute("ROLLBACK")
        other.close()
        connection.close()
    body = answer.content.decode()
    assert answer.status_code == 503 and answer["Retry-After"] == "3"
    assert "three &lt;hours&gt; of work" in body and 'action="/write?x=1"' in body
    assert body.count('name="many"') == 2
    assert "hunter2" not in body
    assert client.post("/write", form).content == b"written"


@override_settings(ALLOWED_HOSTS=["talk.example.org"])
def test_another_host_name_is_not_answered(client: Client) -> None:
    assert client.get("/public", headers={"Host": "talk.example.org"}).status_code == 200
    assert client.get("/public", headers={"Host": "evil.example"}).status_code == 400
    forwarded = {"Host": "evil.example", "X-Forwarded-Host": "talk.example.org"}
    assert client.get("/public", headers=forwarded).status_code == 400


@override_settings(MIDDLEWARE=["inglenook.site.tests.test_middleware.SavedLate"])
def test_a_lock_met_after_the_view_is_no_error_either() -> None:
    client = Client(raise_request_exception=False)
    answer = client.post("/page", {"text": "three hours"})
    assert answer.status_code == 503 and b"three hours" in answer.content
