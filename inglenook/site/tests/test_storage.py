"""Files in an S3-compatible store: a real server on loopback, spoken to by STORAGE_URL alone."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from urllib.parse import quote

import boto3
import pytest
from django.core.files.storage import storages
from django.test import override_settings
from moto.server import ThreadedMotoServer
from PIL import Image

from inglenook.communities import portraits
from inglenook.site import engines

KEY, SECRET, BUCKET = "house", "no secret at all", "house-files"


@pytest.fixture
def store() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    client = boto3.client(
        "s3",
        endpoint_url=address,
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
        region_name="us-east-1",
    )
    client.create_bucket(Bucket=BUCKET)
    yield f"s3://{KEY}:{quote(SECRET)}@{host}/{BUCKET}?endpoint_url={quote(address)}"
    server.stop()


@pytest.fixture
def in_store(store: str) -> Iterator[None]:
    chosen = engines.storage(store)
    assert chosen is not None
    with override_settings(STORAGES={**storages.backends, "default": chosen}):
        yield


def test_pictures_are_kept_found_and_forgotten_in_the_store(in_store: None) -> None:
    picture = BytesIO()
    Image.new("RGB", (400, 300), "#a4552f").save(picture, "PNG")
    picture.seek(0)
    picture.name = "me.png"
    name = portraits.store(picture)
    with portraits.opened(name, "small") as small:
        assert Image.open(small).size == (96, 96)
    portraits.forget(name)
    assert portraits.opened(name, "small") is None


def test_what_is_stored_twice_under_one_name_overwrites_nothing(in_store: None) -> None:
    storage = storages["default"]
    first = storage.save("attachments/word", BytesIO(b"first"))
    second = storage.save("attachments/word", BytesIO(b"second"))
    assert first != second
    with storage.open(first) as kept:
        assert kept.read() == b"first"
