"""Debian's packages that some targets need; nothing is done where the commands are there.

`python -m tools.packages chromium gettext` installs what is missing when run as root on a system
with apt-get, and says what to install otherwise. It never fails: the tests that need a missing
command fail, or are left out, with a sentence of their own.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Need:
    """A thing that tests use, the commands that show it is there, and Debian's packages for it.

    One of the commands is enough; of the packages, the first that Debian knows is taken.
    """

    commands: tuple[str, ...]
    packages: tuple[str, ...]


NEEDS = {
    "caddy": Need(("caddy",), ("caddy",)),
    "chromium": Need(("chromium", "chromium-browser", "google-chrome"), ("chromium",)),
    "gettext": Need(("xgettext",), ("gettext",)),
    "nginx": Need(("nginx", "/usr/sbin/nginx"), ("nginx-light", "nginx")),
    "postgresql": Need(("postgres",), ("postgresql",)),
    "valkey": Need(("valkey-server", "redis-server"), ("valkey-server", "redis-server")),
}
# PostgreSQL's server stands outside PATH on Debian, one folder a version.
POSTGRESQL = Path("/usr/lib/postgresql")


def find(name: str) -> str | None:
    """The path of the first command of need `name` on this machine; None where there is none."""
    if name == "postgresql":
        kept = sorted(POSTGRESQL.glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
        if kept:
            return str(kept[-1])
    found = (shutil.which(command) for command in NEEDS[name].commands)
    return next((path for path in found if path), None)


def install(names: Iterable[str]) -> list[str]:
    """Installs what is missing of `names`; returns those that are missing still."""
    missing = [name for name in names if not find(name)]
    if missing and shutil.which("apt-get") and os.geteuid() == 0:
        _apt("update")
        for name in missing:
            _apt("install", "--yes", "--no-install-recommends", _known(NEEDS[name].packages))
    return [name for name in missing if not find(name)]


def _known(packages: tuple[str, ...]) -> str:
    """The first of `packages` that apt could install; else the last, for apt's own error."""
    for package in packages:
        shown = subprocess.run(
            ["apt-cache", "show", "--no-all-versions", package], capture_output=True, check=False
        )
        if shown.returncode == 0:
            return package
    return packages[-1]


def _apt(*arguments: str) -> None:
    # Run level 1 keeps a freshly installed server from being started by the system.
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    done = subprocess.run(
        ["apt-get", "--quiet", "--quiet", *arguments],
        env=quiet,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
    )
    if done.returncode:
        print(f"apt-get {' '.join(arguments)} failed:\n{done.stdout[-2000:]}", file=sys.stderr)


def main(names: list[str]) -> int:
    """Installs `names` and tells what is left to the reader; always returns 0."""
    for name in install(names):
        packages = " or ".join(NEEDS[name].packages)
        print(f"{name} is missing: install {packages} (on Debian: apt-get install {packages}).")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
