"""Sessions in one table of ours, kept by the hash of their cookie.

Django's interface, so that allauth works with it. A session holds only while the access
version that it was signed in with is its person's: a password change, "sign out everywhere"
or a removed account end it with the next request, whatever its cookie says.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction
from django.utils import timezone

from inglenook.accounts.models import Person, Session

SEEN_EVERY = timedelta(minutes=10)


def hashed(key: str) -> str:
    """How a secret of the address bar or a cookie is kept: SHA-256, since it is random itself."""
    return hashlib.sha256(key.encode()).hexdigest()


class SessionStore(SessionBase):
    """Django's session interface on `accounts.Session`."""

    device = ""
    row: Session | None = None

    def _find(self, key: str | None) -> Session | None:
        if not key:
            return None
        found = Session.objects.select_related("person").filter(pk=hashed(key)).first()
        if found is None or found.expires_at <= timezone.now():
            return None
        if found.person is not None and found.access_version != found.person.access_version:
            return None
        return found  # type: ignore[no-any-return]

    def load(self) -> dict[str, Any]:
        self.row = self._find(self.session_key)
        if self.row is None:
            self._session_key = None
            return {}
        return self.decode(self.row.data)

    async def aload(self) -> dict[str, Any]:
        raise UpdateError("sessions are read on the lanes, never in the event loop")

    @property
    def person(self) -> Person | None:
        """Whose session this is, read together with it."""
        self._get_session()  # type: ignore[attr-defined]
        return self.row.person if self.row else None

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(pk=hashed(session_key)).exists()

    def create(self) -> None:
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            return self.create()
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        person_id = data.get(SESSION_KEY)
        version = None
        if person_id:
            version = Person.objects.filter(pk=person_id).values_list("access_version", flat=True)
        columns = {
            "data": self.encode(data),
            "person_id": person_id,
            "access_version": version[0] if version else 0,
            "expires_at": self.get_expiry_date(),
            "seen_at": timezone.now(),
            "device": self.device,
        }
        key = hashed(self.session_key)
        if must_create:
            try:
                with transaction.atomic():
                    Session.objects.create(key_hash=key, **columns)
            except IntegrityError as error:
                raise CreateError from error
        elif not Session.objects.filter(pk=key).update(**columns):
            raise UpdateError

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            Session.objects.filter(pk=hashed(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        Session.objects.filter(expires_at__lt=timezone.now()).delete()
