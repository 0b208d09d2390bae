"""nginx and Caddy in front of the house, told what deploy/ tells them: pages, uploads, streams."""

import getpass
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from inglenook.live.tests.browser import Page, Stream
from inglenook.site.tests import processes
from tools import packages
from tools.services import end_with_parent

pytestmark = pytest.mark.sqlite_only
DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
FREE = "http {\n  access_log off; client_body_temp_path body; proxy_temp_path proxy;\n"


class House:
    """The garage served behind a proxy that is not there yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.front = processes.free_port()
        self.port = 0
        self.facts: dict[str, Any] = {}


@pytest.fixture(scope="module", name="house")
def _house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("proxies"))
    more = {"PUBLIC_URL": f"http://127.0.0.1:{house.front}", "TRUSTED_PROXIES": "1", "WORKERS": "1"}
    with processes.up(house.home, **more) as (_process, port):
        told = subprocess.run(
            [sys.executable, "-m", "inglenook.live.tests.stage"],
            env=processes.environ_of(house.home),
            capture_output=True,
            text=True,
            check=True,
        )
        house.port, house.facts = port, json.loads(told.stdout)
        yield house


def nginx(house: House, folder: Path) -> list[str]:
    """The command that runs nginx with our file, on a free port and without a certificate."""
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    secure = text[text.index("    listen 443") :]
    secure = re.sub(r"listen 443 ssl http2;", f"listen 127.0.0.1:{house.front};", secure)
    secure = re.sub(r" *ssl_certificate.*;\n", "", secure).replace("talk.example.org", "127.0.0.1")
    # The house would lead whoever comes without TLS to where it is; its own scheme is told here.
    secure = secure.replace("127.0.0.1:8000", f"127.0.0.1:{house.port}")
    secure = secure.replace("proxy_set_header Host $host", "proxy_set_header Host $http_host")
    made = folder / "nginx.conf"
    free = FREE.replace("body;", f"{folder}/body;").replace("proxy;", f"{folder}/proxy;")
    # As whoever runs the tests: the folder is theirs alone.
    main = f"user {getpass.getuser()}; daemon off; pid {folder}/pid; error_log {folder}/log;"
    made.write_text(f"{main}\nevents {{}}\n{free}  server {{\n{secure}\n}}\n")
    return ["nginx", "-p", str(folder), "-c", str(made)]


def caddy(house: House, folder: Path) -> list[str]:
    """The command that runs Caddy with our file, on a free port and without a certificate."""
    text = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    made = folder / "Caddyfile"
    made.write_text("{\n\tadmin off\n\tgrace_period 1s\n}\n" + text)
    return ["caddy", "run", "--config", str(made), "--adapter", "caddyfile"]


@contextmanager
def running(name: str, house: House, folder: Path) -> Iterator[None]:
    """Runs one of the proxies before the house."""
    if not (found := packages.find(name)):
        pytest.skip(f"{name} is not installed")
    _name, *arguments = {"nginx": nginx, "caddy": caddy}[name](house, folder)
    environment = {
        "HOME": str(folder),
        "SITE_NAME": f"http://127.0.0.1:{house.front}",
        "HOUSE": f"127.0.0.1:{house.port}",
    }
    with (folder / "output").open("w") as output:
        process = subprocess.Popen(
            [found, *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=end_with_parent,
        )
        try:
            answered = processes.until(lambda: processes.answers(house.front))
            assert answered and process.poll() is None, (folder / "output").read_text()
            yield
        finally:
            process.terminate()
            process.wait(processes.WAIT)


@pytest.mark.parametrize("name", ["nginx", "caddy"])
def test_pages_uploads_and_streams_go_through(name: str, house: House, tmp_path: Path) -> None:
    here = f"/garage/t/{house.facts['thread']}/"
    mia, mo = (Page(house.front, house.facts["cookies"][who]) for who in ("mia", "mo"))
    with running(name, house, tmp_path):
        stream = Stream(house.front, house.facts["cookies"]["mia"])
        # The first words come before anything else is said: nothing gathers them on the way.
        assert stream.until("event: here", processes.WAIT), stream.bytes
        assert mo.send(here, f"{here}reply/", text=f"By {name}.") == 302
        assert stream.until(f'"thread:{house.facts["thread"]}"', processes.WAIT)
        assert f"By {name}." in mia.ask("GET", here)[1]
        stream.close()
        # More than the 1 MB that nginx takes by itself: the house's own sentence comes back.
        status, text = mia.ask("POST", f"{here}reply/", "text=" + "x" * 1_500_000)
        assert status in (403, 413, 422) and "nginx" not in text
