"""Changing and taking away what was said, and what is left of it."""

import pytest

from inglenook.conversations import actions
from inglenook.conversations.models import Post, PostRevision
from inglenook.foundation.policy import Invalid, Refused
from tests.cast import Cast, post_now, thread_now

MINE = {"text": "My second thought", "revision": "1"}


def edited(cast: Cast, name: str, post: str, words: str, revision: int = 1) -> Post:
    return actions.edit_post(cast.viewer(name), cast.post(post), markdown=words, revision=revision)


def revisions(cast: Cast, post: str) -> list[str]:
    rows = PostRevision.objects.unguarded("a look at the rows").filter(post=cast.posts[post])
    return list(rows.order_by("revision").values_list("markdown", flat=True))


def test_edit_keeps_what_stood_there(cast: Cast) -> None:
    before = cast.post("mia").markdown
    edited(cast, "mia", "mia", "Other *words*")
    post = cast.post("mia")
    assert (post.markdown, post.revision) == ("Other *words*", 2)
    assert "<em>words</em>" in post.html
    assert post.edited_at is not None
    assert revisions(cast, "mia") == [before]


def test_second_byline_is_edited_by_its_person(cast: Cast) -> None:
    edited(cast, "mia", "ivo", "As I said then")
    with pytest.raises(Refused):
        edited(cast, "lena", "ivo", "Not mine")


def test_nobody_edits_the_words_of_others_not_even_the_host(cast: Cast) -> None:
    for name in ("hedda", "mo", "lena", "bertram", "stella"):
        with pytest.raises(Refused):
            edited(cast, name, "mia", "Hers no more")


def test_edit_without_change_writes_nothing(cast: Cast) -> None:
    edited(cast, "mia", "mia", cast.post("mia").markdown)
    assert cast.post("mia").revision == 1
    assert revisions(cast, "mia") == []


def test_stale_edit_gets_both_texts_and_writes_nothing(cast: Cast) -> None:
    edited(cast, "mia", "mia", "Her first thought")
    answer = cast.client("mia").post(f"/garage/p/{cast.posts['mia'].pk}/edit/", MINE)
    assert answer.status_code == 409
    for word in ("first", "thought", "My second thought"):
        assert word in answer.text
    assert 'name="revision" value="2"' in answer.text
    assert cast.post("mia").markdown == "Her first thought"
    sent_again = {**MINE, "revision": "2"}
    cast.client("mia").post(f"/garage/p/{cast.posts['mia'].pk}/edit/", sent_again)
    assert cast.post("mia").markdown == "My second thought"


def test_edit_that_races_past_the_page_is_stale(cast: Cast) -> None:
    opened = cast.post("mia")
    edited(cast, "mia", "mia", "The other window")
    with pytest.raises(actions.StaleEdit) as stale:
        actions.edit_post(cast.viewer("mia"), opened, markdown="This window", revision=1)
    assert stale.value.current.markdown == "The other window"


def test_empty_edit_keeps_the_form_and_changes_nothing(cast: Cast) -> None:
    with pytest.raises(Invalid):
        edited(cast, "mia", "mia", "  ")
    url = f"/garage/p/{cast.posts['mia'].pk}/edit/"
    assert cast.client("mia").post(url, {"text": " ", "revision": "1"}).status_code == 422
    assert cast.post("mia").revision == 1


def test_author_takes_words_and_history_along(cast: Cast) -> None:
    edited(cast, "mia", "mia", "Other words")
    actions.delete_post(cast.viewer("mia"), cast.post("mia"))
    post = cast.post("mia")
    assert (post.standing, post.markdown, post.html) == ("removed", "", "")
    assert revisions(cast, "mia") == []


def test_moderator_leaves_a_mark_and_the_words_for_an_appeal(cast: Cast) -> None:
    edited(cast, "mia", "mia", "Bad words")
    actions.delete_post(cast.viewer("mo"), cast.post("mia"))
    assert cast.post("mia").markdown == "Bad words"
    url = f"/garage/t/{cast.threads['plans'].pk}/"
    history = f"/garage/p/{cast.posts['mia'].pk}/history/"
    for name in ("lena", "mia", "mo"):
        page = cast.client(name).get(url).text
        assert f'id="p{cast.posts["mia"].pk}"' in page, "its mark stays in its place"
        assert "Bad words" not in page
        assert cast.client(name).get(history).status_code == 404


def test_others_delete_nothing_and_nobody_deletes_twice(cast: Cast) -> None:
    with pytest.raises(Refused):
        actions.delete_post(cast.viewer("lena"), cast.post("mia"))
    actions.delete_post(cast.viewer("mia"), cast.post("mia"))
    for deed in (
        lambda: actions.delete_post(cast.viewer("mia"), cast.post("mia")),
        lambda: edited(cast, "mia", "mia", "Back again", 2),
        lambda: actions.react(cast.viewer("lena"), cast.post("mia"), "🎉", wanted=True),
    ):
        with pytest.raises(Refused):
            deed()


def test_edit_of_what_was_deleted_meanwhile_is_stale(cast: Cast) -> None:
    opened = cast.post("mia")
    actions.delete_post(cast.viewer("mo"), cast.post("mia"))
    with pytest.raises(actions.StaleEdit):
        actions.edit_post(cast.viewer("mia"), opened, markdown="Once more", revision=1)
    assert cast.post("mia").standing == "removed"


def test_branch_loses_the_name_that_its_line_gave_it(cast: Cast) -> None:
    url = f"/garage/t/{cast.threads['branch'].pk}/"
    reader = cast.client("mia")
    assert "foundroot" in reader.get(url).text
    actions.delete_post(cast.viewer("mo"), cast.post("root"))
    for page in (url, "/garage/s/corner/", "/garage/"):
        assert "foundroot" not in reader.get(page).text
    assert "foundbranch" in reader.get(url).text
    assert thread_now(cast.threads["branch"].pk).title == ""


def test_reaction_is_put_and_taken_back_once(cast: Cast) -> None:
    mia, post = cast.viewer("mia"), cast.post("plans")
    for _press in range(2):
        actions.react(mia, post, "🎉", wanted=True)
    assert post_now(post.pk).reactions.visible_to(mia).count() == 1
    assert post_now(post.pk).reactions.visible_to(cast.viewer("ben")).count() == 0
    actions.react(mia, post, "🎉", wanted=False)
    assert post_now(post.pk).reactions.visible_to(mia).count() == 0
    with pytest.raises(Invalid):
        actions.react(mia, post, "🦖", wanted=True)
