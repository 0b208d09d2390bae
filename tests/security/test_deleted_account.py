"""A deleted account leaves nothing behind that names its person, in any table or folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django_ox.testing import run_tasks

from inglenook.accounts.models import Person, Session
from inglenook.communities import actions
from inglenook.communities.actions.departing import delete_account
from inglenook.communities.mailing import mail_claim_code
from inglenook.communities.models import Membership
from tests import cast as people
from tests.cast import Cast

pytestmark = pytest.mark.django_db
NAME, ADDRESS = "Lena Ortiz", "mailoflena@example.org"


def traces(*words: str) -> list[str]:
    """Tables that hold one of these words in any column."""
    found = []
    for model in apps.get_models():
        for row in model._base_manager.values_list():
            found += [f"{model._meta.label}: {w}" for w in words if w in str(row)]
    return found


def known(cast: Cast) -> Client:
    """Lena has done what leaves traces: a second name, a claim's code, a session."""
    imported = people.imported(cast.garage, "Lena of Old")
    link = actions.make_claim_link(cast.viewer("hedda"), imported)
    actions.claim_by_link(cast.people["lena"], cast.garage, link)
    code = actions.start_claim(cast.people["lena"], cast.garage, ADDRESS)
    mail_claim_code(cast.garage, ADDRESS, code)
    Membership.objects.filter(pk=cast.members["lena"].pk).update(bio="bio of lena")
    return cast.client("lena")


def test_nothing_names_whoever_deleted_their_account(cast: Cast) -> None:
    client = known(cast)
    words = (NAME, ADDRESS, "Lena of Old", "bio of lena")
    assert {trace.partition(": ")[2] for trace in traces(*words)} == set(words)
    run_tasks()  # the letters have gone
    delete_account(cast.people["lena"])
    assert traces(*words) == []
    assert client.get("/account/").status_code == 302


def test_rows_of_the_account_go_and_words_stay_without_a_name(cast: Cast) -> None:
    pk = cast.people["lena"].pk
    known(cast)
    delete_account(cast.people["lena"])
    for model, rows in ((Person, {"pk": pk}), (Session, {"person": pk})):
        assert not model._base_manager.filter(**rows).exists()
    assert not EmailAddress.objects.filter(email=ADDRESS).exists()
    page = cast.client("hedda").get(f"/garage/t/{cast.threads['surprise'].pk}/").content.decode()
    assert "foundsurprise" in page
    assert NAME not in page


def test_picture_of_a_deleted_account_is_erased(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    folder = Path(settings.MEDIA_ROOT) / "portraits"
    folder.mkdir(parents=True, exist_ok=True)
    for size in ("small", "large"):
        (folder / f"lenas-{size}.webp").write_bytes(b"a face")
    Membership.objects.filter(pk=cast.members["lena"].pk).update(picture="lenas")
    assert cast.client("mia").get("/garage/picture/lenas").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        delete_account(cast.people["lena"])
    assert list(folder.glob("lenas-*")) == []
    assert cast.client("mia").get("/garage/picture/lenas").status_code == 404


def test_mailed_code_is_erased_once_its_letter_has_gone(cast: Cast) -> None:
    code = actions.start_claim(cast.people["lena"], cast.garage, ADDRESS)
    mail_claim_code(cast.garage, ADDRESS, code)
    assert traces(code) == ["django_ox.OxTask: " + code]
    run_tasks()
    assert traces(code) == []


def test_secrets_are_kept_as_hashes_alone(cast: Cast) -> None:
    client = cast.client("lena")
    _invitation, link = actions.make_invitation(cast.viewer("mo"), cast.garage)
    code = actions.start_claim(cast.people["lena"], cast.garage, ADDRESS)
    secrets = (link, code, cast.keys["claim"], client.cookies["sessionid"].value)
    assert traces(*secrets) == []
    assert cache.get(code) is None
