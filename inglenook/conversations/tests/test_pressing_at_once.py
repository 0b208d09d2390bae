"""The same form ten times at once, each with a connection of its own, against the real database."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from inglenook.foundation import intent
from tests.cast import posts_where
from tests.casting import build

PRESSES = 10


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["reply", "start", "say", "branch"])
def test_same_form_ten_times_at_once_is_one_row_and_ten_equal_answers(kind: str) -> None:
    cast = build()
    url = {
        "reply": f"/garage/t/{cast.threads['plans'].pk}/reply/",
        "start": "/garage/s/plans/new/",
        "say": "/garage/s/corner/say/",
        "branch": f"/garage/p/{cast.posts['corner'].pk}/branch/",
    }[kind]
    form = {"title": "Once", "text": "seekonce", "intent": intent.new_token()}
    browsers = [cast.client("mia") for _ in range(PRESSES)]
    barrier = Barrier(PRESSES, timeout=30)

    def press(browser: Client) -> tuple[int, str]:
        barrier.wait()
        try:
            answer = browser.post(url, form)
            return answer.status_code, answer.get("Location", "")
        finally:
            connection.close()

    with ThreadPoolExecutor(PRESSES) as pool:
        answers = set(pool.map(press, browsers))
    assert len(answers) == 1
    assert answers.pop()[0] == 302
    assert posts_where(markdown="seekonce").count() == 1
