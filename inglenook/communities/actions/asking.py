"""Asking to join, and the answer."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from inglenook.accounts.models import Person
from inglenook.communities import policy
from inglenook.communities.actions.naming import name_beside
from inglenook.communities.declares import ASKED, JOINED
from inglenook.communities.jobs import write_letters
from inglenook.communities.models import Community, Membership
from inglenook.foundation import audit, names
from inglenook.foundation.activity import record
from inglenook.foundation.jobs import enqueue
from inglenook.foundation.policy import Invalid, Refused, require
from inglenook.foundation.viewer import Viewer

State = Membership.State


def ask_to_join(person: Person, community: Community, *, name: str, words: str) -> Membership:
    """Ask the hosts to be let in, with a few words of one's own.

    Raises:
        Refused: when the community takes no requests, or this person's waits already.
        Invalid: when the name can't be taken or nothing is said.
    """
    name = names.display_name(name)
    if not words.strip():
        raise Invalid(_("Say in a sentence or two what brings you here."), "words")
    with transaction.atomic():
        # Locked, so that nobody who is banned at the same moment asks themselves back.
        rows = Membership.objects.select_related("community").select_for_update(of=("self",))
        old = rows.filter(person=person, community=community, byline_of__isnull=True).first()
        require(policy.may_ask(community, old))
        asked = old or Membership(community=community, person=person)
        # A stranger doesn't learn who is called what here: the name becomes theirs when let in.
        asked.name_key = None
        asked.name, asked.request, asked.state = name, words.strip()[:1000], State.ASKED
        asked.role = Membership.Role.MEMBER
        try:
            with transaction.atomic():
                asked.save()
        except IntegrityError as error:
            raise Refused(policy.ASKED_ALREADY) from error
        record(asked.pk, ASKED, asked)
    return asked


def admit(viewer: Viewer, asked: Membership) -> Membership:
    """Let somebody in who asked; where their name is another's already, with a number behind it.

    Raises:
        Refused: when the viewer may not invite.
    """
    require(policy.may_invite(viewer))
    with transaction.atomic():
        name, key = name_beside(asked.community_id, asked.name)
        done = Membership.objects.filter(pk=asked.pk, state=State.ASKED).update(
            state=State.ACTIVE, request="", joined_at=timezone.now(), name=name, name_key=key
        )
        if done:
            enqueue(write_letters)
            audit.note_of(viewer, "request.admit", asked.pk)
            record(asked.pk, JOINED, asked, admitted=1)
    return asked


def turn_down(viewer: Viewer, asked: Membership) -> None:
    """Not this time: the request is erased, and nothing tells by whom.

    Whoever was here once stays somebody who has left, since words and other names hang on them.
    """
    require(policy.may_invite(viewer))
    with transaction.atomic():
        asking = Membership.objects.filter(pk=asked.pk, state=State.ASKED)
        was_here = asking.filter(Q(access_version__gt=1) | Q(bylines__isnull=False))
        if asking.exists():
            audit.note_of(viewer, "request.turn_down")
        if not was_here.exists():
            asking.delete()
        asking.update(state=State.LEFT, request="")
