"""A language that runs from right to left, made of the house's own sentences.

Every letter of a sentence becomes an Arabic one that looks as long; places for values, markup and
figures stay. A Latin word on a page in this language is a sentence that went past gettext, or a
name, an address, somebody's words.
"""

import re
from pathlib import Path

import polib

from tools import catalogues

LANGUAGE = "ar"
NAME = "العربية"

_KEPT = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<code>.*?</code>|<[^>]+>|&\w+;|https?://|\\n")
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنه"
_LETTERS = str.maketrans(_LATIN + _LATIN.upper(), _ARABIC * 2)
# As Django's own Arabic says it; one catalogue can't have fewer forms than the other.
_PLURALS = (
    "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 && n%100<=99 ? 4 : 5;"
)
_WORD = re.compile(r"[A-Za-z]{3,}")


def pseudo(sentence: str) -> str:
    """The sentence in Arabic letters, with what code puts into it left as it is."""
    pieces, at = [], 0
    for kept in _KEPT.finditer(sentence):
        pieces += [sentence[at : kept.start()].translate(_LETTERS), kept.group()]
        at = kept.end()
    return "".join([*pieces, sentence[at:].translate(_LETTERS)])


def write(folder: Path) -> None:
    """Writes the catalogue of all rooms below `folder`, which goes into LOCALE_PATHS."""
    made = polib.POFile()
    made.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": _PLURALS}
    for path in catalogues.catalogues():
        if path.parts[-3] == "de":
            for entry in polib.pofile(str(path)):
                made.append(_pseudo_entry(entry))
    target = folder / LANGUAGE / "LC_MESSAGES"
    target.mkdir(parents=True, exist_ok=True)
    made.save_as_mofile(str(target / "django.mo"))


def _pseudo_entry(entry: polib.POEntry) -> polib.POEntry:
    made = polib.POEntry(msgid=entry.msgid, msgctxt=entry.msgctxt, msgid_plural=entry.msgid_plural)
    if entry.msgid_plural:
        made.msgstr_plural = {n: pseudo(entry.msgid_plural) for n in range(6)}
        made.msgstr_plural[1] = pseudo(entry.msgid)
    else:
        made.msgstr = pseudo(entry.msgid)
    return made


def latin(text: str) -> set[str]:
    """The Latin words in a text, in small letters; initials are none."""
    return {word.lower() for word in _WORD.findall(text)}
