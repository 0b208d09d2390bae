"""One deed for one press: another body is another deed, a refused form uses nothing up."""

from django.utils import timezone

from inglenook.conversations.models import Thread
from inglenook.foundation import intent
from tests.cast import Cast, posts_where


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


def test_form_sent_again_after_the_door_was_shut_gets_the_first_answer(cast: Cast) -> None:
    thread = cast.threads["plans"]
    url, form = f"/garage/t/{thread.pk}/reply/", {"text": "said", "intent": intent.new_token()}
    first = cast.client("mia").post(url, form)
    assert first.status_code == 302
    Thread.objects.unguarded("a test closes it").filter(pk=thread.pk).update(
        closed_at=timezone.now()
    )
    again = cast.client("mia").post(url, form)
    assert (again.status_code, again["Location"]) == (302, first["Location"])
    assert cast.client("mia").post(url, form | {"text": "more"}).status_code == 403
    assert posts_where(markdown="said").count() == 1
