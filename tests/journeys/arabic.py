"""The settings of a house that speaks Arabic too, in the letters of tests/pseudo.py."""

from inglenook.site import settings as house
from tests import pseudo

globals().update({name: value for name, value in vars(house).items() if name.isupper()})
LANGUAGES = [*house.LANGUAGES, (pseudo.LANGUAGE, pseudo.NAME)]
LOCALE_PATHS = [house.HOME / "locale"]
