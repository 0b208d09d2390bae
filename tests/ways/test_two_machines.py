"""Pages on two machines and jobs on a third: what is done on one is so on the others at once."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from inglenook.archive.tests.moving import archive
from inglenook.live.tests.browser import Page
from inglenook.site.tests import processes
from inglenook.site.tests.processes import WAIT, until
from tests.ways.machines import Machines, fresh_database, hidden, running

pytestmark = pytest.mark.postgres_only
_MIGRATE = """
import django; django.setup()
from inglenook.site.server import prepare
print(prepare.migrate())
"""


@pytest.fixture(scope="module", name="machines")
def _machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    with running(tmp_path_factory.mktemp("machines")) as machines:
        yield machines


def test_what_is_said_on_one_machine_is_told_on_the_other(machines: Machines) -> None:
    stream = machines.stream("left", "mia")
    here = f"/garage/t/{machines.facts['thread']}/"
    assert machines.page("right", "mo").send(here, f"{here}reply/", text="From there.") == 302
    assert stream.until(f'"thread:{machines.facts["thread"]}"', WAIT)
    assert "From there." in machines.page("left", "mia").ask("GET", here)[1]
    stream.close()


def test_who_signs_out_on_one_machine_is_out_on_the_other(machines: Machines) -> None:
    stream = machines.stream("left", "ada")
    here = f"/garage/t/{machines.facts['thread']}/"
    assert machines.page("left", "ada").ask("GET", here)[0] == 200
    assert machines.page("right", "ada").send("/account/logout/", "/account/logout/") == 302
    assert machines.page("left", "ada").ask("GET", here)[0] != 200
    assert stream.ends(WAIT)
    stream.close()


def test_limit_met_on_one_machine_holds_on_the_other(machines: Machines) -> None:
    def tries_until_refused(name: str) -> int:
        return next(number for number in range(1, 60) if _sign_in(machines, name) == 429)

    assert tries_until_refused("left") > 3
    assert tries_until_refused("right") <= 2


def _sign_in(machines: Machines, name: str) -> int:
    """One try with a wrong password at a machine; its status."""
    stranger = Page(machines.ports[name], "")
    words = {"login": "mia.garage@example.org", "password": "not this one"}
    return stranger.send("/account/login/", "/account/login/", **words)


def test_archive_taken_by_one_machine_is_brought_in_by_another(
    machines: Machines, tmp_path: Path
) -> None:
    left, right = machines.page("left", "hedda"), machines.page("right", "hedda")
    page = left.ask("GET", "/garage/import/")[1]
    with archive(tmp_path).open("rb") as file:
        fields = {name: hidden(page, name) for name in ("csrfmiddlewaretoken", "intent")}
        body = encode_multipart(BOUNDARY, {**fields, "source": "slack", "file": file})
    status, _text = left.ask("POST", "/garage/import/", body, MULTIPART_CONTENT)
    assert status == 302
    assert until(
        lambda: "This is what would come along" in right.ask("GET", "/garage/import/1/")[1]
    )
    assert right.send("/garage/import/1/", "/garage/import/1/go/") == 302
    assert until(lambda: "7 messages of 7 are here" in left.ask("GET", "/garage/import/1/")[1])
    told = json.loads(
        machines.run("right", "inglenook", "stats", "--community", "garage", "--json")
    )
    assert told["posts"] >= 7
    assert not list(machines.home("left").glob("imports/*.zip"))


def test_two_machines_that_start_at_once_migrate_once(tmp_path: Path) -> None:
    with fresh_database() as url:
        started = [
            subprocess.Popen(
                [sys.executable, "-c", _MIGRATE],
                env=processes.environ_of(tmp_path / name, DATABASE_URL=url),
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for name in ("left", "right")
        ]
        told = [process.communicate(timeout=120) for process in started]
    assert [process.returncode for process in started] == [0, 0], told
    assert sorted(int(out) > 0 for out, _err in told) == [False, True]
