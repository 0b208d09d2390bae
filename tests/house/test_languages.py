"""Every string of the house is there in every language of the house."""

import gettext
import re
import shutil
from collections import defaultdict
from pathlib import Path

import polib
import pytest
from django.utils import translation

from tools import catalogues, packages

ALL = catalogues.catalogues()
# %(name)s, %s, {name}: what a translation must hold too, in whatever order.
PLACE = re.compile(r"%\(\w+\)[sdr]|%[sdr]|\{\w*\}")
MARKUP = re.compile(r"<[^>]+>")
# Marks that a language does not use; an English “ is a closing one in German.
FOREIGN = {"de": re.compile('[«»”"]|“\\w'), "es": re.compile('[„“”"]')}

pytestmark = pytest.mark.skipif(not ALL, reason="no translations are collected yet")


each_catalogue = pytest.mark.parametrize(
    "catalogue", ALL, ids=lambda path: f"{path.parts[-5]}-{path.parts[-3]}"
)


@each_catalogue
def test_catalogue_is_complete(catalogue: Path) -> None:
    assert catalogues.waiting(catalogue) == []


@each_catalogue
def test_translations_keep_the_places_for_values(catalogue: Path) -> None:
    wrong = [entry.msgid for entry, text in _texts(catalogue) if not _keeps_places(entry, text)]
    assert wrong == []


@each_catalogue
def test_translations_keep_markup_and_the_spaces_at_their_ends(catalogue: Path) -> None:
    wrong = [
        entry.msgid
        for entry, text in _texts(catalogue)
        if sorted(MARKUP.findall(text)) != sorted(MARKUP.findall(entry.msgid))
        or _ends(text) != _ends(entry.msgid)
    ]
    assert wrong == []


@each_catalogue
def test_translations_quote_as_their_language_does(catalogue: Path) -> None:
    foreign = FOREIGN[catalogue.parts[-3]]
    texts = [MARKUP.sub("", text) for _entry, text in _texts(catalogue)]
    assert [text for text in texts if foreign.search(text)] == []


@each_catalogue
def test_plurals_have_as_many_forms_as_their_language(catalogue: Path) -> None:
    file = polib.pofile(str(catalogue))
    forms, formula = re.fullmatch(
        r"nplurals=(\d+); *plural=(.+?);?", file.metadata["Plural-Forms"]
    ).groups()  # type: ignore[union-attr]
    used = {gettext.c2py(formula)(n) for n in (0, 1, 2, 5, 11, 1_000_000)}
    assert used == set(range(int(forms)))
    plurals = [entry for entry in file if entry.msgid_plural]
    assert [e.msgid for e in plurals if sorted(e.msgstr_plural) != list(range(int(forms)))] == []


@each_catalogue
def test_every_catalogue_is_heard(catalogue: Path) -> None:
    told = [entry for entry in polib.pofile(str(catalogue)) if entry.msgstr]
    with translation.override(catalogue.parts[-3]):
        unheard = [entry.msgid for entry in told if _heard(entry) != entry.msgstr]
    assert unheard == []


def test_rooms_say_the_same_in_the_same_words() -> None:
    said = defaultdict(set)
    for catalogue in ALL:
        for entry in polib.pofile(str(catalogue)):
            key = (catalogue.parts[-3], entry.msgctxt, entry.msgid)
            said[key].add((entry.msgstr, *entry.msgstr_plural.values()))
    # Django looks through the rooms one after the other: the second answer is never heard.
    assert {key: texts for key, texts in said.items() if len(texts) > 1} == {}


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


def _texts(catalogue: Path) -> list[tuple[polib.POEntry, str]]:
    return [
        (entry, text)
        for entry in polib.pofile(str(catalogue))
        for text in filter(None, [entry.msgstr, *entry.msgstr_plural.values()])
    ]


def _ends(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


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


def _heard(entry: polib.POEntry) -> str:
    if entry.msgctxt:
        return translation.pgettext(entry.msgctxt, entry.msgid)
    return translation.gettext(entry.msgid)
