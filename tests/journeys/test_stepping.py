"""Passkeys, an app's codes and recovery codes, in a browser with a device that keeps passkeys."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.entering import PASSWORD, letters, make_account, press, sign_in
from tests.journeys.running import RunningHouse

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context()
    yield made
    made.close()


def at(house: RunningHouse, path: str) -> str:
    """Browsers take passkeys at a name, not at a number."""
    return f"http://localhost:{house.port}{path}"


def with_account(context: BrowserContext, house: RunningHouse, email: str) -> Page:
    page = context.new_page()
    page.goto(at(house, "/account/signup/"))
    make_account(page, house, email)
    page.goto(at(house, "/account/"))
    return page


def sign_out(page: Page, house: RunningHouse) -> None:
    page.goto(at(house, "/account/logout/"))
    page.get_by_role("button", name=re.compile("sign", re.IGNORECASE)).first.click()
    page.wait_for_url(at(house, "/"))


def test_passkey_is_made_and_signs_in_alone(context: BrowserContext, house: RunningHouse) -> None:
    page = with_account(context, house, "paula@example.org")
    wire = context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.get_by_role("link", name="Set one up").click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("What do you call it?").fill("My phone")
    press(page, "Make it")
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save as a file").click()
    codes = saved.value.path().read_text().split()
    assert len(codes) == 10
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_text("My phone").first).to_be_visible()

    sign_out(page, house)
    page.goto(at(house, "/account/login/?next=/account/"))
    press(page, "Sign in with a passkey")
    expect(page.get_by_role("heading", name="Your account", exact=True)).to_be_visible()

    sign_out(page, house)
    page.goto(at(house, "/account/login/"))
    sign_in(page, "paula@example.org", PASSWORD)
    expect(page.get_by_role("heading", name="The second step")).to_be_visible()
    press(page, "Use a passkey")
    page.wait_for_url(at(house, "/"))

    sign_out(page, house)
    page.goto(at(house, "/account/login/"))
    sign_in(page, "paula@example.org", PASSWORD)
    page.get_by_label("The code").fill(codes[0])
    press(page, "Sign in")
    page.wait_for_url(at(house, "/"))
    subjects = [str(letter["Subject"]) for letter in letters(house, "paula@example.org")]
    assert any("passkey was added" in subject for subject in subjects)


def test_app_is_set_up_by_its_picture_or_key_and_asked_for(
    context: BrowserContext, house: RunningHouse
) -> None:
    page = with_account(context, house, "toto@example.org")
    page.goto(at(house, "/account/second-steps/app/"))
    picture = page.get_by_alt_text("The key as a picture")
    assert picture.evaluate("image => image.naturalWidth > 0")
    secret = page.locator(".secret").inner_text().replace(" ", "")
    page.get_by_label("The code that the app shows now").fill(code_of(secret))
    press(page, "Set it up")
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    sign_out(page, house)
    page.goto(at(house, "/account/login/?next=/account/"))
    sign_in(page, "toto@example.org", PASSWORD)
    # The code of now was used for setting up; the house takes that of the next half minute too.
    page.get_by_label("The code").fill(code_of(secret, later=1))
    press(page, "Sign in")
    expect(page.get_by_role("heading", name="Your account", exact=True)).to_be_visible()


def code_of(secret: str, later: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))
