"""What was said in private stays there, and what its writer takes away is gone."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from inglenook.conversations import actions, policy
from inglenook.conversations.models import Post, PostFile, Thread
from inglenook.foundation.audience import LIST, Audience, AudienceEntry
from inglenook.foundation.policy import Refused
from tests.cast import Cast, post_now, posts_where, thread_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def direct(cast: Cast) -> Thread:
    """Direct messages between the moderator and Mia, as an import makes them, and a branch."""
    audience = Audience.objects.create(community=cast.garage, kind=LIST)
    for name in ("mo", "mia"):
        AudienceEntry.objects.create(
            community=cast.garage, audience=audience, membership=cast.members[name]
        )
    where = {"community": cast.garage, "audience": audience}
    Thread.objects.create(kind=Thread.Kind.DIRECT, title="Direct messages", **where)
    branch = Thread.objects.create(
        kind=Thread.Kind.BRANCH, author=cast.members["mia"], title="privately", **where
    )
    Post.objects.create(
        community=cast.garage, thread=branch, author=cast.members["mia"],
        markdown="foundprivately", html="<p>foundprivately</p>",
    )  # fmt: skip
    return thread_now(branch.pk)


def test_moderator_does_not_move_private_talk_to_a_board(cast: Cast, direct: Thread) -> None:
    assert not policy.may_move(cast.viewer("mo"), direct, cast.space("plans"))
    answer = cast.client("mo").post(f"/garage/t/{direct.pk}/move/", {"space": "plans"})
    assert answer.status_code == 403
    assert thread_now(direct.pk).audience_id == direct.audience_id


def test_participants_read_private_talk_and_the_host_does_not(cast: Cast, direct: Thread) -> None:
    url = f"/garage/t/{direct.pk}/"
    assert b"foundprivately" in cast.client("mia").get(url).content
    assert cast.client("hedda").get(url).status_code == 404


def test_file_of_an_erased_post_is_gone(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    post = actions.reply(cast.viewer("lena"), cast.thread("surprise"), markdown="with a file")
    stored = default_storage.save("attachments/mine", ContentFile(b"words")).rpartition("/")[2]
    PostFile.objects.create(community=cast.garage, post=post, name="a.txt", stored_as=stored)
    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_post(cast.viewer("lena"), post_now(post.pk))
    files = PostFile.objects.unguarded("a test looks at the rows")
    assert not files.filter(post=post.pk, stored_as=stored).exists()
    assert not default_storage.exists(f"attachments/{stored}")
    assert posts_where(pk=post.pk).get().attached == []


def test_file_of_a_post_that_a_moderator_removed_is_kept_out_of_reach(cast: Cast) -> None:
    post, stored = cast.post("surprise"), cast.keys["file of surprise"]
    actions.delete_post(cast.viewer("hedda"), post)
    assert default_storage.exists(f"attachments/{stored}")
    for who in ("lena", "hedda", "mia"):
        answer = cast.client(who).get(f"/garage/file/{post.pk}/{stored}")
        assert answer.status_code == 404


def test_only_the_author_and_moderators_take_a_post_away(cast: Cast) -> None:
    with pytest.raises(Refused):
        actions.delete_post(cast.viewer("mia"), cast.post("plans"))
