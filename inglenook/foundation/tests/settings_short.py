"""The house's settings with leases and waits so short that a test can sit by."""

from inglenook.site.settings import *  # noqa: F403
from inglenook.site.settings import MAILERS, TASKS

TASKS["default"]["OPTIONS"]["LOCK_TIMEOUT"] = 2
LETTER_WAITS = (1, 2)
if "OPTIONS" in MAILERS["default"]:
    MAILERS["default"]["OPTIONS"]["timeout"] = 2
