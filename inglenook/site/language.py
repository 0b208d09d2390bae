"""The language of the command line: that of whoever runs it, known before there are settings.

Pages leave this to Django. A wrong setting stops a command before Django is there, so until then
the same catalogue is read by Python's own gettext; afterwards these functions are Django's.
"""

import gettext as catalogues
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import cache
from pathlib import Path

from django.apps import apps
from django.utils import translation

LOCALE = Path(__file__).resolve().parent / "locale"
ENGLISH = "en"
# What both Django and `tools/catalogues.py` call the files.
_DOMAIN = "django"
_spoken: list[str] = []


def chosen(environ: Mapping[str, str] = os.environ) -> str:
    """The language that the environment asks for and the house has; English where it has none.

    LC_ALL, LC_MESSAGES and LANG name the locale, the first that is not empty; unless that is C,
    LANGUAGE may list languages that are liked better (GNU gettext's manual, section 2.3).
    """
    variables = (environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next(filter(None, variables), "C")
    if _language(locale) in ("c", "posix"):
        return ENGLISH
    wanted = [_language(name) for name in (*environ.get("LANGUAGE", "").split(":"), locale)]
    return next((language for language in wanted if language in _known()), ENGLISH)


def current() -> str:
    """The language that is spoken now."""
    return _spoken[-1] if _spoken else chosen()


@contextmanager
def spoken(language: str) -> Iterator[None]:
    """Speak `language` inside the block, Django as well where it is ready."""
    _spoken.append(language)
    try:
        with translation.override(language) if apps.ready else nullcontext():
            yield
    finally:
        _spoken.pop()


def tell_argparse() -> None:
    """Let the sentences of argparse, which asks Python's gettext, be those of our catalogue."""
    catalogues.bindtextdomain(_DOMAIN, str(LOCALE))
    catalogues.textdomain(_DOMAIN)
    # It looks by itself at the variables, LANGUAGE first, and knows no exception for C.
    os.environ["LANGUAGE"] = current()


def start_django() -> None:
    """Make Django ready, and let it speak the same."""
    import django

    django.setup()
    translation.activate(current())


def gettext(message: str) -> str:
    """`message` in the language that is spoken."""
    return translation.gettext(message) if apps.ready else _catalogue(current()).gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    """The form of the sentence that fits `number`."""
    if apps.ready:
        return translation.ngettext(one, many, number)
    return _catalogue(current()).ngettext(one, many, number)


def pgettext(context: str, message: str) -> str:
    """`message` where one English word has several meanings."""
    if apps.ready:
        return translation.pgettext(context, message)
    return _catalogue(current()).pgettext(context, message)


@cache
def _known() -> frozenset[str]:
    return frozenset({ENGLISH, *(path.parts[-3] for path in LOCALE.glob("*/LC_MESSAGES/*.mo"))})


@cache
def _catalogue(language: str) -> catalogues.NullTranslations:
    return catalogues.translation(_DOMAIN, str(LOCALE), [language], fallback=True)


def _language(locale: str) -> str:
    """`de` of `de_AT.UTF-8@euro`."""
    return re.split(r"[_.@-]", locale)[0].lower()
