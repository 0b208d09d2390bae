"""Rows of talk. One model for boards, chats and private messages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inglenook.foundation.guarded import GuardedQuerySet, guarded_manager, house_manager
from inglenook.foundation.keys import new_key
from inglenook.foundation.predicate import Guard, Hop
from inglenook.foundation.standing import Standing

MEMBERSHIP = "communities.Membership"


class ThreadQuerySet(GuardedQuerySet):
    """Whatever changes in a thread gives it a new version."""

    def update(self, **columns: Any) -> int:
        return super().update(**{"version": F("version") + 1, **columns})


class Thread(models.Model):
    """Posts that belong together: on a board, as a chat's stream or a branch of it, or direct."""

    class Kind(models.TextChoices):
        TOPIC = "topic", _("Thread of a board")
        STREAM = "stream", _("Stream of a chat")
        BRANCH = "branch", _("Branch of a stream")
        DIRECT = "direct", _("Direct messages")

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    space = models.ForeignKey("spaces.Space", models.CASCADE, null=True, related_name="threads")
    audience = models.ForeignKey("foundation.Audience", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.TOPIC)
    title = models.CharField(max_length=200, blank=True)
    author = models.ForeignKey(MEMBERSHIP, models.SET_NULL, null=True, related_name="+")
    standing = models.CharField(max_length=9, choices=Standing.choices, default=Standing.PUBLISHED)
    first_key = models.BigIntegerField(default=0)
    """The post that opens it; a branch's stands in its stream."""
    last_key = models.BigIntegerField(default=0)
    last_author = models.ForeignKey(MEMBERSHIP, models.SET_NULL, null=True, related_name="+")
    reply_count = models.PositiveIntegerField(default=0)
    pinned_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    answer_key = models.BigIntegerField(null=True)
    """The post that solved it."""
    imported = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    """New with each change of the thread, its posts or their reactions."""
    made_at = models.DateTimeField(default=timezone.now)

    objects = ThreadQuerySet.as_manager()
    guard = Guard("audience_id", (Hop("", "author_id", "standing"),))

    class Meta:
        indexes = [
            models.Index(fields=["space", "kind", "-last_key"], name="threads_newest_first"),
            models.Index(fields=["space", "first_key"], name="branches_by_root"),
            models.Index(
                fields=["space", "-pinned_at"],
                condition=models.Q(pinned_at__isnull=False),
                name="pinned_threads",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["space"], condition=models.Q(kind="stream"), name="one_stream_a_space"
            )
        ]

    def __str__(self) -> str:
        return f"thread {self.pk}"

    def activity_audience(self) -> int:
        return self.audience_id

    def activity_place(self) -> int:
        return self.pk


class PostQuerySet(GuardedQuerySet):
    """Whatever changes in a post gives it a new version, and its thread too."""

    def update(self, **columns: Any) -> int:
        with transaction.atomic(using=self.db):
            threads = list(self.order_by().values_list("thread_id", flat=True).distinct())
            changed = super().update(**{"version": new_key(), **columns})
            rows = Thread.objects.unguarded("their versions, whoever sees them")
            rows.filter(pk__in=threads).update()
        return changed


class Post(models.Model):
    """One thing that somebody said. Keeps its Markdown and the HTML made from it."""

    class Kind(models.TextChoices):
        NORMAL = "normal"
        SYSTEM = "system"  # joined, left, changed the topic: one quiet line

    id = models.BigIntegerField(primary_key=True, default=new_key, editable=False)
    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="posts", db_index=False)
    author = models.ForeignKey(MEMBERSHIP, models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.NORMAL)
    reply_to = models.BigIntegerField(null=True)
    """The key of the post that it answers; asked for again, with the predicate, when shown."""
    markdown = models.TextField()
    html = models.TextField()
    renderer = models.PositiveSmallIntegerField(default=1)
    standing = models.CharField(max_length=9, choices=Standing.choices, default=Standing.PUBLISHED)
    revision = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField(null=True)
    imported = models.BooleanField(default=False)
    attached = models.JSONField(default=list)
    """Its files, as the page names them, so that no page asks for them apart."""
    version = models.BigIntegerField(default=0)
    """New with each change of the post or its reactions; 0 while it stands as it was written."""

    objects = PostQuerySet.as_manager()
    guard = Guard(
        "thread__audience_id",
        (Hop("", "author_id", "standing"), Hop("thread__", "author_id", "standing")),
    )

    class Meta:
        indexes = [models.Index(fields=["thread", "id"], name="posts_in_order")]

    def __str__(self) -> str:
        return f"post {self.pk}"

    def save(self, *, update_fields: Iterable[str] | None = None, **how: Any) -> None:
        if not self._state.adding:
            self.version = new_key()
            update_fields = None if update_fields is None else {*update_fields, "version"}
        super().save(update_fields=update_fields, **how)

    def activity_audience(self) -> int:
        return self.thread.audience_id

    def activity_place(self) -> int:
        return self.thread_id


POST_HOPS = (
    Hop("post__", "author_id", "standing"),
    Hop("post__thread__", "author_id", "standing"),
)


class PostRevision(models.Model):
    """What a post said before an edit; seen by whoever sees the post's text."""

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, models.CASCADE, related_name="revisions")
    revision = models.PositiveIntegerField()
    markdown = models.TextField()
    html = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    objects = guarded_manager()
    guard = Guard("post__thread__audience_id", (Hop(), *POST_HOPS))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "revision"], name="one_text_a_revision")
        ]

    def __str__(self) -> str:
        return f"revision {self.revision} of {self.post_id}"


class Reaction(models.Model):
    """A small kindness on a post, shown with names and never as a count."""

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, models.CASCADE, related_name="reactions")
    author = models.ForeignKey(MEMBERSHIP, models.CASCADE, related_name="+")
    emoji = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now)

    objects = guarded_manager()
    guard = Guard("post__thread__audience_id", (Hop("", "author_id"), *POST_HOPS))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post", "author", "emoji"], name="one_reaction_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.emoji} on {self.post_id}"


class PostFile(models.Model):
    """A file that hangs on a post and whose bytes are in the store."""

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.BigIntegerField(default=0)
    stored_as = models.CharField(max_length=100, unique=True)

    objects = guarded_manager()
    guard = Guard("post__thread__audience_id", (Hop(), *POST_HOPS))

    def __str__(self) -> str:
        return f"file {self.pk}"


class ReadMark(models.Model):
    """How far a member has read a thread."""

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    membership = models.ForeignKey(MEMBERSHIP, models.CASCADE, related_name="+")
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="+")
    key = models.BigIntegerField()

    objects = house_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["membership", "thread"], name="one_mark_a_thread")
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} read {self.thread_id}"
