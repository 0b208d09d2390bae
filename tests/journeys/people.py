"""A community for a file of journeys, and the people in it, each made through the pages."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect

from tests.journeys.archives import Archive
from tests.journeys.entering import make_account, press
from tests.journeys.running import RunningHouse
from tests.journeys.visiting import visitor

NAMES = {"hedda": "Hedda Berg", "mo": "Mo Adeyemi", "mia": "Mia Sommer", "gus": "Gus Lind"}
# Cookies of accounts by house, so that one sign-up serves all files.
_ACCOUNTS: dict[tuple[str, str], Any] = {}


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

    def at(self, *parts: str) -> str:
        """The path of a page below the community."""
        return "/".join(("", self.slug, *parts, ""))

    def state(self, name: str) -> Any:
        """Cookies with which this person is signed in and a member; Stella only has an account."""
        if name == "stella":
            return account(self.browser, self.house, name)
        if name not in self.inside:
            link = self.invite("Guests, who see only the spaces chosen below" * (name == "gus"))
            self.inside[name] = self._step_in(name, link)
        return self.inside[name]

    def invite(self, role: str = "") -> str:
        """A fresh link of the host's, made in the page."""
        hedda = visitor(self.browser, self.house.url, state=self.inside["hedda"])
        page = hedda.open(self.at("invitations"))
        if role:
            page.get_by_label(role).check()
        press(page, "Make the link")
        link = made_link(page)
        hedda.context.close()
        return link

    def furnish(self, name: str, *, kind: str = "Board", openness: str = "Members") -> str:
        """The path of a space that the host opens in the page."""
        hedda = visitor(self.browser, self.house.url, state=self.inside["hedda"])
        page = hedda.open(self.at("spaces", "new"))
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_label(kind).check()
        page.get_by_label(openness, exact=True).check()
        press(page, "Open it")
        expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
        hedda.context.close()
        return urlsplit(page.url).path

    def bring(self, archive: Archive) -> None:
        """Import an archive from the command line."""
        self.house.command("import", "slack", str(archive.path), "--community", self.slug, "--yes")

    def _step_in(self, name: str, link: str) -> Any:
        state = account(self.browser, self.house, name)
        somebody = visitor(self.browser, self.house.url, state=state)
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
    """Found a community from the command line; its host signs in by the printed link."""
    name = slug.replace("-", " ").title()
    made = house.json(
        "found", "--name", name, "--slug", slug, "--host-email", address("hedda"),
        "--host-name", NAMES["hedda"], "--purpose", f"We mend bicycles in {name}.",
    )  # fmt: skip
    place = Place(browser, house, slug, name)
    hedda = visitor(browser, house.url)
    page = hedda.open(made["sign_in"])
    press(page, "Sign me in")
    page.wait_for_url(f"{house.url}/")
    place.inside["hedda"] = hedda.context.storage_state()
    hedda.context.close()
    return place
