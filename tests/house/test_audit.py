"""Whatever only a host, a moderator or an operator may do is written down, and stays so.

The deeds are those of the table of doors: what is taken from somebody with power and from no plain
member. A new one fails here by its name until it is noted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from inglenook.accounts.models import Person
from inglenook.foundation import audit
from inglenook.foundation.audience import AudienceEntry
from inglenook.foundation.audit import AuditEntry
from tests.cast import MODERATORS, Cast
from tests.house.doors import NEVER, PARAMETERS, Door
from tests.house.expectations import DOORS
from tools.checks import project_files

pytestmark = pytest.mark.django_db

#: What a form needs beyond what stands in the table, by its route.
FILLED = {
    "communities:settings": {
        "name": "The Garage", "slug": "garage", "seed": "#2f7480", "purpose": "Old cars.",
        "readable_by": "members", "language": "en", "time_zone": "UTC",
    },
    "communities:invitations": {"role": "member"},
    "communities:role": {"role": "guest"},
    "spaces:new": {"name": "Attic", "kind": "board", "openness": "members", "icon": "wrench"},
    "spaces:settings": {"name": "Cellar", "slug": "cellar", "openness": "list", "icon": "wrench"},
    "operator:overview": {"email": "mailofmia@example.org"},
}  # fmt: skip
#: What is done with power and leaves no mark, each with its reason.
UNMARKED = {
    "archive:open": "what it opens is marked as the opening of a space, which is tested there",
    "archive:start": "it needs a whole archive; marked as import.stage, tested in the archive room",
    "archive:go": "it needs a read archive; marked as import.start, tested in the archive room",
    "archive:forget": "it needs a kept file; marked as import.forget, tested in the archive room",
    "conversations:resolve": "whoever asked does it as well",
    "conversations:answer": "whoever asked does it as well",
}


POWERFUL = MODERATORS | {"olga", "nils"}


def taken_from(door: Door) -> set[str]:
    """Who may send this form, be it one to be mended."""
    if door.post is NEVER:
        return set()
    return {who for who, status in door.post.items() if status < 400 or status == 422}


def deeds_of_power() -> dict[str, Door]:
    """A door of each route whose form is taken from people with power alone."""
    takers: dict[str, set[str]] = {}
    for door in DOORS:
        takers.setdefault(door.name, set()).update(taken_from(door))
    powerful = {name for name, who in takers.items() if who and who <= POWERFUL}
    return {
        door.title: door
        for door in DOORS
        if door.name in powerful - set(UNMARKED) and taken_from(door)
    }


DEEDS = deeds_of_power()


@pytest.fixture
def before(cast: Cast) -> Iterator[set[int]]:
    Person.objects.update(last_login=timezone.now())
    yield set(AuditEntry.objects.values_list("pk", flat=True))


def test_there_are_deeds_of_power() -> None:
    assert len(DEEDS) > 15, sorted(DEEDS)
    assert set(FILLED) <= {door.name for door in DEEDS.values()}
    assert set(UNMARKED) <= {door.name for door in DOORS}


@pytest.mark.parametrize("title", DEEDS)
def test_deed_of_power_is_noted_with_who_and_where(
    cast: Cast, before: set[int], title: str
) -> None:
    door = DEEDS[title]
    who = next(w for w in ("hedda", "mo", "olga", "nils") if door.post[w] in (200, 302, 422))
    browser: Client = cast.client(who)
    answer: Any = browser.post(door.url(cast), {**door.sent(cast), **FILLED.get(door.name, {})})
    problems = re.findall(r'class="error">.*?</svg>(.*?)</', answer.content.decode())
    assert answer.status_code in (200, 302), problems
    noted = AuditEntry.objects.exclude(pk__in=before)
    assert noted, f"{title} left no mark"
    for entry in noted:
        assert entry.person_id == cast.people[who].pk
        assert entry.deed in audit.deeds(), entry.deed
        if "community" in PARAMETERS[door.name]:
            assert entry.community_id is not None


def test_every_deed_that_the_code_notes_is_declared() -> None:
    named = set()
    for _name, path in project_files("inglenook/**.py", ":!:**/tests/**"):
        text = path.read_text()
        for call in re.findall(r"audit\.note(?:_of)?\((.*?)\n?\s*\)\n", text, re.DOTALL):
            named |= set(re.findall(r'"([a-z]+\.[a-z_.]+)"', call))
    assert len(named) > 30
    assert named <= set(audit.deeds()), named - set(audit.deeds())


def test_audit_is_never_changed_nor_erased(cast: Cast) -> None:
    audit.note(None, "house.texts")
    entry = AuditEntry.objects.latest("pk")
    with pytest.raises(RuntimeError):
        entry.save()
    with pytest.raises(RuntimeError):
        entry.delete()
    with pytest.raises(RuntimeError):
        AuditEntry.objects.all().delete()
    with pytest.raises(RuntimeError):
        AuditEntry.objects.update(deed="nothing")


def test_host_reads_what_moderators_did_and_nobody_of_another_community_does(cast: Cast) -> None:
    thread = cast.thread("plans")
    mo = cast.client("mo")
    assert mo.post(f"/garage/t/{thread.pk}/close/", {"closed": "1"}).status_code == 302
    page = cast.client("hedda").get("/garage/settings/deeds/").content.decode()
    assert f'href="/garage/t/{thread.pk}/"' in page and "Mo" in page
    assert f"/garage/t/{thread.pk}/" not in cast.client("nils").get("/writers/settings/deeds/").text
    assert "closed" not in cast.client("olga").get("/operator/deeds/").text


def test_host_does_not_read_of_a_thread_that_they_may_not_see(cast: Cast) -> None:
    secret, hedda = cast.thread("surprise"), cast.client("hedda")
    audit.note(cast.people["lena"].pk, "thread.close", str(secret.pk), cast.garage.pk)
    address = f'href="/garage/t/{secret.pk}/"'
    assert address in hedda.get("/garage/settings/deeds/").text
    mine = AudienceEntry.objects.filter(audience=secret.audience_id)
    mine.filter(membership=cast.members["hedda"].pk).delete()
    assert address not in hedda.get("/garage/settings/deeds/").text


def test_operator_reads_what_operators_did(cast: Cast) -> None:
    olga = cast.client("olga")
    assert olga.post("/operator/texts/", {"privacy": "Little."}).status_code == 302
    page = olga.get("/operator/deeds/").text
    assert "wrote the pages of this server" in page and cast.people["olga"].email in page
