"""The cast, for the tests of this room."""

from tests.casting import built_cast, cast

__all__ = ["built_cast", "cast"]
