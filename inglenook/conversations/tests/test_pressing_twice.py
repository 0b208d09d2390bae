"""One deed for one press: the same form ten times at once, another body, a refused form."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from inglenook.conversations.models import Thread
from inglenook.foundation import intent
from tests.cast import Cast, posts_where
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


def test_another_body_is_another_submission_and_another_person_too(cast: Cast) -> None:
    url, token = f"/garage/t/{cast.threads['plans'].pk}/reply/", intent.new_token()
    for name, words in (("mia", "one"), ("mia", "two"), ("lena", "one"), ("mia", "one")):
        cast.client(name).post(url, {"text": words, "intent": token})
    assert posts_where(markdown="one").count() == 2
    assert posts_where(markdown="two").count() == 1


def test_refused_form_uses_nothing_up_and_keeps_what_was_typed(cast: Cast) -> None:
    token = intent.new_token()
    form = {"title": "", "text": "Long thoughts", "intent": token}
    answer = cast.client("mia").post("/garage/s/plans/new/", form)
    assert answer.status_code == 422
    assert "Long thoughts" in answer.text
    assert token in answer.text
    assert (
        cast.client("mia").post("/garage/s/plans/new/", form | {"title": "Now"}).status_code == 302
    )
    threads = Thread.objects.unguarded("a look at the rows")
    assert threads.filter(title="Now").count() == 1
