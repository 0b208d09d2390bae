"""PostgreSQL and Valkey (or Redis) for as long as one command runs.

    python -m tools.services make test

starts both on loopback, in a folder of their own, each as its own user when this is root, sets
TEST_DATABASE_URL and TEST_VALKEY_URL for the command and ends them with it. A variable that is
set already is left alone, and so is its server.
"""

import ctypes
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import redis

from tools import packages

START_SECONDS = 60
STOP_SECONDS = 20


def main(command: list[str]) -> int:
    """Runs `command` beside the servers; returns its exit code."""
    if not command:
        print("Usage: python -m tools.services COMMAND [ARGUMENT...]", file=sys.stderr)
        return 2
    # The servers are ended by the clean-up below, so an end from outside must reach it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    environment = dict(os.environ)
    with ExitStack() as stack:
        for variable, need, server in (
            ("TEST_DATABASE_URL", "postgresql", postgresql),
            ("TEST_VALKEY_URL", "valkey", valkey),
        ):
            if environment.get(variable):
                print(f"{variable} is set: {need} is not started.")
            elif packages.install([need]):
                print(f"{need} is not installed and could not be: the tests on it are left out.")
            else:
                environment[variable] = stack.enter_context(server())
        return subprocess.run(command, env=environment, check=False).returncode


@contextmanager
def postgresql() -> Iterator[str]:
    """A fresh PostgreSQL; yields its URL, with a password made for this run."""
    server = Path(packages.find("postgresql") or "postgres")
    port, password = free_port(), secrets.token_hex(16)
    with folder_of("postgres") as (folder, user):
        secret = folder / "password"
        secret.write_text(password, encoding="ascii")
        secret.chmod(0o600)
        give(secret, user)
        make = [str(server.with_name("initdb")), "--pgdata", str(folder / "data")]
        make += ["--username", "inglenook", "--pwfile", str(secret), "--auth", "scram-sha-256"]
        make += ["--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
        subprocess.run(make, check=True, stdout=subprocess.DEVNULL, cwd=folder, **as_user(user))
        run = [str(server), "-D", str(folder / "data"), "-p", str(port), "-h", "127.0.0.1"]
        run += ["-k", str(folder)]
        # Nothing here has to outlive the machine's power, so nothing waits for the disk.
        for setting in ("fsync=off", "synchronous_commit=off", "full_page_writes=off"):
            run += ["-c", setting]
        url = f"postgresql://inglenook:{password}@127.0.0.1:{port}"

        def ready() -> None:
            psycopg.connect(f"{url}/postgres").close()

        with running("PostgreSQL", run, folder, user, ready, signal.SIGINT):
            yield f"{url}/inglenook"


@contextmanager
def valkey() -> Iterator[str]:
    """A fresh Valkey or Redis without a file; yields its URL."""
    server = packages.find("valkey") or "valkey-server"
    port = free_port()
    with folder_of(Path(server).name.removesuffix("-server")) as (folder, user):
        run = [server, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
        run += ["--save", "", "--appendonly", "no", "--databases", "64"]
        url = f"redis://127.0.0.1:{port}/0"
        with running("Valkey", run, folder, user, redis.Redis.from_url(url).ping, signal.SIGTERM):
            yield url


@contextmanager
def running(
    name: str,
    command: list[str],
    folder: Path,
    user: str,
    ready: Callable[[], object],
    end: signal.Signals,
) -> Iterator[None]:
    """Keeps `command` running until left; raises RuntimeError with its log if it doesn't start."""
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=end_with_parent,  # noqa: PLW1509 - nothing here has threads
            **as_user(user),
        )
    try:
        wait_for(process, ready, name, log)
        print(f"{name} runs on loopback (process {process.pid}).", flush=True)
        yield
    finally:
        process.send_signal(end)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(
    process: subprocess.Popen[bytes], ready: Callable[[], object], name: str, log: Path
) -> None:
    """Returns when `ready` no longer raises an OSError or a driver's connection error."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            ready()
            return
        except (OSError, psycopg.OperationalError, redis.ConnectionError):
            time.sleep(0.05)
    raise RuntimeError(f"{name} did not start:\n{log.read_text(errors='replace')[-2000:]}")


@contextmanager
def folder_of(user: str) -> Iterator[tuple[Path, str]]:
    """A temporary folder that belongs to `user`, or to us when we may not give things away."""
    if os.geteuid() != 0 or not known(user):
        user = "nobody" if os.geteuid() == 0 else ""
    folder = Path(tempfile.mkdtemp(prefix="inglenook-services-"))
    try:
        give(folder, user)
        yield folder, user
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def give(path: Path, user: str) -> None:
    """Makes `user` the owner of `path`; nothing for the empty name."""
    if user:
        os.chown(path, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)


def known(user: str) -> bool:
    """Whether this machine has such a user."""
    return any(entry.pw_name == user for entry in pwd.getpwall())


def as_user(user: str) -> dict[str, Any]:
    """What subprocess takes to run as `user`, with none of our groups."""
    if not user:
        return {}
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def end_with_parent() -> None:
    """Asks Linux to end the calling process when its parent dies, even by `kill -9`."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def free_port() -> int:
    """A port of loopback that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
