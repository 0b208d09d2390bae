"""The sample fills an empty house and no other, and has something of everything."""

import pytest
from django.utils import timezone

from inglenook.accounts.actions import make_person
from inglenook.archive.models import Import
from inglenook.communities.models import Community, Invitation, Membership
from inglenook.communities.viewing import presence
from inglenook.conversations.models import Post, Reaction, Thread
from inglenook.conversations.queries.home import home_page
from inglenook.conversations.queries.spaces import spaces_of
from inglenook.foundation.keys import moment_of
from inglenook.foundation.standing import Standing
from inglenook.site.problems import MendableError
from inglenook.site.sample import filling, people
from inglenook.spaces.models import Space

pytestmark = pytest.mark.django_db
LOOK = "a test looks at all rows"


def test_a_house_with_people_takes_no_sample() -> None:
    assert filling.is_sample() is False
    make_person("somebody@example.org")
    with pytest.raises(MendableError, match="INGLENOOK_HOME"):
        filling.is_sample()


def test_the_sample_has_something_of_everything(settings, tmp_path) -> None:
    settings.HOME = settings.MEDIA_ROOT = tmp_path
    filling.fill()
    assert filling.is_sample()
    assert any(people.PASSWORD in line for line in filling.ways_in())
    _talk_of_every_kind()
    _people_of_every_kind()
    _new_to_mia()


def _talk_of_every_kind() -> None:
    threads = Thread.objects.unguarded(LOOK)
    assert threads.filter(kind="topic").count() >= 25
    assert threads.filter(kind="branch", imported=False).count() >= 4
    assert all(threads.filter(**{f"{c}__isnull": False}).exists() for c in _COLUMNS)
    posts = Post.objects.unguarded(LOOK)
    assert posts.filter(standing=Standing.REMOVED).exists()
    assert posts.filter(edited_at__isnull=False).exists()
    assert posts.filter(imported=True).exists()
    for part in ("<table>", "<code", "spoiler", "<blockquote>", 'class="mention"'):
        assert posts.filter(html__contains=part).exists(), part
    assert Reaction.objects.unguarded(LOOK).count() > 100
    times = [moment_of(key) for key in posts.filter(imported=False).values_list("pk", flat=True)]
    now = timezone.now()
    assert max(times) < now and (now - min(times)).days > 60
    assert set(Space.objects.unguarded(LOOK).values_list("audience__kind", flat=True)) == {
        "world", "members", "moderators", "list",
    }  # fmt: skip


_COLUMNS = ("pinned_at", "closed_at", "answer_key")


def _people_of_every_kind() -> None:
    assert set(Membership.objects.values_list("state", flat=True)) >= {
        "active", "imported", "asked", "left",
    }  # fmt: skip
    assert set(Membership.objects.values_list("role", flat=True)) == {
        "host", "moderator", "member", "guest",
    }  # fmt: skip
    links = Invitation.objects
    assert links.filter(uses_left=0).exists() and links.filter(revoked_at__isnull=False).exists()
    assert links.filter(expires_at__lt=timezone.now()).exists()
    assert set(Import.objects.values_list("state", flat=True)) == {"done", "undone"}


def _new_to_mia() -> None:
    garage = Community.objects.get(slug="amazon-garage")
    mia = Membership.objects.get(community=garage, name="Mia Sommer")
    found = presence(mia.person_id, garage.slug)
    assert found is not None and [c.slug for c in found.elsewhere] == ["second-draft"]
    spaces = spaces_of(found.viewer)
    assert {space.is_new for space in spaces} == {True, False}
    assert home_page(found.viewer, garage.slug, mia, spaces, garage.purpose).fresh
