"""`make lint`: every check that needs no running house, the quick ones first.

Goes through all of them, prints what each found and how long it took, and returns 1 when one
found something. An argument runs only the checks whose name it begins: `make lint ARGS=mypy`.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from tools.checks import (
    ROOT,
    bare_words,
    project_files,
    sentences,
    source,
    styles,
    templates,
    words,
)

SUBJECTS: tuple[ModuleType, ...] = (source, templates, styles, words, bare_words, sentences)


def main(arguments: list[str]) -> int:
    """Runs the checks; returns 1 when one of them found something."""
    failed = []
    with data_folder():
        for name, check in CHECKS.items():
            if arguments and not any(name.startswith(argument) for argument in arguments):
                continue
            begun = time.monotonic()
            good = check()
            print(f"{name}: {'good' if good else 'FAILED'} ({time.monotonic() - begun:.1f} s)")
            sys.stdout.flush()
            if not good:
                failed.append(name)
    if failed:
        print(f"lint: {', '.join(failed)} found something.")
    return int(bool(failed))


@contextmanager
def data_folder() -> Iterator[None]:
    """A data folder that lives as long as the checks: mypy's plugin loads the settings."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["INGLENOOK_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "inglenook.site.settings"
        yield


def command(*arguments: str) -> Callable[[], bool]:
    """A check that is a command of this virtual environment."""

    def run() -> bool:
        done = subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, check=False)
        return done.returncode == 0

    return run


def house_rules() -> bool:
    """The project's own checks."""
    found = []
    for subject in SUBJECTS:
        for name, path in project_files(*subject.FILES):
            content = path.read_bytes()
            if b"\0" not in content[:8192]:
                found += subject.check(name, content.decode(errors="replace"))
    for finding in sorted(found):
        print(finding)
    return not found


def imports() -> bool:
    """The floors: import-linter, told to say little unless something is wrong."""
    run = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", run], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(done.stdout + done.stderr)
    return done.returncode == 0


def templates_compile() -> bool:
    """Each template compiles with Django's own engine: every tag and filter is known."""
    import django
    from django.template import TemplateSyntaxError, engines

    django.setup()
    broken = 0
    for name, path in project_files(*templates.FILES):
        try:
            engines["django"].from_string(path.read_text(encoding="utf-8"))
        except TemplateSyntaxError as reason:
            print(f"{name}:1: {reason}")
            broken += 1
    return not broken


def settings() -> bool:
    """Django's system checks, and a migration for every change of a model."""
    quiet = subprocess.DEVNULL
    for arguments in (["check", "--fail-level", "WARNING"], ["makemigrations", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "django", *arguments], cwd=ROOT, check=False, stdout=quiet
        )
        if done.returncode:
            print(f"django {' '.join(arguments)} is not content")
            return False
    return True


def deployment() -> bool:
    """The Containerfile by hadolint, the compose file by its own schema."""
    schema = ["check-jsonschema", "--builtin-schema", "vendor.compose-spec", "--quiet"]
    commands = (
        ["hadolint", "deploy/Containerfile"],
        [*schema, "deploy/compose.yaml"],
    )
    tools = Path(sys.executable).parent
    done = [
        subprocess.run([tools / name, *rest], cwd=ROOT, check=False) for name, *rest in commands
    ]
    return not any(one.returncode for one in done)


CHECKS: dict[str, Callable[[], bool]] = {
    "ruff check": command("ruff", "check", "--quiet"),
    "ruff format": command("ruff", "format", "--check", "--quiet"),
    "house rules": house_rules,
    "floors": imports,
    "templates": templates_compile,
    "django": settings,
    "deployment": deployment,
    "mypy": command("mypy", "--no-error-summary"),
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
