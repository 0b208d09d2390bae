"""Checks of the project's own rules, one module a subject; `make lint` runs them all.

Each module has `check(path, text)`, which returns a `Finding` for every line that breaks a rule,
and `FILES`, the files that it looks at. tests/house/test_checks.py shows each rule a text that
breaks it and one that doesn't.
"""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, order=True)
class Finding:
    """A line that breaks a rule, and how to mend it."""

    path: str
    line: int
    sentence: str

    def __str__(self) -> str:
        """As compilers write it, so that editors can jump there."""
        return f"{self.path}:{self.line}: {self.sentence}"


def project_files(*patterns: str) -> Iterator[tuple[str, Path]]:
    """The files of the project that match one of the git `patterns`, committed or new.

    Those that begin with `:!:` leave out. Raises subprocess.CalledProcessError outside a git
    checkout.
    """
    left_out = [pattern.removeprefix(":!:") for pattern in patterns if pattern.startswith(":!:")]
    wanted = [pattern for pattern in patterns if not pattern.startswith(":!:")]
    # Not by git's own exclusion: it compares from behind the prefix that the wanted ones share
    # (git 2.39), so that ":!:**/tests/**" beside "inglenook/**" leaves nothing or everything.
    names = _listed(*wanted) - (_listed(*left_out) if left_out else set())
    for name in sorted(names):
        if (ROOT / name).is_file():
            yield name, ROOT / name


def _listed(*patterns: str) -> set[str]:
    git = ["git", "-c", "safe.directory=*"]
    listed = subprocess.run(
        [*git, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return set(filter(None, listed.stdout.split("\0")))
