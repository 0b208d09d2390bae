"""What whoever keeps the installation wrote on privacy, legal notice and contact."""

from __future__ import annotations

from django.db import models

from inglenook.foundation.guarded import house_manager

PRIVACY, LEGAL, CONTACT = "privacy", "legal", "contact"
PAGES = (PRIVACY, LEGAL, CONTACT)
LONGEST = 32_000  # characters of one page


class HouseText(models.Model):
    """One page of the installation; communities without a page of their own show it too."""

    page = models.CharField(max_length=10, primary_key=True)
    markdown = models.TextField(blank=True)

    objects = house_manager()

    def __str__(self) -> str:
        return self.page


def text_of(page: str) -> str:
    """The Markdown of a page, empty where nothing was written."""
    row = HouseText.objects.filter(pk=page).values_list("markdown", flat=True).first()
    return str(row or "")


def write(page: str, markdown: str) -> None:
    """Keep a page."""
    HouseText.objects.update_or_create(page=page, defaults={"markdown": markdown})
