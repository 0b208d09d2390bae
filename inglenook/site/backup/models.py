"""What is known of the backups that were made, and of what keeps them from being made."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inglenook.foundation.guarded import house_manager


class Backup(models.Model):
    """One backup that is whole and lies where the settings say."""

    class Kind(models.TextChoices):
        NIGHTLY = "nightly", _("Nightly")
        ASKED = "asked", _("Asked for")
        UPGRADE = "upgrade", _("Before an upgrade")

    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    is_locked = models.BooleanField(default=False)
    size = models.BigIntegerField()
    rows = models.BigIntegerField()
    posts = models.BigIntegerField()
    files = models.BigIntegerField()
    lost = models.BigIntegerField(default=0)
    """Files that rows name and that the store didn't have."""
    seconds = models.FloatField()
    made_at = models.DateTimeField(default=timezone.now)
    proven_at = models.DateTimeField(null=True)
    """When it was last restored beside the house and compared, with success."""
    proof_seconds = models.FloatField(null=True)

    objects = house_manager()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name


class BackupTrouble(models.Model):
    """What is wrong with a step, for as long as it is; the row goes when the step succeeds."""

    class Step(models.TextChoices):
        MAKE = "make"
        PROVE = "prove"

    step = models.CharField(max_length=10, choices=Step.choices, primary_key=True)
    problem = models.CharField(max_length=500)
    since = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)

    objects = house_manager()

    def __str__(self) -> str:
        return f"{self.step}: {self.problem}"
