"""The cast, for the tests of the operator's page."""

from tests.casting import built_cast, cast

__all__ = ["built_cast", "cast"]
