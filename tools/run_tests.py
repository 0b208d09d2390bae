"""`make test`: the parts of the test suite, one after the other, and one line that sums them up.

1. everything but journeys on SQLite, two processes;
2. journeys in a real browser on SQLite;
3. everything but journeys on PostgreSQL and Valkey, when TEST_DATABASE_URL and TEST_VALKEY_URL
   name servers that answer (`python -m tools.services make test` starts them for one run);
4. the journeys marked `both_engines` on these.

`nightly` as the first argument runs what takes long instead, on both pairs of engines.

Arguments go on to pytest. Exit code 1 when a part failed or when no test ran at all.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import psycopg
import redis

BY_DAY = "and not nightly"
NO_TESTS = 5  # pytest's exit code when nothing was collected


@dataclass
class Part:
    """One run of pytest and what came of it."""

    name: str
    marks: str
    processes: int
    environment: dict[str, str]
    failed: bool = False
    seconds: float = 0.0
    counts: tuple[int, int, int] = (0, 0, 0)

    def run(self, arguments: list[str]) -> None:
        """Runs pytest and keeps the time and the counts (passed, failed, skipped)."""
        print(f"\n=== {self.name} ===", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "report.xml"
            command = [sys.executable, "-m", "pytest", "-m", self.marks, f"--junitxml={report}"]
            spread = ["-n", str(self.processes), "--dist", "loadfile"]
            command += spread if self.processes > 1 else []
            begun = time.monotonic()
            done = subprocess.run(
                [*command, *arguments], env=os.environ | self.environment, check=False
            )
            self.seconds = time.monotonic() - begun
            self.failed = done.returncode not in (0, NO_TESTS)
            self.counts = counted(report) if report.exists() else (0, int(self.failed), 0)


def counted(report: Path) -> tuple[int, int, int]:
    """Passed, failed and skipped tests of a JUnit report."""
    suites = ElementTree.parse(report).getroot().iter("testsuite")
    total = failed = skipped = 0
    for suite in suites:
        total += int(suite.get("tests", 0))
        failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped += int(suite.get("skipped", 0))
    return total - failed - skipped, failed, skipped


def servers() -> tuple[dict[str, str], str]:
    """The environment of the PostgreSQL half, or a sentence that says why it is left out."""
    database, valkey = os.environ.get("TEST_DATABASE_URL"), os.environ.get("TEST_VALKEY_URL")
    if not database or not valkey:
        return {}, (
            "TEST_DATABASE_URL and TEST_VALKEY_URL are not both set; "
            "`.venv/bin/python -m tools.services make test` starts servers for one run"
        )
    try:
        psycopg.connect(f"{database.rsplit('/', 1)[0]}/postgres", connect_timeout=5).close()
        redis.Redis.from_url(valkey, socket_connect_timeout=5).ping()
    except (psycopg.Error, redis.RedisError, ValueError) as reason:
        return {}, f"no server answers: {str(reason).splitlines()[0]}"
    return {"DATABASE_URL": database, "VALKEY_URL": valkey}, ""


def plan(*, nightly: bool) -> tuple[list[Part], str]:
    """The parts to run, and why those on PostgreSQL are missing when they are."""
    first = {"DATABASE_URL": "", "VALKEY_URL": ""}
    second, reason = servers()
    if nightly:
        parts = [Part("By night on SQLite", "nightly", 1, first)]
        parts += [Part("By night on PostgreSQL", "nightly", 1, second)] if second else []
        return parts, reason
    parts = [
        Part("SQLite", f"not journey {BY_DAY}", 2, first),
        Part("Journeys on SQLite", f"journey {BY_DAY}", 1, first),
    ]
    if second:
        parts += [
            Part("PostgreSQL and Valkey", f"not journey {BY_DAY}", 2, second),
            Part("Journeys on PostgreSQL", f"journey and both_engines {BY_DAY}", 1, second),
        ]
    return parts, reason


def main(arguments: list[str]) -> int:
    """Runs all parts, also after one failed; returns 0 when all went well."""
    nightly = arguments[:1] == ["nightly"]
    arguments = arguments[1:] if nightly else arguments
    parts, reason = plan(nightly=nightly)
    for part in parts:
        part.run(arguments)
    print()
    for part in parts:
        passed, failed, skipped = part.counts
        print(f"{part.name}: {passed} passed, {failed} failed, {skipped} skipped", end="")
        print(f" ({part.seconds:.0f} s)")
    if reason:
        print(f"PostgreSQL half skipped: {reason}.")
    passed, failed, skipped = (sum(part.counts[place] for part in parts) for place in range(3))
    print(f"tests: {passed} passed, {failed} failed, {skipped} skipped", flush=True)
    return int(any(part.failed for part in parts) or passed + failed == 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
