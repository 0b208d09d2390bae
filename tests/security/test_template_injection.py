"""Words with the signs of a template in them are words: on pages, in letters, in a translation."""

from __future__ import annotations

from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django_ox.testing import run_tasks

from inglenook.communities.models import Community, Membership
from inglenook.conversations import actions
from inglenook.conversations.models import Thread
from inglenook.foundation import mail
from inglenook.spaces.models import Space
from tests.cast import Cast
from tests.house.expectations import DOORS

pytestmark = pytest.mark.django_db

SIGNS = (
    "{{ request.user.password }}",
    "{% include 'base.html' %}",
    "{{ 7|add:7 }}",
    "{0.__class__}{viewer}",
    "%(name)s %s %d %%",
    "${7*7}#{7*7}<%= 7*7 %>",
)


@pytest.fixture
def filled(cast: Cast, request: pytest.FixtureRequest) -> Cast:
    """The signs wherever a name stands, whether or not an action would take it."""
    signs, why = request.param, "a test writes what it looks for"
    actions.reply(cast.viewer("lena"), cast.thread("plans"), markdown=signs)
    Community.objects.filter(pk=cast.garage.pk).update(name=signs, purpose=signs, welcome=signs)
    Membership.objects.filter(community=cast.garage).update(name=signs, bio=signs)
    Space.objects.unguarded(why).filter(community=cast.garage).update(name=signs, purpose=signs)
    Thread.objects.unguarded(why).filter(community=cast.garage).update(title=signs)
    return cast


@pytest.mark.parametrize("filled", SIGNS, indirect=True)
def test_pages_show_the_signs_as_they_were_typed(
    filled: Cast, request: pytest.FixtureRequest
) -> None:
    signs = request.node.callspec.params["filled"]
    client, shown = filled.client("hedda"), 0
    urls = {
        d.name: d.url(filled) for d in DOORS if d.community == "garage" and d.get["hedda"] < 400
    }
    for url in urls.values():
        answer = client.get(url)
        assert answer.status_code < 400, url
        if "text/html" in answer.headers.get("Content-Type", ""):
            text = unescape(answer.text)
            shown += signs in text
            assert filled.people["hedda"].password not in text
            assert configured.SECRET_KEY not in text
    assert shown > 15


@pytest.mark.parametrize("filled", SIGNS, indirect=True)
def test_letters_show_the_signs_as_they_were_typed(
    filled: Cast, request: pytest.FixtureRequest, settings: Any, tmp_path: Path
) -> None:
    settings.MAILBOX_DIR = tmp_path / "mail"
    settings.MAILERS = {"default": {"BACKEND": "inglenook.foundation.mail.FileMailbox"}}
    filled.client("mo").post(f"/garage/requests/{filled.members['quinn'].pk}/admit/")
    run_tasks()
    (line,) = mail.mails()
    letter = mail.mail(line.name)
    assert letter is not None
    signs = request.node.callspec.params["filled"]
    assert signs in letter.subject + letter.text
    assert signs in unescape(letter.html)
