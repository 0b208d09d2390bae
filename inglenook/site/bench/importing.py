"""The importer's speed: a made-up Slack export, beside unzipping and parsing the same file.

Run as `python -m inglenook.site.bench.importing COUNT [--archive FILE]` with INGLENOOK_HOME set;
prints one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import time
import zipfile
from pathlib import Path
from statistics import median
from typing import Any

from inglenook.site.bench.texts import Writer

SLUG = "bench-import"
_START = 1_560_000_000  # seconds since 1970
_STEP = 300
_A_DAY = 250  # messages in one daily file
_PEOPLE = 40


def main() -> None:
    """Import, and say how long it took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int)
    parser.add_argument("--archive", type=Path)
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inglenook.site.settings")
    import django

    django.setup()
    from django.conf import settings

    path = arguments.archive or write_export(settings.HOME / "export.zip", arguments.count)
    parsing = median(_parse(path) for _ in range(5))
    seconds, cpu, counts = _import(path)
    messages = counts["posts"] + sum(counts["skipped"].values())
    found = {"seconds": seconds, "cpu": cpu, "parsing": parsing, "messages": messages}
    print(json.dumps(found))


def _parse(path: Path) -> float:
    began = time.perf_counter()
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith(".json"):
                json.loads(archive.read(name))
    return time.perf_counter() - began


def _import(path: Path) -> tuple[float, float, dict[str, Any]]:
    """Seconds by the clock and of the processors, its child's too, and what came."""
    from inglenook.accounts.models import Person
    from inglenook.archive.actions import import_from_command_line
    from inglenook.communities.actions import found_community

    host = Person.objects.filter(is_operator=True).get()
    found_community(
        host, name="Bench of imports", slug=SLUG, purpose="To be measured.", host_name="Hedda Berg"
    )
    began, used = time.perf_counter(), sum(os.times()[:4])
    counts = import_from_command_line(
        source="slack", path=path, community=SLUG, direct_messages=False,
        progress=lambda done, total: None,
    )  # fmt: skip
    return time.perf_counter() - began, sum(os.times()[:4]) - used, counts


def write_export(path: Path, count: int) -> Path:
    """A Slack export of one channel: a third of the messages answer an earlier one."""
    writer = Writer(2019)
    people = [f"U{number:08}" for number in range(_PEOPLE)]
    users = [
        {"id": key, "name": word, "profile": {"real_name": word.title(), "email": ""}}
        for key, word in zip(people, writer.words, strict=False)
    ]
    channel = {"id": "C00000001", "name": "general", "members": people, "created": _START}
    messages = list(_messages(writer, people, count))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("users.json", json.dumps(users))
        target.writestr("channels.json", json.dumps([channel]))
        for number in range(0, count, _A_DAY):
            day = time.strftime("%Y-%m-%d", time.gmtime(_START + number // _A_DAY * 86_400))
            name = f"general/{day}.json"
            target.writestr(name, json.dumps(messages[number : number + _A_DAY]))
    return path


def _messages(writer: Writer, people: list[str], count: int) -> Any:
    dice = writer.dice
    roots: list[str] = []
    for number in range(count):
        seconds = _START + number // _A_DAY * 86_400 + number % _A_DAY * _STEP
        text = " ".join(writer.sentence() for _ in range(dice.randint(1, 6)))
        if dice.random() < 0.2:
            text = f"<@{dice.choice(people)}> `{writer.some(1)[0]}` {text}"
        message: dict[str, Any] = {"type": "message", "user": dice.choice(people), "text": text,
                   "ts": f"{seconds}.{number % 1_000_000:06}"}  # fmt: skip
        if roots and dice.random() < 0.35:
            message["thread_ts"] = dice.choice(roots[-30:])
        elif dice.random() < 0.3:
            message["thread_ts"] = message["ts"]
            roots.append(message["ts"])
        if dice.random() < 0.2:
            who = dice.sample(people, 2)
            message["reactions"] = [{"name": "heart", "users": who, "count": 2}]
        yield message


if __name__ == "__main__":
    main()
