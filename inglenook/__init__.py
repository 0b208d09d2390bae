"""Inglenook: a self-hosted home for small communities.

Importing the package puts the bundled SQLite in the place of Python's own, before Django loads
its database backend; see `inglenook.foundation.database`.
"""

from inglenook.foundation.database.library import use_bundled_sqlite

__version__ = "0.1.0"

use_bundled_sqlite()
