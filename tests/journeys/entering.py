"""What people do at the doors: make an account, prove an address, sign in."""

import re
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.running import RunningHouse

PASSWORD = "a lamp in seven windows"
MAIL_SECONDS = 15
CODE = re.compile(r"^[ \t]*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})*)\s*$", re.MULTILINE)


def press(page: Page, name: str) -> None:
    """Presses the button of that name."""
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    """Follows the first link of that name."""
    page.get_by_role("link", name=name, exact=True).first.click()


def letters(house: RunningHouse, address: str) -> list[EmailMessage]:
    """What lies in the mail folder for `address`, oldest first."""
    found = []
    for path in sorted(Path(house.home, "mail").glob("*.eml")):
        letter = message_from_bytes(path.read_bytes(), policy=policy.default)
        if address in str(letter["To"]):
            found.append(letter)
    return found


def words_of(letter: EmailMessage) -> str:
    """The text of a letter."""
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def mailed_code(house: RunningHouse, address: str, count: int = 1) -> str:
    """The code in the last letter to `address`, once there are `count` letters."""
    deadline = time.monotonic() + MAIL_SECONDS
    while time.monotonic() < deadline:
        mail = letters(house, address)
        if len(mail) >= count:
            code = CODE.search(words_of(mail[-1]))
            assert code, words_of(mail[-1])
            return code.group(1)
        time.sleep(0.05)
    raise AssertionError(f"no letter for {address} came within {MAIL_SECONDS} seconds")


def make_account(page: Page, house: RunningHouse, email: str) -> None:
    """From the sign-up page to the page after it, through the mailed code."""
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_label("A password").fill(PASSWORD)
    press(page, "Make my account")
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    page.get_by_role("textbox").first.fill(mailed_code(house, email))
    press(page, "This is the code")


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """At the sign-in page, by password."""
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_label("Your password").fill(password)
    press(page, "Sign in")
