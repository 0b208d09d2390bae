"""Rows of people who sign in; no names or words of theirs, which belong to memberships."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inglenook.foundation.guarded import house_manager


class PersonManager(BaseUserManager["Person"]):
    """What Django and allauth ask of a user's manager."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """A person whose address is known to be theirs; the sign-up page asks for a code first."""
        from allauth.account.models import EmailAddress

        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        with transaction.atomic(using=self._db):
            person.save(using=self._db)
            EmailAddress.objects.using(self._db).create(
                user=person, email=person.email, verified=True, primary=True
            )
        return person


class Person(AbstractBaseUser):
    """Somebody with an account on this installation."""

    class Theme(models.TextChoices):
        SYSTEM = "", _("As my device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    email = models.EmailField(_("email address"), unique=True)
    language = models.CharField(max_length=10, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    theme = models.CharField(max_length=5, choices=Theme.choices, blank=True)
    large_text = models.BooleanField(default=False)
    is_operator = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    access_version = models.PositiveIntegerField(default=1)
    """Carried by sessions, streams, waiting codes and one-time links; raising it ends them all."""
    joined_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return f"person {self.pk}"

    # The house has no permissions of Django's kind; allauth and Django ask for these three.
    is_staff = False
    is_superuser = False

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return False


class Session(models.Model):
    """A browser that is signed in (or visiting). Its cookie is kept as a hash alone."""

    key_hash = models.CharField(max_length=64, primary_key=True)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="sessions")
    access_version = models.PositiveIntegerField(default=0)
    data = models.TextField()
    device = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)

    objects = house_manager()

    def __str__(self) -> str:
        return f"session of {self.person_id}"


class OneTimeLink(models.Model):
    """A link that opens once: setting up the house, a locked-out host. Kept as a hash."""

    class Purpose(models.TextChoices):
        SETUP = "setup"
        SIGN_IN = "sign_in"

    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    key_hash = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    access_version = models.PositiveIntegerField(default=0)
    """Of its person when it was made; 0 where it is nobody's."""
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = house_manager()

    def __str__(self) -> str:
        return self.purpose

    @classmethod
    def works(cls, now: datetime) -> models.Q:
        """Which links do: not used, not run out, and of nobody whose access has ended since."""
        still = cls.objects.filter(person__access_version=models.F("access_version"))
        theirs = models.Q(person__isnull=True) | models.Q(pk__in=still.values("pk"))
        return models.Q(used_at__isnull=True, expires_at__gt=now) & theirs
