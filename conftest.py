"""The one base of all tests: a data folder of their own, both pairs of engines, strict templates.

SQLite is what tests run on. With TEST_DATABASE_URL and TEST_VALKEY_URL copied to DATABASE_URL and
VALKEY_URL (as `make test` does for its second half) they run on PostgreSQL and Valkey.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

_FOLDERS: list[str] = []


def _folder() -> str:
    _FOLDERS.append(tempfile.mkdtemp(prefix="inglenook-test-"))
    return _FOLDERS[-1]


@atexit.register
def _remove_folders() -> None:
    for folder in _FOLDERS:
        shutil.rmtree(folder, ignore_errors=True)


if "PYTEST_XDIST_WORKER" not in os.environ:
    # Nobody's settings but the tests' own: not the developer's data, mail server or bucket.
    for variable in ("PORT", "BIND", "PUBLIC_URL", "TRUSTED_PROXIES", "WORKERS"):
        os.environ.pop(variable, None)
    for variable in ("EMAIL_URL", "STORAGE_URL"):
        os.environ.pop(variable, None)
    os.environ["INGLENOOK_HOME"] = _folder()
    os.environ["DJANGO_SETTINGS_MODULE"] = "inglenook.site.settings"
    # The command line speaks as whoever runs it; its sentences are tested in English.
    os.environ["LC_ALL"] = "C.UTF-8"

import django
from django.conf import settings

from tests.strictness import UnknownVariable, refuse_connections_outside

_database = settings.DATABASES["default"]
if "sqlite" in _database["ENGINE"] or _database["ENGINE"] == "inglenook.foundation.database":
    # A file, since lanes and threads have connections of their own. Power loss is not tried here.
    _database.setdefault("TEST", {})["NAME"] = str(
        Path(os.environ["INGLENOOK_HOME"]) / "test.sqlite3"
    )
    _database["OPTIONS"]["init_command"] += "; PRAGMA synchronous=OFF"
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UnknownVariable()
refuse_connections_outside()
django.setup()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config: pytest.Config, specs: Sequence[Any]) -> None:
    """Gives each worker a data folder and a Valkey database of its own, before it starts."""
    valkey = os.environ.get("VALKEY_URL", "")
    for number, spec in enumerate(specs, start=1):
        spec.env["INGLENOOK_HOME"] = _folder()
        if valkey:
            spec.env["VALKEY_URL"] = f"{valkey.rsplit('/', 1)[0]}/{number}"


def pytest_addoption(parser: pytest.Parser) -> None:
    """What the nightly tests take: how many rounds, and the seed of a run to repeat."""
    parser.addoption("--rounds", type=int, default=200, help="kills of a nightly test")
    parser.addoption("--seed", type=int, default=None, help="the dice of a run to repeat")


def pytest_report_header() -> str:
    """Tells which engines this run is on."""
    counters = "Valkey" if os.environ.get("VALKEY_URL") else "ephemeral.sqlite3"
    return f"engines: {_database['ENGINE']}, {counters}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what is about the other engine, and by day what is for the night."""
    if "nightly" not in config.option.markexpr:
        items[:] = [item for item in items if not item.get_closest_marker("nightly")]
    foreign = "sqlite_only" if "postgresql" in _database["ENGINE"] else "postgres_only"
    for item in items:
        if item.get_closest_marker(foreign):
            item.add_marker(pytest.mark.skip(reason=f"{foreign}, and this is the other engine"))


@pytest.fixture(autouse=True)
def words_go_with_their_rows(request: pytest.FixtureRequest, django_db_blocker: Any) -> Any:
    """A test that commits is cleaned up after by Django, which doesn't know the table of words."""
    yield
    mark = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or (
        mark and mark.kwargs.get("transaction")
    )
    if commits:
        from inglenook.foundation import fulltext

        with django_db_blocker.unblock():
            fulltext.clear()


@pytest.fixture(autouse=True)
def language_of_no_other_test() -> None:
    """A job that speaks for somebody leaves their language behind in its thread."""
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(autouse=True)
def memory_of_no_other_test() -> None:
    """Rows of another test come again under the same numbers, which no real database does."""
    from inglenook.foundation.memory import forget_all

    forget_all()
