"""A mention tells its reader no name that they, or its writer, could not know otherwise."""

from __future__ import annotations

import pytest

from inglenook.conversations import actions
from tests.cast import Cast, post_now

pytestmark = pytest.mark.django_db


def said(cast: Cast, who: str, space: str, words: str) -> str:
    """What a post of these words looks like to whoever wrote it."""
    thread = cast.threads[space].pk
    client = cast.client(who)
    answer = client.post(f"/garage/t/{thread}/reply/", {"text": words})
    assert answer.status_code == 302
    return client.get(f"/garage/t/{thread}/").content.decode()


@pytest.mark.parametrize(
    "form", ["@[{}]", "> @[{}]", "*@[{}]*", "\\\\@[{}]", "    @[{}]", "`@[{}]`"]
)
def test_number_of_somebody_who_asked_to_join_tells_no_name(cast: Cast, form: str) -> None:
    page = said(cast, "mia", "plans", "look: " + form.format(cast.members["quinn"].pk))
    assert "look:" in page
    assert "Quinn" not in page


def test_number_of_somebody_blocked_tells_no_name(cast: Cast) -> None:
    assert "Foundben" not in said(cast, "mia", "plans", f"@[{cast.members['ben'].pk}]")


def test_guest_does_not_count_the_members_through(cast: Cast) -> None:
    words = " ".join(f"@[{member.pk}]" for member in cast.members.values())
    page = said(cast, "gus", "guestroom", words)
    assert "Gus Lind" in page
    for name in ("Mia", "Iris", "Bertram"):  # Lena speaks where everybody reads
        assert name not in page, name


def test_number_of_another_community_tells_no_name(cast: Cast) -> None:
    page = said(cast, "mia", "plans", f"@[{cast.writers_members['nora'].pk}]")
    assert "Nora" not in page


def test_mention_of_whoever_is_blocked_by_a_reader_is_somebody(cast: Cast) -> None:
    said(cast, "lena", "plans", "thanks @Ben Foundben for seekben words")
    lena, mia = cast.client("lena"), cast.client("mia")
    for page in (f"/garage/t/{cast.threads['plans'].pk}/", "/garage/search/?q=thanks"):
        assert "@Ben Foundben" in lena.get(page).content.decode(), page
        body = mia.get(page).content.decode()
        assert "@somebody" in body and "Foundben" not in body, page


def test_quotation_keeps_the_names_that_its_writer_reads(cast: Cast) -> None:
    """Bertram was banned; what he wrote still stands under his name."""
    page = said(cast, "mia", "plans", f"> **@[{cast.members['bertram'].pk}]:** as he said")
    assert "@Bertram Voss" in page


def test_edit_keeps_the_mentions_that_stood_there(cast: Cast) -> None:
    post = actions.reply(cast.viewer("hedda"), cast.thread("plans"), markdown="@Mia Sommer, so")
    actions.edit_post(
        cast.viewer("hedda"), post_now(post.pk), markdown=f"{post.markdown} it is", revision=1
    )
    page = cast.client("hedda").get(f"/garage/t/{cast.threads['plans'].pk}/").content.decode()
    assert "@Mia Sommer" in page
