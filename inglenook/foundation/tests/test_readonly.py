"""A GET cannot write, whatever its view tries."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from inglenook.foundation.readonly import reading


def write(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        ContentType.objects.create(app_label="probe", model=f"by {request.method}")
    return HttpResponse("written")


def read(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(ContentType.objects.filter(app_label="probe").count()))


urlpatterns = [
    path("write", write, name="write"),
    path("listed", write, name="listed"),
    path("read", read, name="read"),
]


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def _made() -> list[str]:
    return list(ContentType.objects.filter(app_label="probe").values_list("model", flat=True))


@pytest.mark.django_db(transaction=True)
class TestOutsideATransaction:
    @override_settings(ROOT_URLCONF=__name__)
    def test_get_is_refused_and_post_is_not(self, client: Client) -> None:
        assert client.get("/write").status_code == 500
        assert client.get("/read").content == b"0"
        assert client.post("/write").content == b"written"
        assert _made() == ["by POST"]

    @override_settings(ROOT_URLCONF=__name__, WRITES_ON_GET=("listed",))
    def test_a_listed_route_may_write(self, client: Client) -> None:
        assert client.get("/listed").content == b"written"
        assert client.get("/write").status_code == 500
        assert _made() == ["by GET"]

    @override_settings(ROOT_URLCONF=__name__)
    def test_a_test_may_write_after_it_has_read(self, client: Client) -> None:
        client.get("/read")
        ContentType.objects.create(app_label="probe", model="between")
        assert client.get("/read").content == b"1"


@pytest.mark.django_db
class TestInATransaction:
    @override_settings(ROOT_URLCONF=__name__)
    def test_get_is_refused_here_too(self, client: Client) -> None:
        assert client.get("/write").status_code == 500
        assert client.post("/write").content == b"written"
        assert _made() == ["by POST"]

    def test_writes_are_taken_again_after_the_block(self) -> None:
        with pytest.raises(DatabaseError), reading(), transaction.atomic():
            ContentType.objects.create(app_label="probe", model="refused")
        ContentType.objects.create(app_label="probe", model="taken")
        assert _made() == ["taken"]

    @override_settings(ROOT_URLCONF=__name__)
    def test_the_guard_is_no_query_of_the_page(
        self,
        client: Client,
        django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
    ) -> None:
        with django_assert_num_queries(1):
            client.get("/read")


@pytest.mark.sqlite_only
@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_reads_does_not_wait_for_a_writer() -> None:
    writer = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    with reading(), transaction.atomic():
        assert ContentType.objects.exists()
    assert time.monotonic() - began < 1
    writer.execute("ROLLBACK")
    writer.close()
