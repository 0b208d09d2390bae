"""Names that people see and names in addresses: what is taken, and why something is not.

A name must look like what it is. Look-alikes let somebody pass for the host, and invisible
characters let two names look the same (UTS 39, "Highly Restrictive", is the rule followed for
alphabets).
"""

import re
import unicodedata

from django.utils.translation import gettext as _

from inglenook.foundation.fulltext import fold
from inglenook.foundation.policy import Invalid

SHORTEST_NAME, LONGEST_NAME = 2, 60
SHORTEST_SLUG, LONGEST_SLUG = 2, 40
LONGEST_KEY = 240
"""Characters of a likeness that count: one letter can become several."""

#: First parts of the house's own addresses, and words that would pass for the house.
RESERVED = frozenset(
    {"about", "account", "accounts", "admin", "administrator", "api", "assets", "auth", "contact"}
    | {"download", "enter", "export", "favicon", "feed", "files", "found", "healthz", "help"}
    | {"home", "houses", "import", "inglenook", "join", "legal", "live", "login", "logout", "mail"}
    | {"manifest", "media", "new", "oauth", "oidc", "operator", "privacy", "register", "robots"}
    | {"root", "search", "security", "session", "settings", "setup", "signin", "signout", "signup"}
    | {"static", "status", "stop", "support", "system", "terms", "webhook", "webhooks"}
    | {"readyz", "well-known", "www"}
)

#: Spaces stand below /s/, so that only the words of their own pages are taken.
RESERVED_SPACES = frozenset({"all", "archive", "new", "settings"})

# Alphabets that are ordinarily written together with another one.
_MIXERS = frozenset({"HAN", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "COMMON", "INHERITED"})
# Control and format characters (zero width, direction), halves of pairs, private and unassigned.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_FORBIDDEN = re.compile(r"[@`<>\[\]\\]")
_WORD_END = re.compile(r"[\s\-.'’]+")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


class NameRefused(Invalid):
    """A name that can't be taken; the message is a sentence for whoever chose it."""


def display_name(text: str, field: str = "name") -> str:
    """The name of a person, community or space as it will be shown, made normal (NFKC).

    Raises NameRefused with the reason, about the form's field of that name.
    """
    try:
        return _checked_name(text)
    except NameRefused as refused:
        refused.field = field
        raise


def _checked_name(text: str) -> str:
    unseen = next((letter for letter in text if _is_unseen(letter)), None)
    if unseen is not None:
        raise NameRefused(
            _("This name has a character in it that nobody can see (%(code)s). Type it anew.")
            % {"code": f"U+{ord(unseen):04X}"}
        )
    name = " ".join(unicodedata.normalize("NFKC", text).split())
    _check_length(name)
    if found := _FORBIDDEN.search(name):
        raise NameRefused(
            _("A name can’t have %(sign)s in it; it has a meaning in what people write.")
            % {"sign": found[0]}
        )
    if not any(letter.isalnum() for letter in name):
        raise NameRefused(_("A name needs a letter or a figure, so that people can say it."))
    _check_alphabets(name)
    return name


def tidy_name(text: str, otherwise: str) -> str:
    """The nearest name that `display_name` takes, for names that others chose (an import).

    Invisible and reserved characters go, and what is too long is cut. `otherwise` stands in where
    nothing usable is left. A name of mixed alphabets is kept: its owner can't be asked.
    """
    seen = "".join(" " if _is_unseen(letter) else letter for letter in text)
    name = " ".join(_FORBIDDEN.sub(" ", unicodedata.normalize("NFKC", seen)).split())
    name = name[:LONGEST_NAME].strip()
    usable = len(name) >= SHORTEST_NAME and any(letter.isalnum() for letter in name)
    return name if usable else otherwise


def tidy_title(text: str) -> str:
    """A title on one line, without what nobody can see and what turns the direction of reading.

    Joiners stay: emoji and some alphabets are written with them.
    """
    seen = (letter for letter in text if letter in _JOINERS or not _is_unseen(letter))
    return " ".join("".join(seen).split())


_JOINERS = "\u200c\u200d"


def likeness(name: str) -> str:
    """What a name looks like: two names that could be taken for one another have the same.

    Folded, with letters of other alphabets that look like Latin ones replaced by these.
    """
    from confusable_homoglyphs import confusables  # loads half a megabyte

    letters = []
    for letter in fold(name):
        alike = () if letter.isascii() else confusables.confusables_data.get(letter, ())
        latin = (entry["c"] for entry in alike if entry["c"].isascii() and entry["c"].isalpha())
        letters.append(next(latin, letter).lower())
    return "".join(letter for letter in letters if letter.isalnum()).translate(_FIGURES)


def key_of(name: str) -> str | None:
    """What is unique of a name in a community; None where nothing of it can be mistaken."""
    return likeness(name)[:LONGEST_KEY] or None


_FIGURES = str.maketrans("01l", "oii")


def slug(text: str, reserved: frozenset[str] = RESERVED) -> str:
    """The part of an address that names a community or (with RESERVED_SPACES) a space.

    Raises NameRefused with the reason.
    """
    try:
        return _checked_slug(text.strip().lower(), reserved)
    except NameRefused as refused:
        refused.field = "slug"
        raise


def _checked_slug(text: str, reserved: frozenset[str]) -> str:
    if not SHORTEST_SLUG <= len(text) <= LONGEST_SLUG:
        raise NameRefused(
            _("An address has %(least)d to %(most)d characters.")
            % {"least": SHORTEST_SLUG, "most": LONGEST_SLUG}
        )
    if not _SLUG.fullmatch(text):
        raise NameRefused(
            _(
                "An address is made of the letters a to z, figures, and single hyphens between "
                "them, like “night-owls”."
            )
        )
    if text in reserved:
        raise NameRefused(
            _("“%(slug)s” is an address that the house needs for itself. Please choose another.")
            % {"slug": text}
        )
    return text


def suggest_slug(name: str, reserved: frozenset[str] = RESERVED) -> str:
    """An address made from a name, or an empty text where its letters give none."""
    text = _NOT_SLUG.sub("-", fold(name)).strip("-")[:LONGEST_SLUG].strip("-")
    if text in reserved:
        text = f"{text}-1"
    return text if len(text) >= SHORTEST_SLUG else ""


def _is_unseen(letter: str) -> bool:
    return unicodedata.category(letter) in _UNSEEN and letter not in "\t\n\r"


def _check_length(name: str) -> None:
    if len(name) < SHORTEST_NAME:
        raise NameRefused(_("A name has at least %(least)d characters.") % {"least": SHORTEST_NAME})
    if len(name) > LONGEST_NAME:
        raise NameRefused(
            _("A name has at most %(most)d characters; this one has %(length)d.")
            % {"most": LONGEST_NAME, "length": len(name)}
        )


def _check_alphabets(name: str) -> None:
    """Within one word only one alphabet, or one with Chinese, Japanese or Korean signs."""
    if name.isascii():
        return
    from confusable_homoglyphs import categories  # loads a quarter of a megabyte

    for word in _WORD_END.split(name):
        alphabets = {alphabet.upper() for alphabet in categories.unique_aliases(word)} - _MIXERS
        if len(alphabets) > 1:
            raise NameRefused(
                _("“%(word)s” mixes letters of two alphabets, which can pass for another name.")
                % {"word": word}
            )
