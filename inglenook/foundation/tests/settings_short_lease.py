"""The house's settings with a lease so short that a test can wait for it."""

from inglenook.site.settings import *  # noqa: F403
from inglenook.site.settings import TASKS

TASKS["default"]["OPTIONS"]["LOCK_TIMEOUT"] = 2
