"""Whose a name is in a community: no two people there are called what looks the same.

The key is unique in the database, so that of two who come at once with one name the second is
refused. Whoever can't be asked (an imported person, somebody let in by a host) gets a number behind
their name where it is taken, and is shown everywhere as what they are: another one.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from django.utils.translation import gettext as _

from inglenook.communities.models import Membership
from inglenook.foundation import names
from inglenook.foundation.policy import Invalid

type Named = tuple[str, str | None]


def take_name(
    community_id: int, name: str, *, by: Membership | None, person_id: int | None
) -> str | None:
    """The key of a name that is free for whoever is, or becomes, `by`.

    A second byline of the same person gives theirs up.

    Raises:
        Invalid: when somebody else here is called that, or what looks the same.
    """
    key = names.key_of(name)
    owner = Membership.objects.filter(community=community_id, name_key=key).first()
    if key is None or owner is None or (by is not None and owner.pk == by.pk):
        return key
    if person_id is not None and owner.person_id == person_id:
        Membership.objects.filter(pk=owner.pk).update(name_key=None)
        return key
    raise taken(owner)


def taken(owner: Membership | None = None) -> Invalid:
    """The refusal of a name that is somebody else's."""
    sentence = _(
        "Somebody here has this name, or one that looks the same. Add something to yours, such as "
        "a second name."
    )
    if owner is not None and owner.state == Membership.State.IMPORTED:
        sentence = _(
            "Somebody who came along from the old place has this name, or one that looks the same. "
            "If it was you, come back under it; if not, add something to yours."
        )
    return Invalid(sentence, "name")


def name_beside(community_id: int, name: str) -> Named:
    """A name and its key for somebody who can't be asked: numbered where it is taken."""
    return names_beside(community_id, [name])[0]


def names_beside(community_id: int, wanted: Iterable[str]) -> list[Named]:
    """Names and keys for people who can't be asked, each apart from all others there."""
    rows = Membership.objects.filter(community=community_id, name_key__isnull=False)
    there = set(rows.values_list("name_key", flat=True))
    numbers: dict[str, Iterable[int]] = {}
    found: list[Named] = []
    for name in wanted:
        chosen, key = name, names.key_of(name)
        numbering = iter(numbers.setdefault(key or "", count(2)))
        while key is not None and key in there:
            chosen = _numbered(name, next(numbering))
            key = names.key_of(chosen)
        there.add(key or "")
        found.append((chosen, key))
    return found


def _numbered(name: str, number: int) -> str:
    end = f" ({number})"
    return name[: names.LONGEST_NAME - len(end)].rstrip() + end
