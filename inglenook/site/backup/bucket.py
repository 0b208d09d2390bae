"""Backups in a bucket of S3-compatible storage, sent in parts while they are made.

An upload in parts is no object before its last step, so a killed one leaves nothing that looks
whole; and no room on this machine's disk is needed for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from inglenook.site.backup.errors import BackupRefused
from inglenook.site.backup.places import ours
from inglenook.site.backup.sums import Sink
from inglenook.site.language import gettext as _

PART = 16 * 1024 * 1024
"""Bytes sent at a time; S3 takes 10,000 parts, so a backup may have 156 GB."""


@dataclass
class Bucket:
    """The objects below one prefix. `options` are the arguments of boto3's client."""

    bucket: str
    prefix: str
    host: str
    options: dict[str, Any]

    @property
    def shown(self) -> str:
        """Without the key and its secret."""
        return f"s3://{self.host}/{self.bucket}/{self.prefix}".rstrip("/")

    @cached_property
    def client(self) -> Any:
        """boto3's client; raises `BackupRefused` where the library is missing."""
        try:
            import boto3
        except ImportError as reason:
            raise BackupRefused(
                _("Backups in S3 need a library: pip install 'inglenook[s3]'")
            ) from reason
        return boto3.client("s3", **self.options)

    @contextmanager
    def create(self, name: str) -> Iterator[Sink]:
        """Sent part by part; completed when the block ends well, and given up when it doesn't."""
        key = self._key(name)
        upload = self.client.create_multipart_upload(Bucket=self.bucket, Key=key)["UploadId"]
        parts = _Parts(self.client, {"Bucket": self.bucket, "Key": key, "UploadId": upload})
        try:
            yield parts
            parts.complete()
        except BaseException:
            self.client.abort_multipart_upload(**parts.named)
            raise

    def open(self, name: str) -> Any:
        """The body of the object."""
        try:
            return self.client.get_object(Bucket=self.bucket, Key=self._key(name))["Body"]
        except self.client.exceptions.NoSuchKey:
            raise FileNotFoundError(name) from None

    def names(self) -> list[str]:
        """By the keys below the prefix."""
        pages = self.client.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket, Prefix=self._key("")
        )
        keys = [entry["Key"] for page in pages for entry in page.get("Contents", ())]
        return ours([key.removeprefix(self._key("")) for key in keys])

    def remove(self, name: str) -> None:
        """Delete the object."""
        self.client.delete_object(Bucket=self.bucket, Key=self._key(name))

    def free(self) -> int | None:
        """Nobody knows."""
        return None

    def clear_leftovers(self) -> None:
        """Give up the uploads that killed processes began here."""
        begun = self.client.list_multipart_uploads(Bucket=self.bucket, Prefix=self._key(""))
        for entry in begun.get("Uploads", ()):
            self.client.abort_multipart_upload(
                Bucket=self.bucket, Key=entry["Key"], UploadId=entry["UploadId"]
            )

    def _key(self, name: str) -> str:
        return f"{self.prefix}/{name}" if self.prefix else name


class _Parts:
    """Gathers what is written into parts, and sends each."""

    def __init__(self, client: Any, named: dict[str, str]) -> None:
        self._client, self.named = client, named
        self._held = bytearray()
        self._sent: list[dict[str, Any]] = []

    def write(self, data: bytes) -> int:
        """Take `data`."""
        self._held += data
        while len(self._held) >= PART:
            self._send(bytes(self._held[:PART]))
            del self._held[:PART]
        return len(data)

    def complete(self) -> None:
        """Send what is left, and have the parts put together."""
        self._send(bytes(self._held))
        self._client.complete_multipart_upload(**self.named, MultipartUpload={"Parts": self._sent})

    def _send(self, data: bytes) -> None:
        number = len(self._sent) + 1
        answer = self._client.upload_part(**self.named, PartNumber=number, Body=data)
        self._sent.append({"PartNumber": number, "ETag": answer["ETag"]})
