"""What leaves the house: at least once, with one identity, marked done after it went."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from inglenook.foundation.guarded import house_manager

KEPT_FOR = timedelta(days=90)
LEASE = timedelta(seconds=90)
"""Longer than one try may take."""


class Delivery(models.Model):
    """One bundle to one recipient over one channel. A crash may send it twice, with one id."""

    channel = models.CharField(max_length=20)
    recipient = models.CharField(max_length=254)
    bundle = models.CharField(max_length=120)
    activity_ids = models.JSONField(default=list)
    identity = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True)
    fence = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    objects = house_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "recipient", "bundle"], name="one_delivery_a_bundle"
            )
        ]
        indexes = [models.Index(fields=["done_at", "leased_until"], name="delivery_waiting")]

    def __str__(self) -> str:
        return f"{self.channel} {self.bundle}"


def promise(channel: str, recipient: str, bundle: str, activity_ids: list[int]) -> Delivery:
    """Note that something has to go out; asked again for the same bundle, it stays one."""
    return Delivery.objects.get_or_create(
        channel=channel,
        recipient=recipient,
        bundle=bundle,
        defaults={"activity_ids": activity_ids},
    )[0]


class Held(RuntimeError):
    """Somebody is at this delivery now; try again later."""


def send(delivery_id: int, go: Callable[[Delivery], None]) -> bool:
    """Lease a delivery, let `go` send it, then mark it done; a stale lease can't mark.

    Where `go` raises, the lease is given back at once. A lease that ends later than one can is
    from a clock that was ahead, and counts for nothing.

    Returns:
        True when it went now; False when it was done before.

    Raises:
        Held: while somebody else's lease runs.
    """
    now = timezone.now()
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now) | Q(leased_until__gt=now + LEASE)
    waiting = Delivery.objects.filter(pk=delivery_id, done_at__isnull=True)
    taken = waiting.filter(free).update(
        leased_until=now + LEASE, fence=F("fence") + 1, tries=F("tries") + 1
    )
    if not taken:
        if waiting.exists():
            raise Held
        return False
    delivery = Delivery.objects.get(pk=delivery_id)
    mine = Delivery.objects.filter(pk=delivery_id, fence=delivery.fence)
    try:
        go(delivery)
    except Exception:
        mine.update(leased_until=None)
        raise
    return bool(mine.update(done_at=timezone.now(), leased_until=None))


def prune() -> int:
    """Forget what went out, or was given up, more than 90 days ago; returns how many rows went."""
    return Delivery.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()[0]
