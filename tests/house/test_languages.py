"""Every string of the house is there in every language of the house."""

import re
import shutil
from pathlib import Path

import polib
import pytest

from tools import catalogues, packages

ALL = catalogues.catalogues()
# %(name)s, %s, {name}: what a translation must hold too, in whatever order.
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")

pytestmark = pytest.mark.skipif(not ALL, reason="no translations are collected yet")


@pytest.mark.parametrize("catalogue", ALL, ids=lambda path: f"{path.parts[-5]}-{path.parts[-3]}")
def test_catalogue_is_complete(catalogue: Path) -> None:
    assert catalogues.waiting(catalogue) == []


@pytest.mark.parametrize("catalogue", ALL, ids=lambda path: f"{path.parts[-5]}-{path.parts[-3]}")
def test_translations_keep_the_places_for_values(catalogue: Path) -> None:
    wrong = [
        entry.msgid
        for entry in polib.pofile(str(catalogue))
        for text in filter(None, [entry.msgstr, *entry.msgstr_plural.values()])
        if not _keeps_places(entry, text)
    ]
    assert wrong == []


@pytest.mark.skipif(not packages.find("gettext"), reason="GNU gettext is not installed")
def test_no_string_was_left_out_of_the_catalogues(tmp_path: Path) -> None:
    copy = tmp_path / "inglenook"
    keep_out = shutil.ignore_patterns("static", "tests", "__pycache__", "*.mo")
    shutil.copytree(catalogues.PACKAGE, copy, ignore=keep_out)
    catalogues.collect(copy)
    fresh = {path.relative_to(copy): path for path in catalogues.catalogues(copy)}
    missing = [
        f"{name}: {entry.msgid}"
        for name, path in fresh.items()
        for entry in polib.pofile(str(path))
        if not _stands_in(catalogues.PACKAGE / name, entry)
    ]
    assert not missing, "run `make messages` and translate:\n  " + "\n  ".join(missing)


def _keeps_places(entry: polib.POEntry, text: str) -> bool:
    places = set(PLACE.findall(text))
    if entry.msgid_plural:
        # The form for one may leave the number out: "a reply".
        return places <= set(PLACE.findall(entry.msgid_plural))
    return places == set(PLACE.findall(entry.msgid))


def _stands_in(catalogue: Path, entry: polib.POEntry) -> bool:
    if not catalogue.is_file():
        return False
    found = polib.pofile(str(catalogue)).find(entry.msgid, msgctxt=entry.msgctxt or False)
    return found is not None
