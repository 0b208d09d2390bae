"""Houses of their own for imports that are killed: real commands, real workers, real databases."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from inglenook.archive.tests.exports import HEDDA, MIA, MO, USERS, write_zip
from tests.journeys.running import COMMAND, RunningHouse

WORDS = [
    "kettle",
    "quince",
    "ladder",
    "loom",
    "gravel",
    "lemon",
    "cellar",
    "moss",
    "lantern",
    "chalk",
    "ribbon",
    "thimble",
]
START = 1_500_000_000
PEOPLE: list[str] = [user["id"] for user in USERS]


def large_export(path: Path, count: int) -> Path:
    """Three channels of chatter over many days: threads, mentions, reactions, joins, files."""
    dice = random.Random(7)
    channels = [
        {"id": f"C0ROOM{n}", "name": f"room{n}", "members": [HEDDA, MO, MIA]} for n in range(3)
    ]
    files: dict[str, Any] = {"users.json": USERS, "channels.json": channels}
    roots: dict[str, list[str]] = {f"room{n}": [] for n in range(3)}
    for number in range(count):
        room = f"room{number % 3}"
        seconds = START + number * 1700
        ts = f"{seconds}.{number:06}"
        day = f"{room}/{time.strftime('%Y-%m-%d', time.gmtime(seconds))}.json"
        message = _message(dice, ts, roots[room])
        if number % 997 == 0:
            message["files"] = [{"id": f"F0{number}", "name": f"note{number}.txt"}]
            files[f"__uploads/F0{number}/note"] = f"note {number}".encode()
        files.setdefault(day, []).append(message)
    return write_zip(path, files)


def _message(dice: random.Random, ts: str, roots: list[str]) -> dict[str, Any]:
    text = " ".join(dice.choices(WORDS, k=dice.randint(3, 20)))
    message: dict[str, Any] = {"type": "message", "user": dice.choice(PEOPLE), "ts": ts}
    if dice.random() < 0.02:
        return message | {"subtype": "channel_join", "text": "has joined the channel"}
    if dice.random() < 0.01:
        return message | {"text": ""}
    if roots and dice.random() < 0.4:
        message["thread_ts"] = dice.choice(roots[-20:])
    elif dice.random() < 0.3:
        roots.append(ts)
    if dice.random() < 0.1:
        message["reactions"] = [{"name": "heart", "users": dice.sample(PEOPLE, 2)}]
    return message | {"text": f"<@{dice.choice(PEOPLE)}> *{text}*"}


def founded(home: Path) -> RunningHouse:
    """A house with the community "racket", not yet served."""
    house = RunningHouse(home)
    house.command(
        "found", "--name", "Racket", "--slug", "racket", "--host-email", "hedda@example.org",
        "--host-name", "Hedda",
    )  # fmt: skip
    return house


def importing(house: RunningHouse, path: Path) -> subprocess.Popen[str]:
    """The command that imports, on its way."""
    return subprocess.Popen(
        [COMMAND, "import", "slack", str(path), "--community", "racket", "--yes", "--json"],
        env=house.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def inside(house: RunningHouse, code: str) -> str:
    """What some lines of Python print in a process of this house."""
    lead = "import django; django.setup()\n"
    environment = house.environment | {"DJANGO_SETTINGS_MODULE": "inglenook.site.settings"}
    done = subprocess.run(
        [sys.executable, "-c", lead + code], env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def rows(house: RunningHouse, statement: str) -> list[tuple[Any, ...]]:
    """What the house's database answers, asked beside it."""
    url = house.environment.get("DATABASE_URL", "")
    if url:
        import psycopg

        with psycopg.connect(url) as connection:
            return list(connection.execute(statement.encode()))
    import pysqlite3

    path = house.home / "inglenook.sqlite3"
    with closing(pysqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)) as connection:
        return list(connection.execute(statement))


def worker(house: RunningHouse) -> subprocess.Popen[bytes]:
    """The process that does the jobs, as `up` starts it."""
    environment = house.environment | {"DJANGO_SETTINGS_MODULE": "inglenook.site.settings"}
    return subprocess.Popen(
        [sys.executable, "-m", "inglenook.site.server.worker", str(os.getpid())],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def killed(process: subprocess.Popen[Any]) -> None:
    """End it as a power cut would."""
    process.send_signal(signal.SIGKILL)
    process.communicate()


def contents(house: RunningHouse) -> dict[str, list[tuple[Any, ...]]]:
    """All that an import writes, to compare two houses; ids of threads left out."""
    return {
        "posts": rows(
            house,
            "SELECT p.id, p.kind, p.markdown, m.name, t.kind, t.first_key, t.reply_count, t.title"
            " FROM conversations_post p JOIN conversations_thread t ON t.id = p.thread_id"
            " JOIN communities_membership m ON m.id = p.author_id ORDER BY p.id",
        ),
        "reactions": rows(
            house,
            "SELECT r.post_id, r.emoji, m.name FROM conversations_reaction r"
            " JOIN communities_membership m ON m.id = r.author_id ORDER BY 1, 2, 3",
        ),
        "people": rows(house, "SELECT name, state FROM communities_membership ORDER BY 1, 2"),
        "claims": rows(house, "SELECT email FROM communities_claim ORDER BY 1"),
        "spaces": rows(house, "SELECT slug, name FROM spaces_space ORDER BY 1"),
        "files": rows(house, "SELECT post_id, name FROM conversations_postfile ORDER BY 1, 2"),
        "arrivals": rows(house, "SELECT kind, source_id FROM archive_arrival ORDER BY 1, 2"),
    }
