"""Fixtures of the tests that kill."""

import secrets

import pytest


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """What the dice are made of: given by --seed, or any."""
    given: int | None = request.config.getoption("--seed")
    return secrets.randbits(32) if given is None else given
