"""What is new to whom, and pages that stay put while people write."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from inglenook.conversations import actions
from inglenook.conversations.models import Post, ReadMark, Thread
from inglenook.conversations.queries.spaces import spaces_of
from tests.cast import Cast, post_now, posts_where, thread_now

ANCHOR = re.compile(r'data-post="(\d+)"')


def is_new(cast: Cast, name: str, slug: str) -> bool:
    return next(row.is_new for row in spaces_of(cast.viewer(name)) if row.slug == slug)


def long_thread(cast: Cast, length: int) -> tuple[Thread, list[int]]:
    thread = actions.start_thread(
        cast.viewer("lena"), cast.space("plans"), title="Long", markdown="number 0"
    )
    thread = thread_now(thread.pk)
    lena = cast.viewer("lena")
    answers = [actions.reply(lena, thread, markdown=f"number {n}").pk for n in range(1, length)]
    return thread, [thread.first_key, *answers]


def pages(client: Client, url: str, rel: str) -> Iterator[list[int]]:
    """Posts of page after page, by the links that the pages show."""
    while url:
        text = client.get(url).text
        yield [int(key) for key in ANCHOR.findall(text)]
        found = re.search(rf'href="([^"]*)"[^>]*rel="{rel}"', text)
        url = found[1] if found else ""


def test_mark_rises_and_never_falls(cast: Cast) -> None:
    mia, thread = cast.viewer("mia"), cast.thread("plans")
    actions.mark_read(mia, thread, thread.last_key)
    actions.mark_read(mia, thread, thread.first_key)
    assert (
        ReadMark.objects.get(membership=cast.members["mia"], thread=thread).key == thread.last_key
    )


def test_mark_comes_from_the_page_and_not_from_looking(cast: Cast) -> None:
    thread = cast.thread("plans")
    url = f"/garage/t/{thread.pk}/"
    marks = ReadMark.objects.filter(membership=cast.members["hedda"], thread=thread)
    cast.client("hedda").get(url)
    assert not marks.exists()
    for nonsense in ("", "x", "-1", str(thread.last_key + 1), "9" * 25):
        assert cast.client("hedda").post(url + "read/", {"last": nonsense}).status_code == 204
    assert not marks.exists()
    cast.client("hedda").post(url + "read/", {"last": str(thread.last_key)})
    assert marks.get().key == thread.last_key


def test_dot_goes_when_the_space_was_seen_and_comes_with_the_next_post(cast: Cast) -> None:
    space = cast.space("plans")
    assert is_new(cast, "hedda", "plans")
    actions.mark_space_seen(cast.viewer("hedda"), space, space.last_key)
    assert not is_new(cast, "hedda", "plans")
    actions.reply(cast.viewer("lena"), cast.thread("plans"), markdown="New")
    assert is_new(cast, "hedda", "plans")


def test_ones_own_words_are_never_new(cast: Cast) -> None:
    post = actions.reply(cast.viewer("mia"), cast.thread("plans"), markdown="Mine")
    mark = ReadMark.objects.get(membership=cast.members["mia"], thread=cast.threads["plans"])
    assert mark.key == post.pk


def test_line_since_stands_before_the_first_new_post(cast: Cast) -> None:
    thread, keys = long_thread(cast, 6)
    actions.mark_read(cast.viewer("mo"), thread, keys[2])
    page = cast.client("mo").get(f"/garage/t/{thread.pk}/").text
    assert f'p{keys[2]}"' in page
    assert page.index(f'p{keys[2]}"') < page.index('id="since"') < page.index(f'p{keys[3]}"')


def test_reading_forward_misses_nothing_while_others_write(cast: Cast) -> None:
    thread, keys = long_thread(cast, 50)
    seen: list[int] = []
    for page in pages(cast.client("mia"), f"/garage/t/{thread.pk}/", "next"):
        assert len(page) <= 20
        seen += page
        if len(seen) < 45:
            keys.append(actions.reply(cast.viewer("mo"), thread, markdown="Meanwhile").pk)
    assert seen == keys


def test_reading_back_repeats_nothing_while_others_write_and_delete(cast: Cast) -> None:
    thread, keys = long_thread(cast, 50)
    seen: list[int] = []
    url = f"/garage/t/{thread.pk}/?before={keys[-1] + 1}"
    for page in pages(cast.client("mia"), url, "prev"):
        seen = page + seen
        actions.reply(cast.viewer("mo"), thread, markdown="Meanwhile")
        actions.delete_post(cast.viewer("lena"), post_now(keys[25]))  # its mark stays
        break
    for page in pages(cast.client("mia"), f"/garage/t/{thread.pk}/?before={seen[0]}", "prev"):
        seen = page + seen
    assert seen == keys


def test_board_pages_keep_their_order_while_people_write(cast: Cast) -> None:
    titles = []
    for n in range(70):
        thread = actions.start_thread(
            cast.viewer("lena"), cast.space("plans"),
            title=f"Thread number {n}.", markdown="x",
        )  # fmt: skip
        titles.append(thread.pk)
    client, url, seen = cast.client("mia"), "/garage/s/plans/", []
    while url:
        text = client.get(url).text
        seen += [int(pk) for pk in re.findall(r'href="/garage/t/(\d+)/"', text)]
        found = re.search(r'href="([^"]*before=\d+[^"]*)"', text)
        url = found[1].replace("&amp;", "&") if found else ""
        actions.start_thread(
            cast.viewer("lena"), cast.space("plans"), title="Meanwhile", markdown="x"
        )
    assert [pk for pk in seen if pk in titles] == titles[::-1]


def test_chat_pages_keep_their_order_while_people_write(cast: Cast) -> None:
    corner = cast.space("corner")
    keys = [actions.say(cast.viewer("mo"), corner, markdown=f"line {n}").pk for n in range(120)]
    seen: list[int] = []
    for page in pages(cast.client("mia"), "/garage/s/corner/", "prev"):
        seen = page + seen
        actions.say(cast.viewer("lena"), corner, markdown="Meanwhile")
    assert [key for key in seen if key in keys] == keys
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize(
    "query", ["after=x", "before=0", "at=99999999999999999999", "start=-4", "quote=1&reply=x"]
)
def test_nonsense_in_an_address_shows_the_page(cast: Cast, query: str) -> None:
    for path in (f"t/{cast.threads['plans'].pk}", "s/corner", "s/plans"):
        assert cast.client("mia").get(f"/garage/{path}/?{query}").status_code == 200


def test_quote_of_what_one_may_not_read_quotes_nothing(cast: Cast) -> None:
    url = f"/garage/t/{cast.threads['workshop'].pk}/?quote="
    assert "foundsurprise" in cast.client("lena").get(url + str(cast.posts["surprise"].pk)).text
    for name in ("surprise", "ben", "hiddenpost", "takenpost", "draftthread"):
        text = cast.client("mia").get(url + str(cast.posts[name].pk)).text
        assert f"found{name}" not in text
    assert posts_where(pk=cast.posts["surprise"].pk).exists()
    assert Post.objects.visible_to(cast.viewer("mia")).exists()
