"""From what somebody writes, a place for backups or one backup: a path, or `s3://…`."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from inglenook.site.backup.bucket import Bucket
from inglenook.site.backup.places import Folder, Place
from inglenook.site.language import gettext as _
from inglenook.site.problems import SettingError


def place(text: str, name: str = "BACKUP_TO") -> Place:
    """A folder, or the bucket of `s3://key:secret@host/bucket/prefix`.

    Raises `SettingError`, which names `name` and never repeats the address.
    """
    if "://" not in text:
        return Folder(Path(text).expanduser().absolute())
    try:
        parts = urlsplit(text)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        sentence = _("%(name)s is no URL; check its port and its brackets.") % {"name": name}
        raise SettingError(name, sentence) from None
    bucket, _slash, prefix = parts.path.strip("/").partition("/")
    if parts.scheme != "s3" or not parts.hostname or not bucket or not parts.username:
        sentence = _(
            "%(name)s cannot be used; name a folder, or s3://key:secret@host/bucket/prefix."
        )
        raise SettingError(name, sentence % {"name": name})
    query = dict(parse_qsl(parts.query))
    options = {
        "aws_access_key_id": unquote(parts.username),
        "aws_secret_access_key": unquote(parts.password or ""),
        "endpoint_url": query.pop("endpoint_url", f"https://{parts.hostname}{port}"),
        "region_name": query.pop("region_name", "us-east-1"),
    }
    return Bucket(bucket, prefix.strip("/"), parts.hostname, options)


def backup(text: str) -> tuple[Place, str]:
    """The place and the name of one backup, given by its whole path or address."""
    address, mark, query = text.partition("?")
    folder, _slash, name = address.rpartition("/")
    if "://" not in text:
        path = Path(text).expanduser().absolute()
        return Folder(path.parent), path.name
    return place(folder + mark + query, _("The address of the backup")), name
