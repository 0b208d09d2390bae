"""What a host tends: spaces, invitations, requests, texts, the look of the house."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.entering import follow, press
from tests.journeys.people import Place, made_link
from tests.journeys.visiting import PHONE, Visitor

Visit = Callable[..., Visitor]


def _names(page: Page) -> list[str]:
    """The spaces of the list, in their order."""
    return page.locator("main ol.lines .name").all_inner_texts()


def test_spaces_are_opened_ordered_renamed_archived(place: Place, visit: Visit) -> None:
    workshop = place.furnish("Workshop")
    place.furnish("Kitchen table", kind="Chat")
    page = visit("hedda").open(place.at())
    follow(page, "Settings")
    follow(page, "Spaces")
    assert _names(page) == ["Workshop", "Kitchen table"]
    press(page, "Move Kitchen table up")
    expect(page.get_by_role("button", name="Move Kitchen table down")).to_be_visible()
    assert _names(page) == ["Kitchen table", "Workshop"]
    page.goto(f"{place.house.url}{workshop}settings/")
    page.get_by_label("Name", exact=True).fill("The shed")
    page.get_by_label("Address", exact=True).fill("shed")
    press(page, "Save it")
    expect(page.get_by_role("heading", name="The shed")).to_be_visible()
    press(page, "Archive it")
    expect(page.get_by_text("archived")).to_be_visible()
    page = visit("mia").open(workshop)
    assert page.url.endswith("/s/shed/")
    assert not page.get_by_role("link", name="Start a thread").count()


def test_invitation_is_made_and_taken_back(place: Place, visit: Visit) -> None:
    page = visit("hedda", width=PHONE).open(place.at("invitations"))
    page.get_by_label("For whom?").fill("the Tuesday group")
    press(page, "Make the link")
    link = made_link(page)
    assert link.startswith(place.house.url)
    row = page.get_by_role("listitem").filter(has_text="the Tuesday group")
    row.get_by_role("button", name="Take it back").click()
    expect(row.get_by_text("over", exact=True)).to_be_visible()
    assert not page.get_by_role("textbox", name="The address").count()
    page = visit("stella").open(link)
    expect(page.get_by_role("alert")).to_be_visible()
    assert not page.get_by_role("button", name="Step in").count()


def test_stranger_asks_and_is_let_in(place: Place, visit: Visit) -> None:
    stella = visit("stella").open(place.at())
    follow(stella, "Ask to join")
    stella.get_by_label("Your name here").fill("Stella Marsh")
    stella.get_by_label("What brings you here?").fill("I have a bicycle.")
    press(stella, "Ask to join")
    expect(stella.get_by_text("The hosts have your words now")).to_be_visible()
    page = visit("hedda").open(place.at())
    expect(page.get_by_role("heading", name="What needs you")).to_be_visible()
    follow(page, "Have a look")
    asked = page.get_by_role("listitem").filter(has_text="I have a bicycle.")
    asked.get_by_role("button", name="Let in").click()
    expect(page.get_by_text("Nobody waits at the door.")).to_be_visible()
    stella.goto(place.house.url + place.at())
    expect(stella.get_by_role("heading", name="Hello Stella")).to_be_visible()


def test_texts_stand_at_the_foot(place: Place, visit: Visit) -> None:
    page = visit("hedda").open(place.at("settings", "texts"))
    page.get_by_label("Privacy").fill("We keep **what you write**.")
    page.get_by_label("Legal notice").fill("Hedda Berg, Harbour Street 1")
    page.get_by_label("Contact").fill("hosts@example.org")
    press(page, "Save it")
    expect(page.get_by_text("Kept.")).to_be_visible()
    stranger = visit().open(place.at())
    for name, words in (
        ("Privacy", "We keep what you write."),
        ("Legal notice", "Harbour Street"),
        ("Contact", "hosts@example.org"),
    ):
        follow(stranger, name)
        expect(stranger.get_by_role("heading", name=name)).to_be_visible()
        expect(stranger.get_by_text(words)).to_be_visible()


def test_name_and_colour_change_for_everybody(place: Place, visit: Visit) -> None:
    page = visit("hedda").open(place.at("settings"))
    page.get_by_label("Colour of the house").fill("#7a4a8c")
    page.get_by_label("Name", exact=True).fill("The hosting house")
    press(page, "Save it")
    expect(page.get_by_text("Kept.")).to_be_visible()
    mia = visit("mia").open(place.at())
    expect(mia.locator(".sidebar .switcher b")).to_have_text("The hosting house")
    theme = mia.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--seed')")
    assert theme.strip() == "#7a4a8c"


def test_roles_are_given_and_members_sent_out(place: Place, visit: Visit) -> None:
    place.state("mo")
    page = visit("hedda").open(place.at("people"))
    page.locator("main").get_by_role("link", name="Mo Adeyemi").click()
    press(page, "More")
    follow(page, "Another role")
    page.get_by_label("Moderator").check()
    press(page, "Give it")
    expect(page.locator(".tag").get_by_text("Moderator")).to_be_visible()
    mo = visit("mo").open(place.at())
    follow(mo, "Settings")
    expect(mo.get_by_role("heading", name="Invite somebody")).to_be_visible()
    press(page, "More")
    follow(page, "Send out")
    page.get_by_label("For good").check()
    press(page, "Send out")
    mo.goto(place.house.url + place.at("people"))
    expect(mo.get_by_role("heading", name="nothing behind this door")).to_be_visible()
