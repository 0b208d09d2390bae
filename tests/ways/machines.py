"""Machines of one house, played by process trees that share PostgreSQL, Valkey, S3 and the key."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import boto3
import psycopg
import redis
from moto.server import ThreadedMotoServer

from inglenook.live.tests.browser import Page, Stream
from inglenook.site.tests import processes
from tools.services import end_with_parent

BUCKET = "house-files"


class Machines:
    """Two with pages, `left` and `right`, and one with jobs. Each has a data folder of its own."""

    def __init__(self, folder: Path, engines: dict[str, str]) -> None:
        self.folder = folder
        self.ports = {"left": processes.free_port(), "right": processes.free_port()}
        self.engines = engines | {"PUBLIC_URL": f"http://127.0.0.1:{self.ports['left']}"}
        self.facts: dict[str, Any] = {}

    def home(self, name: str) -> Path:
        """The data folder of a machine."""
        return self.folder / name

    def environ(self, name: str) -> dict[str, str]:
        """What the process tree of a machine is told."""
        port = str(self.ports.get(name, processes.free_port()))
        return processes.environ_of(self.home(name), **self.engines, PORT=port, WORKERS="1")

    def run(self, name: str, *words: str) -> str:
        """What `python -m WORDS` prints on a machine."""
        done = subprocess.run(
            [sys.executable, "-m", *words],
            env=self.environ(name),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def up(self, name: str, part: str) -> Iterator[None]:
        """Runs one part of the house on a machine."""
        with (self.folder / f"{name}.log").open("w", encoding="utf-8") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "inglenook", "up", "--only", part],
                env=self.environ(name),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=end_with_parent,
            )
            try:
                yield
            finally:
                process.terminate()
                process.wait(processes.WAIT)

    def wait_for_pages(self) -> None:
        """Until both answer."""
        for name, port in self.ports.items():
            answered = processes.until(lambda port=port: processes.answers(port))  # type: ignore[misc]
            assert answered, (self.folder / f"{name}.log").read_text(encoding="utf-8")

    def page(self, name: str, who: str) -> Page:
        """Somebody's browser, talking to one machine."""
        return Page(self.ports[name], self.facts["cookies"][who])

    def stream(self, name: str, who: str) -> Stream:
        """Somebody's stream from one machine, begun."""
        stream = Stream(self.ports[name], self.facts["cookies"][who])
        assert stream.until("event: here", processes.WAIT), stream.bytes
        return stream


@contextmanager
def object_storage() -> Iterator[str]:
    """An S3-compatible store on loopback; yields its STORAGE_URL."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    client = boto3.client(
        "s3",
        endpoint_url=address,
        aws_access_key_id="house",
        aws_secret_access_key="none",
        region_name="us-east-1",
    )
    client.create_bucket(Bucket=BUCKET)
    try:
        yield f"s3://house:none@{host}/{BUCKET}?endpoint_url={quote(address)}"
    finally:
        server.stop()


@contextmanager
def fresh_database() -> Iterator[str]:
    """An empty database on the tests' PostgreSQL."""
    server, name = os.environ["DATABASE_URL"].rsplit("/", 1)[0], f"ways_{secrets.token_hex(4)}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
        try:
            yield f"{server}/{name}"
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def emptied_valkey() -> str:
    """A database of the tests' Valkey that nothing else uses."""
    url = f"{os.environ['VALKEY_URL'].rsplit('/', 1)[0]}/63"
    redis.Redis.from_url(url).flushdb()
    return url


@contextmanager
def running(folder: Path) -> Iterator[Machines]:
    """The three machines with the garage and its cast, serving."""
    with ExitStack() as stack:
        engines = {
            "DATABASE_URL": stack.enter_context(fresh_database()),
            "VALKEY_URL": emptied_valkey(),
            "STORAGE_URL": stack.enter_context(object_storage()),
        }
        machines = Machines(folder, engines)
        machines.run("left", "inglenook", "manage", "migrate", "-v0", "--skip-checks")
        for other in ("right", "jobs"):
            machines.home(other).mkdir(mode=0o700)
            shutil.copy2(machines.home("left") / "secret_key", machines.home(other))
        machines.facts = json.loads(machines.run("left", "inglenook.live.tests.stage"))
        stack.enter_context(machines.up("left", "web"))
        stack.enter_context(machines.up("right", "web"))
        stack.enter_context(machines.up("jobs", "jobs"))
        machines.wait_for_pages()
        yield machines


def hidden(text: str, name: str) -> str:
    """The value of the first hidden field of that name on a page."""
    found = re.search(rf'name="{name}" value="([^"]+)"', text)
    assert found, text
    return found[1]
