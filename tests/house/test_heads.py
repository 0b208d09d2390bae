"""Whoever asks for the head of a page (a monitor, a link preview) gets the answer of the page."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.house.doors import NEVER
from tests.house.expectations import DOORS

pytestmark = pytest.mark.django_db

#: Each route once, with what is behind it in one community.
ROUTES = list({d.name: d for d in DOORS if d.community == "garage" and d.get != NEVER}.values())


@pytest.mark.parametrize("name", ["anonymous", "hedda"])
def test_head_of_a_page_has_its_status_and_no_body(built_cast: Cast, name: str) -> None:
    browser = built_cast.client(name)
    different = []
    for door in ROUTES:
        address = door.url(built_cast)
        page, head = browser.get(address), browser.head(address)
        if page.status_code != head.status_code or b"".join(head):
            different.append(f"{door.name}: {head.status_code}, not {page.status_code}")
    assert not different
