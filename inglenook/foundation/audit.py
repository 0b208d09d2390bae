"""What operators and hosts did with power: appended, never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from inglenook.foundation.guarded import house_manager


class AuditEntry(models.Model):
    """One grave or private deed: who, what, to what, when; no contents."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    community = models.ForeignKey(
        "communities.Community", models.SET_NULL, null=True, related_name="+"
    )
    deed = models.CharField(max_length=60)
    subject = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = house_manager()

    def __str__(self) -> str:
        return f"{self.deed} {self.subject}"


def note(
    person_id: int | None, deed: str, subject: str = "", community_id: int | None = None
) -> None:
    """Append an entry; `subject` names the thing by its id or file name, never by its contents."""
    AuditEntry.objects.create(
        person_id=person_id, community_id=community_id, deed=deed, subject=subject[:200]
    )
