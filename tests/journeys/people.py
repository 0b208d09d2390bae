"""A community for a file of journeys, and the people in it, each made through the pages."""

import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect

from tests.journeys.archives import Archive
from tests.journeys.entering import make_account, press
from tests.journeys.running import RunningHouse
from tests.journeys.visiting import visitor

NAMES = {
    "hedda": "Hedda Berg",
    "mo": "Mo Adeyemi",
    "mia": "Mia Sommer",
    "lena": "Lena Ortiz",
    "gus": "Gus Lind",
}
GUEST = "Guests, who see only the spaces chosen below"
# Cookies of accounts by house, so that one sign-up serves all files.
_ACCOUNTS: dict[tuple[str, str], Any] = {}
FRESH_ENOUGH = 5 * 60
"""Seconds after which Hedda signs in anew: after fifteen minutes, grave acts would ask for it."""
_PROVED: dict[str, float] = {}


def address(name: str) -> str:
    """The e-mail address of somebody."""
    return f"{name}@example.org"


@dataclass
class Place:
    """A community with its address and the cookies of those who are in."""

    browser: Browser
    house: RunningHouse
    slug: str
    name: str
    inside: dict[str, Any] = field(default_factory=dict)
    _desk: Page | None = None

    def at(self, *parts: str) -> str:
        """The path of a page below the community."""
        return "/".join(("", self.slug, *parts, ""))

    def state(self, name: str) -> Any:
        """Cookies with which this person is signed in and a member; Stella only has an account."""
        if name == "stella":
            return account(self.browser, self.house, name)
        if name not in self.inside:
            self.inside[name] = self._step_in(name, self.invite(guest=name == "gus"))
        return self.inside[name]

    def desk(self, path: str) -> Page:
        """A page in which the host prepares what journeys need; it stays open for the next time."""
        if self._desk is None:
            state = self.inside["hedda"]
            self._desk = visitor(self.browser, self.house.url, state=state).open(path)
        else:
            self._desk.goto(self.house.url + path)
        return self._desk

    def close(self) -> None:
        """Clears the desk."""
        if self._desk is not None:
            self._desk.context.close()

    def invite(self, *, guest: bool = False) -> str:
        """A fresh link of the host's."""
        page = self.desk(self.at("invitations"))
        if guest:
            page.get_by_label(GUEST).check()
        press(page, "Make the link")
        return made_link(page)

    def furnish(self, name: str, *, kind: str = "Board", openness: str = "Members") -> str:
        """The path of a space that the host opens."""
        page = self.desk(self.at("spaces", "new"))
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_role("radio", name=kind).check()
        page.get_by_label(openness, exact=True).check()
        press(page, "Open it")
        expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
        return urlsplit(page.url).path

    def bring(self, archive: Archive) -> None:
        """Import an archive from the command line."""
        self.house.command("import", "slack", str(archive.path), "--community", self.slug, "--yes")

    def _step_in(self, name: str, link: str) -> Any:
        somebody = visitor(
            self.browser, self.house.url, state=account(self.browser, self.house, name)
        )
        page = somebody.open(link)
        page.get_by_label("Your name here").fill(NAMES[name])
        press(page, "Step in")
        page.wait_for_url(f"**{self.at()}")
        state = somebody.context.storage_state()
        somebody.context.close()
        return state


def made_link(page: Page) -> str:
    """The link that an answer shows once."""
    shown = page.get_by_role("textbox", name="The address")
    expect(shown).to_be_visible()
    return shown.input_value()


def account(browser: Browser, house: RunningHouse, name: str) -> Any:
    """Cookies of a signed-in account, made through the sign-up page where there is none."""
    key = (house.url, name)
    if key not in _ACCOUNTS:
        somebody = visitor(browser, house.url)
        page = somebody.open("/account/signup/")
        make_account(page, house, address(name))
        expect(page.get_by_role("heading", name="Look into your mail")).to_have_count(0)
        _ACCOUNTS[key] = somebody.context.storage_state()
        somebody.context.close()
    return _ACCOUNTS[key]


def found_place(browser: Browser, house: RunningHouse, slug: str) -> Place:
    """Found a community; the first one of a house from the command line."""
    place = Place(browser, house, slug, slug.replace("-", " ").title())
    purpose = f"We mend bicycles in {place.name}."
    if (house.url, "hedda") in _ACCOUNTS:
        if time.monotonic() - _PROVED[house.url] > FRESH_ENOUGH:
            _sign_in_by_link(browser, house, house.command("host-link").strip())
        place.inside["hedda"] = _ACCOUNTS[house.url, "hedda"]
        page = place.desk("/found/")
        page.get_by_label("What is it called?").fill(place.name)
        page.get_by_label("Its address").fill(slug)
        page.get_by_label("Who comes together here").fill(purpose)
        page.get_by_label("And what are you called there?").fill(NAMES["hedda"])
        press(page, "Found it")
        expect(page.get_by_role("heading", name="Hello Hedda")).to_be_visible()
        return place
    made = house.json(
        "found", "--name", place.name, "--slug", slug, "--host-email", address("hedda"),
        "--host-name", NAMES["hedda"], "--purpose", purpose,
    )  # fmt: skip
    _sign_in_by_link(browser, house, made["sign_in"])
    place.inside["hedda"] = _ACCOUNTS[house.url, "hedda"]
    return place


def _sign_in_by_link(browser: Browser, house: RunningHouse, link: str) -> None:
    hedda = visitor(browser, house.url)
    page = hedda.open(link)
    press(page, "Sign me in")
    page.wait_for_url(f"{house.url}/")
    _ACCOUNTS[house.url, "hedda"] = hedda.context.storage_state()
    _PROVED[house.url] = time.monotonic()
    hedda.context.close()
