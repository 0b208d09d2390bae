"""What crosses the house from here: what operators do, for the audit."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from inglenook.accounts.models import Person
from inglenook.foundation.audit import Deed, Thing, declare, declare_things
from inglenook.foundation.viewer import Viewer


def _people(viewer: Viewer, slug: str, ids: Collection[int]) -> Mapping[int, Thing]:
    """Those who keep the house by address, which they know of one another; others by number."""
    rows = Person.objects.filter(pk__in=ids).values_list("pk", "email", "is_operator")
    number = _("account %(n)d")
    return {pk: Thing(email if keeps else str(number) % {"n": pk}) for pk, email, keeps in rows}


declare(
    Deed("operator.make", _("%(who)s let %(what)s keep the house"), "person"),
    Deed("operator.resign", _("%(who)s keeps the house no longer")),
    Deed("house.texts", _("%(who)s wrote the pages of this server")),
    Deed("mail.list", _("%(who)s looked at the list of letters")),
    Deed("mail.look", _("%(who)s read a letter to somebody else (%(what)s)")),
    Deed("link.make", _("%(who)s made a link that signs %(what)s in"), "person"),
    Deed("link.use", _("%(who)s came in by such a link"), "person"),
    Deed("community.found", _("%(who)s founded the community %(what)s")),
    Deed("house.move", _("%(who)s moved the house to PostgreSQL")),
    Deed("backup.ask", _("%(who)s asked for a backup")),
    Deed("backup.make", _("%(who)s made the backup %(what)s")),
    Deed("backup.prove", _("%(who)s proved the backup %(what)s")),
    Deed("backup.restore", _("%(who)s restored the backup %(what)s")),
)
declare_things("person", _people)
