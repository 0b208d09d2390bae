"""Sessions in one table of ours, kept by the hash of their cookie.

Django's interface, so that allauth works with it. A session holds only while the access
version that it was signed in with is its person's: a password change, "sign out everywhere"
or a removed account end it with the next request, whatever its cookie says. So it is with a
code or half a sign-in that waits in a session (`pending`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from copy import deepcopy
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction
from django.utils import timezone

from inglenook.accounts.models import Person, Session
from inglenook.accounts.pending import forget_pending, pending_in
from inglenook.foundation.prepared import Instances, Text, prepared

# How stale "last here" may be: a session in use is written at most this often.
SEEN_EVERY = timedelta(minutes=10)


def hashed(key: str) -> str:
    """How a secret of the address bar or a cookie is kept: SHA-256, since it is random itself."""
    return hashlib.sha256(key.encode()).hexdigest()


_SESSIONS = Instances(Session, "person")
_along: list[str] = []


def take_along(columns: Sequence[str]) -> None:
    """Have each look at a session bring columns that hang on its person, such as memberships.

    Called by a room above, before the first session is read; see `SessionStore.along`.
    """
    _along[:] = columns


@prepared
def _sessions(key_hash: str) -> Any:
    rows = Session.objects.filter(pk=key_hash)
    return rows.values_list(*_SESSIONS.columns, *_along)


def _version_of(person_id: int | str) -> int:
    found = Person.objects.filter(pk=person_id).values_list("access_version", flat=True)
    return found.first() or 0


@lru_cache(maxsize=256)
def _decoded(store: type[SessionStore], data: str) -> dict[str, Any]:
    """What the row of a session holds; its signature is reckoned once for the same text."""
    found: dict[str, Any] = store().decode(data)
    return found


class SessionStore(SessionBase):
    """Django's session interface on `accounts.Session`."""

    device = ""
    """What the browser says it is; `accounts.middleware` fills it in."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self.row: Session | None = None
        self.along: list[tuple[Any, ...]] | None = None
        """What `take_along` asked for; None where the person signed in by this very request."""
        self._found: dict[str, Any] = {}
        self._newcomer: Person | None = None
        self._waits_for: int | None = None

    @property
    def person(self) -> Person | None:
        """Whose session this is, read together with it."""
        pk = self.get(SESSION_KEY)
        if pk is None:
            return None
        if self.row is not None and str(self.row.person_id) == pk:
            return self.row.person
        # Signed in by this very request.
        self.along = None
        if self._newcomer is None or str(self._newcomer.pk) != pk:
            self._newcomer = Person.objects.filter(pk=pk, is_active=True).first()
        return self._newcomer

    def only_forgets(self) -> bool:
        """Whether nothing was added or changed since the session was read, only dropped."""
        data: dict[str, Any] = self._get_session()  # type: ignore[attr-defined]
        return all(key in self._found and self._found[key] == data[key] for key in data)

    def is_stale(self) -> bool:
        """Whether it is time to write down that this session was used."""
        return self.row is not None and self.row.seen_at < timezone.now() - SEEN_EVERY

    def _find(self, key: str | None) -> Session | None:
        if not key:
            return None
        rows = _sessions(Text(hashed(key)))
        if not rows:
            return None
        found: Session = _SESSIONS.made_of(rows[0])
        if found.expires_at <= timezone.now():
            return None
        person = found.person
        if person is not None and not (
            person.is_active and found.access_version == person.access_version
        ):
            return None
        self.along = [row[len(_SESSIONS.columns) :] for row in rows]
        return found

    def load(self) -> dict[str, Any]:
        self.row = self._find(self.session_key)
        if self.row is None:
            self._session_key = None
            return {}
        data: dict[str, Any] = deepcopy(_decoded(type(self), self.row.data))
        if self.row.person_id is None:
            self._drop_what_is_over(data, self.row.access_version)
        self._found = dict(data)
        return data

    def _drop_what_is_over(self, data: dict[str, Any], version: int) -> None:
        """A code or half a sign-in holds only while the access version is the one it began with."""
        self._waits_for = pending_in(data)
        if self._waits_for is not None and _version_of(self._waits_for) != version:
            forget_pending(data)
            self._waits_for = None

    async def aload(self) -> dict[str, Any]:
        raise UpdateError("sessions are read on the lanes, never in the event loop")

    def exists(self, session_key: str) -> bool:
        return bool(Session.objects.filter(pk=hashed(session_key)).exists())

    def create(self) -> None:
        # What is written anew takes the person's access version of now.
        self.row = None
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
        columns = self._columns(self._get_session(no_load=must_create))  # type: ignore[attr-defined]
        key = hashed(self.session_key)
        if must_create:
            try:
                with transaction.atomic():
                    Session.objects.create(key_hash=key, **columns)
            except IntegrityError as error:
                raise CreateError from error
        elif not Session.objects.filter(pk=key).update(**columns):
            raise UpdateError
        return None

    def _columns(self, data: dict[str, Any]) -> dict[str, Any]:
        person_id = data.get(SESSION_KEY)
        return {
            "data": self.encode(data),
            "person_id": person_id,
            "access_version": self._version(person_id, pending_in(data)),
            "expires_at": self.get_expiry_date(),
            "seen_at": timezone.now(),
            "device": self.device[:80],
        }

    def _version(self, person_id: str | None, waits_for: int | None) -> int:
        """The version it was begun with; a session that goes on never gains a newer one."""
        if person_id is not None:
            if self.row is not None and str(self.row.person_id) == person_id:
                return self.row.access_version
            return _version_of(person_id)
        if waits_for is None:
            return 0
        if self.row is not None and self._waits_for == waits_for:
            return self.row.access_version
        return _version_of(waits_for)

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key == self.session_key:
            self.row = None
        if key:
            Session.objects.filter(pk=hashed(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        Session.objects.filter(expires_at__lt=timezone.now()).delete()
