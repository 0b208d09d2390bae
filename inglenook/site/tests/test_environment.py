"""Settings from the environment: what each becomes, and the sentence for what it cannot be."""

import re
from pathlib import Path

import pytest

from inglenook.site import environment
from inglenook.site.engines import POSTGRESQL_PATIENCE
from inglenook.site.problems import SettingError
from inglenook.site.tests import processes

ROOT = Path(__file__).resolve().parents[3]


def test_without_settings_the_house_stands_on_one_machine() -> None:
    house = environment.read({})
    assert (house.port, house.workers, house.trusted_proxies) == (8000, 2, 0)
    assert house.public_url == "http://127.0.0.1:8000"
    assert house.hosts == ["127.0.0.1", "localhost", "[::1]"]
    assert house.home == Path.cwd() / "var"
    assert not house.secure
    assert (house.database, house.email, house.storage, house.valkey_url) == (None,) * 3 + ("",)


def test_a_public_address_is_the_only_name_that_is_answered() -> None:
    house = environment.read({"PUBLIC_URL": "https://Talk.example.org/"})
    assert house.public_url == "https://talk.example.org"
    assert house.hosts == ["talk.example.org"]
    assert house.secure


def test_an_open_bind_still_has_an_address_to_type() -> None:
    house = environment.read({"BIND": "0.0.0.0", "PORT": "80"})
    assert house.public_url == "http://127.0.0.1:80"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "x"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "٣"),
        ("BIND", "a b"),
        ("PUBLIC_URL", "talk.example.org"),
        ("PUBLIC_URL", "ftp://talk.example.org"),
        ("PUBLIC_URL", "https://talk.example.org/forum"),
        ("PUBLIC_URL", "https://talk.example.org:99999"),
        ("PUBLIC_URL", "https://[::1"),
        ("PUBLIC_URL", "https://user@talk.example.org"),
        ("TRUSTED_PROXIES", "-1"),
        ("WORKERS", "0"),
        ("WORKERS", "many"),
        ("DATABASE_URL", "mysql://host/db"),
        ("DATABASE_URL", "postgresql://host"),
        ("DATABASE_URL", "postgresql://host:port/db"),
        ("VALKEY_URL", "localhost:6379"),
        ("EMAIL_URL", "smtp://"),
        ("EMAIL_URL", "imap://host"),
        ("STORAGE_URL", "s3://host"),
        ("STORAGE_URL", "s3://host/bucket"),
    ],
)
def test_a_wrong_value_names_its_variable(name: str, value: str) -> None:
    with pytest.raises(SettingError) as refused:
        environment.read({name: value})
    assert str(refused.value).startswith(f"{name} ")


def test_an_error_repeats_no_password() -> None:
    for name in ("DATABASE_URL", "EMAIL_URL", "STORAGE_URL", "VALKEY_URL"):
        with pytest.raises(SettingError) as refused:
            environment.read({name: "odd://user:hunter2@host:1/x"})
        assert "hunter2" not in str(refused.value)


def test_a_database_address_is_taken_apart() -> None:
    url = "postgresql://ann:p%40ss@db:6543/talk?sslmode=require"
    database = environment.read({"DATABASE_URL": url}).database
    assert database is not None
    taken = [database[key] for key in ("HOST", "PORT", "NAME", "USER", "PASSWORD", "OPTIONS")]
    assert taken == [
        "db",
        "6543",
        "talk",
        "ann",
        "p@ss",
        {**POSTGRESQL_PATIENCE, "sslmode": "require"},
    ]


def test_a_socket_serves_as_host() -> None:
    url = "postgresql:///talk?host=/var/run/postgresql"
    database = environment.read({"DATABASE_URL": url}).database
    assert database is not None
    assert (database["HOST"], database["OPTIONS"]) == ("/var/run/postgresql", POSTGRESQL_PATIENCE)


def test_mail_turns_to_tls_unless_told_otherwise() -> None:
    for url, port, tls, ssl in (
        ("smtp://a:b@host", 587, True, False),
        ("smtps://host", 465, False, True),
        ("smtp+plain://host", 25, False, False),
    ):
        mailer = environment.read({"EMAIL_URL": url}).email
        assert mailer is not None
        options = mailer["OPTIONS"]
        assert (options["port"], options["use_tls"], options["use_ssl"]) == (port, tls, ssl)


def test_valkey_goes_by_the_name_that_the_client_knows() -> None:
    assert environment.read({"VALKEY_URL": "valkey://h:1/2"}).valkey_url == "redis://h:1/2"


def test_the_page_of_settings_is_the_table() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([A-Z_]+)` \| (?:`([^`]*)`)? *\| (.*) \|$", page, re.MULTILINE)
    assert rows == [(row.name, row.default, row.meaning) for row in environment.SETTINGS]


def test_a_wrong_setting_ends_the_command_with_one_sentence(tmp_path: Path) -> None:
    done = processes.run(tmp_path, "manage", "check", WORKERS="none")
    assert done.returncode == 2
    assert done.stderr == "inglenook: WORKERS is 'none'; give a whole number from 1 to 64.\n"


def test_a_data_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = processes.run(tmp_path / "file" / "home", "manage", "check")
    assert done.returncode == 2
    assert "INGLENOOK_HOME" in done.stderr and "Traceback" not in done.stderr
