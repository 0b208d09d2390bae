"""Gathers the foundation's tables, so that Django finds them; each lives with its rules."""

from inglenook.foundation.activity import Activity, Cursor
from inglenook.foundation.audience import Audience, AudienceEntry
from inglenook.foundation.audit import AuditEntry
from inglenook.foundation.conditions import Condition
from inglenook.foundation.delivery import Delivery
from inglenook.foundation.house_text import HouseText
from inglenook.foundation.intent import Intent

__all__ = [
    "Activity",
    "Audience",
    "AudienceEntry",
    "AuditEntry",
    "Condition",
    "Cursor",
    "Delivery",
    "HouseText",
    "Intent",
]
