"""The host's pages: upload, report, progress, done, open, undo; and what they refuse."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django_ox.models import OxTask

from inglenook.archive import jobs
from inglenook.archive.actions import examine
from inglenook.archive.models import Import
from inglenook.archive.shelf import folder
from inglenook.archive.tests.exports import CHANNELS, said, write_zip
from inglenook.archive.tests.moving import (
    archive,
    bring,
    last_run,
    numbers,
    posts,
    spaces,
    staged,
)
from inglenook.archive.undoing import put_back
from inglenook.archive.writing import bring_in
from tests.cast import Cast

pytestmark = pytest.mark.django_db
START = "/garage/import/"


def intent_in(page: str) -> str:
    found = re.search(r'name="intent" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def sent(client: Client, content: bytes, name: str = "export.zip", **fields: str) -> Any:
    data = {"source": "slack", "file": SimpleUploadedFile(name, content), **fields}
    return client.post(START, data)


def waiting(task: str) -> int:
    return OxTask.objects.filter(task_path__endswith=task).count()


def test_whole_way_from_upload_to_done_and_back(cast: Cast, tmp_path: Path) -> None:
    client, path = cast.client("hedda"), archive(tmp_path)
    before = numbers(cast.garage)
    answer = sent(client, path.read_bytes())
    url = answer["Location"]
    assert "We are reading it" in client.get(url).text
    assert waiting("look_through") == 1
    run = examine(last_run().pk)
    report = client.get(url).text
    assert "This is what would come along" in report and "# garden" in report
    assert numbers(cast.garage) == before
    client.post(f"{url}go/", {"intent": intent_in(report)})
    progress = client.get(f"{url}progress/").text
    assert "0 of 7" in progress and 'max="7" value="0"' in progress
    bring_in(run.pk)
    done = client.get(url).text
    assert "7 messages of 7 are here" in done and "garden" in done
    asked = client.get(f"{url}undo/").text
    assert "7 messages go" in asked
    client.post(f"{url}undo/", {"intent": intent_in(asked)})
    assert "It is being put back" in client.get(url).text
    put_back(run.pk)
    back = client.get(url).text
    assert "It is put back" in back and f'action="{url}go/"' in back
    assert numbers(cast.garage) == before
    client.post(f"{url}go/", {"intent": intent_in(back)})
    bring_in(run.pk)
    assert len(posts(cast.garage)) == 7


def test_progress_is_read_from_the_rows(cast: Cast, tmp_path: Path) -> None:
    run = staged(cast, archive(tmp_path))
    Import.objects.filter(pk=run.pk).update(state="running", done=3)
    text = cast.client("hedda").get(f"{START}{run.pk}/progress/").text
    assert "3 of 7" in text and 'max="7" value="3"' in text and 'data-every="2"' in text


def test_go_pressed_twice_starts_once(cast: Cast, tmp_path: Path) -> None:
    run = staged(cast, archive(tmp_path))
    client, url = cast.client("hedda"), f"{START}{run.pk}/"
    form = {"intent": intent_in(client.get(url).text)}
    for _ in range(2):
        assert client.post(f"{url}go/", form)["Location"] == url
    assert waiting("bring_import_in") == 1


def test_old_form_starts_nothing_after_it_was_put_back(cast: Cast, tmp_path: Path) -> None:
    run = staged(cast, archive(tmp_path))
    client, url = cast.client("hedda"), f"{START}{run.pk}/"
    form = {"intent": intent_in(client.get(url).text)}
    client.post(f"{url}go/", form)
    bring_in(run.pk)
    client.post(f"{url}undo/", {"intent": "another"})
    put_back(run.pk)
    client.post(f"{url}go/", form)
    assert last_run().state == Import.State.UNDONE


def test_same_upload_sent_twice_is_one_import(cast: Cast, tmp_path: Path) -> None:
    client, content = cast.client("hedda"), archive(tmp_path).read_bytes()
    form = {"intent": intent_in(client.get(START).text)}
    kept, known = len(list(folder().iterdir())), Import.objects.count()
    first, second = sent(client, content, **form), sent(client, content, **form)
    assert first["Location"] == second["Location"]
    assert Import.objects.count() == known + 1
    assert len(list(folder().iterdir())) == kept + 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "this one is empty"),
        (b"PK", "not a ZIP archive"),
        (b"%PDF-1.4 nothing of the kind", "not a ZIP archive"),
    ],
)
def test_file_that_can_t_be_one_is_refused_at_once(
    cast: Cast, content: bytes, sentence: str
) -> None:
    kept, known = set(folder().iterdir()), Import.objects.count()
    answer = sent(cast.client("hedda"), content)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert Import.objects.count() == known and set(folder().iterdir()) == kept


def test_upload_without_file_or_source_is_refused_with_a_sentence(cast: Cast) -> None:
    client = cast.client("hedda")
    answer = client.post(START, {"source": "slack"})
    assert answer.status_code == 422 and "Choose the file" in answer.text
    answer = sent(client, b"PK\x03\x04", source="carrier pigeon")
    assert answer.status_code == 422 and "Choose where the archive comes from" in answer.text


def test_too_large_upload_is_refused_and_the_way_told(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings.LARGE_BODIES, "archive:start", 1 << 20)
    known = Import.objects.count()
    assert "at most 1 MB" in cast.client("hedda").get(START).text
    answer = sent(cast.client("hedda"), b"PK\x03\x04" + bytes(1 << 20))
    assert answer.status_code == 422 and "larger than 1 MB" in answer.text
    assert Import.objects.count() == known


def hostile(folder_: Path, kind: str) -> Path:
    path = folder_ / "hostile.zip"
    if kind == "bomb":
        return write_zip(path, {"users.json": bytes(50 << 20), "channels.json": []})
    if kind == "not slack":
        return write_zip(path, {"letter.txt": b"Dear diary"})
    if kind == "no users":
        return write_zip(path, {"channels.json": CHANNELS})
    if kind == "broken":
        return write_zip(path, {"users.json": b"[{", "channels.json": CHANNELS})
    path.write_bytes(b"PK\x03\x04 but nothing else")
    return path


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("bomb", "unpacks to far more"),
        ("not slack", "not a Slack export"),
        ("no users", "users.json is missing"),
        ("broken", "users.json can’t be read"),
        ("damaged", "not a ZIP archive"),
    ],
)
def test_hostile_file_gets_a_sentence_and_is_erased(
    cast: Cast, tmp_path: Path, kind: str, sentence: str
) -> None:
    before, kept = numbers(cast.garage), set(folder().iterdir())
    client = cast.client("hedda")
    url = sent(client, hostile(tmp_path, kind).read_bytes())["Location"]
    run = examine(last_run().pk)
    assert (run.state, run.path) == (Import.State.REFUSED, "")
    page = client.get(url).text.replace("&#x27;", "’")
    assert sentence in page.replace("'", "’")
    assert numbers(cast.garage) == before and set(folder().iterdir()) == kept


def test_import_is_for_hosts_alone(cast: Cast, tmp_path: Path) -> None:
    bring(cast, archive(tmp_path))
    run = last_run()
    deeds = [("get", deed) for deed in ("", "progress/", "undo/", "open/")]
    deeds += [("post", deed) for deed in ("go/", "undo/", "forget/", "open/")]
    doors = [(way, f"{START}{run.pk}/{deed}") for way, deed in deeds]
    for way, deed in [("get", START), ("post", START), *doors]:
        for name, status in (("mo", 403), ("mia", 403), ("gus", 403), ("stella", 404)):
            assert getattr(cast.client(name), way)(deed).status_code == status, (deed, name)
    nils = cast.client("nils")
    assert nils.get(f"/writers/import/{run.pk}/").status_code == 404
    assert nils.post(f"/writers/import/{run.pk}/undo/").status_code == 404
    assert nils.get(f"/writers/import/{1 << 70}/").status_code == 404
    assert len(posts(cast.garage)) == 7


def test_one_import_at_a_time(cast: Cast, tmp_path: Path) -> None:
    first = staged(cast, archive(tmp_path, name="first.zip"))
    second = staged(cast, archive(tmp_path, [said(0, "Other.")], name="second.zip"))
    client = cast.client("hedda")
    client.post(f"{START}{first.pk}/go/")
    answer = client.post(f"{START}{second.pk}/go/")
    assert answer.status_code == 403 and "first.zip" in answer.text
    bring_in(first.pk)
    assert client.post(f"{START}{second.pk}/go/").status_code == 302
    answer = client.post(f"{START}{first.pk}/undo/")
    assert answer.status_code == 403 and "second.zip" in answer.text


def test_file_is_erased_after_a_month_and_the_page_says_so(cast: Cast, tmp_path: Path) -> None:
    run = staged(cast, archive(tmp_path))
    client, url = cast.client("hedda"), f"{START}{run.pk}/"
    client.post(f"{url}go/")
    bring_in(run.pk)
    client.post(f"{url}undo/")
    put_back(run.pk)
    jobs.forget_files.func()
    assert Path(run.path).is_file()
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        jobs.forget_files.func()
    assert not Path(run.path).exists()
    answer = client.post(f"{url}go/")
    assert answer.status_code == 403 and "Upload it once more" in answer.text
    assert posts(cast.garage) == []


def test_forgotten_file_leaves_nothing(cast: Cast, tmp_path: Path) -> None:
    run = staged(cast, archive(tmp_path))
    client = cast.client("hedda")
    assert client.post(f"{START}{run.pk}/forget/")["Location"] == START
    assert not Path(run.path).exists()
    assert client.get(f"{START}{run.pk}/").status_code == 404
    jobs.look_through.func(run.pk)
    jobs.bring_import_in.func(run.pk)
    jobs.put_import_back.func(run.pk)


def test_file_damaged_meanwhile_is_told_and_can_be_run_again(cast: Cast, tmp_path: Path) -> None:
    run = staged(cast, archive(tmp_path))
    whole = Path(run.path).read_bytes()
    client, url = cast.client("hedda"), f"{START}{run.pk}/"
    client.post(f"{url}go/")
    Path(run.path).write_bytes(whole[:100])
    jobs.bring_import_in.func(run.pk)
    page = client.get(url).text
    assert "It isn&#x27;t whole." in page and f'action="{url}go/"' in page
    Path(run.path).write_bytes(whole)
    client.post(f"{url}go/", {"intent": intent_in(page)})
    jobs.bring_import_in.func(run.pk)
    assert "7 messages of 7 are here" in client.get(url).text
    assert len(spaces(cast.garage)) == 1
