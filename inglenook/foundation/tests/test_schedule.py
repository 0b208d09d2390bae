"""What comes round by the clock."""

from datetime import timedelta

import pytest
from django.utils import timezone

from inglenook.communities.models import Community
from inglenook.foundation import schedule
from inglenook.foundation.activity import KEPT_FOR, Activity, Cursor
from inglenook.foundation.intent import KEPT_FOR as TOKENS_FOR
from inglenook.foundation.intent import Intent


def test_every_job_that_forgets_is_on_the_schedule() -> None:
    names = {each.name for each in schedule.DeclaredSchedules({}, "default").schedules()}
    assert {
        "accounts.forget", "archive.forget_files", "communities.forget", "foundation.forget",
        "foundation.prune_jobs",
    } <= names  # fmt: skip


@pytest.mark.django_db
def test_what_is_old_is_forgotten_and_nothing_that_a_reader_still_wants() -> None:
    now = timezone.now()
    garage = Community.objects.create(slug="garage", name="Garage", purpose="Old cars.")
    kept, old, unread = (
        Activity.objects.create(
            community=garage, verb="founded", about="communities.community", object_id=1, at=at
        )
        for at in (now, now - KEPT_FOR - timedelta(days=2), now - KEPT_FOR - timedelta(days=1))
    )
    Cursor.objects.create(consumer="reader", position=old.pk)
    for key, at in (("new", now), ("old", now - TOKENS_FOR - timedelta(days=1))):
        Intent.objects.create(key=key, location="/", at=at)
    schedule.forget.func()
    assert set(Activity.objects.values_list("pk", flat=True)) == {kept.pk, unread.pk}
    assert list(Intent.objects.values_list("key", flat=True)) == ["new"]
