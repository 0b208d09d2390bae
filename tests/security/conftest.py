"""Fixtures of the security tests: the cast."""

from tests.casting import built_cast, cast

__all__ = ["built_cast", "cast"]
