"""A house with people, talk and files for these tests, on either engine, and ways to look at it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

from inglenook.archive.tests.houses import founded, large_export
from inglenook.site.backup import container
from inglenook.site.backup.container import Manifest, Writer
from tests.journeys.running import RunningHouse

MESSAGES = 1_100
#: What a restore itself writes, and what tells of backups, differs from house to house.
OF_THE_HOUSE = {"foundation_auditentry", "backup_backup", "backup_backuptrouble"}
PASSPHRASE = "seven lamps under the stairs"


def filled(folder: Path) -> RunningHouse:
    """A house with an import in it: threads, reactions, attached files."""
    house = founded(folder / "home")
    export = large_export(folder / "export.zip", MESSAGES)
    house.command("import", "slack", str(export), "--community", "racket", "--yes")
    return house


def backed_up(house: RunningHouse, to: Path | str, *words: str) -> str:
    """Make a backup at `to`, and return its name."""
    return str(house.json("backup", "--to", str(to), *words)["name"])


def empty_house(folder: Path) -> RunningHouse:
    """An empty place of the engines that the tests run on."""
    return RunningHouse(folder)


def on_sqlite(house: RunningHouse) -> RunningHouse:
    """The same place without the servers' engines."""
    for name in ("DATABASE_URL", "VALKEY_URL"):
        house.environment.pop(name, None)
    return house


def manifest_of(path: Path, passphrase: str = "") -> Manifest:
    """What a backup holds; raises where it is damaged."""
    with path.open("rb") as source:
        return container.look_through(source, passphrase)


def contents(manifest: Manifest) -> dict[str, tuple[int, str, int]]:
    """Rows, checksum and last key of each table that must be equal, whatever the engine."""
    return {
        name: (entry.rows, entry.sha256, entry.last_key)
        for name, entry in manifest.tables.items()
        if name not in OF_THE_HOUSE
    }


def rewritten(path: Path, change: Callable[[Manifest], None]) -> bytes:
    """The same backup, whole in itself, after `change` was made to its head and manifest."""
    out = io.BytesIO()
    writer = Writer(out, "")
    with path.open("rb") as source:
        for member in container.members(source, ""):
            data = member.whole()
            if member.name == container.MANIFEST:
                manifest = container.parse_manifest(data)
                change(manifest)
                writer.finish(manifest)
                continue
            if member.name == container.HEAD:
                head = container.parse_manifest(data)
                change(head)
                data = json.dumps(container.as_dict(head)).encode()
            writer.add(member.name, data)
    return out.getvalue()
