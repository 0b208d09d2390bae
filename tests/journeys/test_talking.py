"""Reading, answering in Markdown, editing, being answered, reacting, deleting; a chat's branch.

The tests of this file are one talk, in their order.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.entering import follow, press
from tests.journeys.people import Place
from tests.journeys.talking import answer, menu_of, post_with, reply_box, start_thread
from tests.journeys.visiting import PHONE, Visitor

Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def thread(place: Place) -> dict[str, str]:
    """Addresses of the board and of the thread that the first test starts."""
    place.state("mia")
    return {"board": place.house.url + place.furnish("Workshop")}


@pytest.mark.both_engines
def test_host_starts_and_member_answers_in_markdown(thread: dict[str, str], visit: Visit) -> None:
    page = visit("hedda").open("/")
    thread["url"] = start_thread(page, thread["board"], "A wobbly wheel", "It wobbles *badly*.")
    assert page.locator("article.post em").inner_text() == "badly"
    page = visit("mia").open(thread["board"])
    follow(page, "A wobbly wheel")
    box = reply_box(page)
    box.fill("Three things:\n\n- spokes\n- rim\n\n```\nturn(quarter)\n```\n\nWhat does ")
    page.wait_for_function("() => customElements.get('mention-box')")
    box.press_sequentially("@hed")
    expect(page.get_by_role("option", name="Hedda Berg")).to_be_visible()
    box.press("Enter")
    box.press_sequentially("say?")
    box.press("Control+Enter")
    post = post_with(page, "Three things")
    expect(post.get_by_role("listitem").filter(has_text="rim")).to_be_visible()
    expect(post.locator("pre code")).to_have_text("turn(quarter)\n")
    expect(post.get_by_role("link", name="@Hedda Berg")).to_be_visible()
    expect(box).to_have_value("")


def test_edit_leaves_a_history(thread: dict[str, str], visit: Visit) -> None:
    page = visit("mia").open(thread["url"])
    menu_of(page, "Three things").get_by_role("link", name="Edit").click()
    words = page.get_by_label("Your words")
    assert "@Hedda Berg" in words.input_value()
    words.fill(words.input_value().replace("Three things", "Two things"))
    press(page, "Save this text")
    post = post_with(page, "Two things")
    expect(post.get_by_role("link", name="@Hedda Berg")).to_be_visible()
    post.get_by_role("link", name="edited").click()
    expect(page.get_by_role("heading", name="History of a post")).to_be_visible()
    assert page.locator("ins").first.inner_text() == "Two"
    assert page.locator("del").first.inner_text() == "Three"


def test_answer_quotes_and_names_people(thread: dict[str, str], visit: Visit) -> None:
    page = visit("hedda").open(thread["url"])
    menu_of(page, "Two things").get_by_role("link", name="Quote").click()
    box = reply_box(page)
    assert box.input_value().startswith("> ")
    box.fill(box.input_value() + "\n\nRim first.")
    press(page, "Post reply")
    expect(post_with(page, "Rim first").locator("blockquote")).to_contain_text("spokes")
    page = visit("mia").open(thread["url"])
    expect(post_with(page, "Rim first").locator("blockquote")).to_contain_text("Mia Sommer")


def test_reaction_names_who_reacted(thread: dict[str, str], visit: Visit) -> None:
    page = visit("mia").open(thread["url"])
    menu_of(page, "Rim first").get_by_role("button", name="Thanks").click()
    mine = post_with(page, "Rim first").get_by_role("button", pressed=True)
    expect(mine).to_contain_text("you")
    page = visit("hedda").open(thread["url"])
    post_with(page, "Rim first").locator(".kudos").get_by_role("button", name="Mia").click()
    expect(post_with(page, "Rim first").locator(".kudos")).to_contain_text("Mia and you")


def test_delete_leaves_a_mark(thread: dict[str, str], visit: Visit) -> None:
    page = visit("mia").open(thread["url"])
    answer(page, "Forget what I said")
    menu_of(page, "Forget what I said").get_by_role("link", name="Delete").click()
    press(page, "Delete for good")
    expect(page.get_by_text("This post was taken away.")).to_be_visible()
    page = visit("hedda").open(thread["url"])
    assert not page.get_by_text("Forget what I said").count()


def test_whoever_asked_marks_what_solved_it(thread: dict[str, str], visit: Visit) -> None:
    page = visit("hedda").open(thread["url"])
    menu_of(page, "Two things").get_by_role("button", name="solved").click()
    expect(page.locator("article.post-answer")).to_contain_text("Two things")
    press(page, "Not solved after all")
    expect(page.locator("article.post-answer")).to_have_count(0)


def test_host_pins_closes_and_moves(thread: dict[str, str], place: Place, visit: Visit) -> None:
    place.furnish("Archive room")
    page = visit("hedda").open(thread["url"])
    press(page, "Pin it on top")
    expect(page.get_by_role("button", name="Take the pin out")).to_be_visible()
    press(page, "Close the thread")
    mia = visit("mia").open(thread["url"])
    expect(mia.get_by_text("The thread is closed; a moderator can open it.")).to_be_visible()
    follow(page, "Move it")
    page.get_by_label("Archive room").check()
    press(page, "Move it there")
    expect(page.locator(".crumb")).to_have_text("Archive room")
    mia.reload()
    expect(mia.get_by_role("heading", name="A wobbly wheel")).to_be_visible()


@pytest.mark.both_engines
def test_chat_line_becomes_a_branch(place: Place, visit: Visit) -> None:
    chat = place.furnish("Kitchen table", kind="Chat")
    page = visit("mia").open(chat)
    page.get_by_role("textbox", name="message").fill("Who has a spare tube?")
    page.keyboard.press("Control+Enter")
    line = post_with(page, "spare tube")
    expect(line).to_be_visible()
    line.hover()
    line.get_by_role("link", name="Answer in a thread").first.click()
    page.get_by_label("Your words").fill("I found one.")
    press(page, "Answer")
    expect(page.locator("article.post")).to_have_count(2)
    page = visit("hedda").open(chat)
    branch = post_with(page, "spare tube").locator(".branch")
    expect(branch).to_contain_text("1 reply")
    branch.click()
    expect(page.get_by_text("I found one.")).to_be_visible()


def test_talk_on_a_phone(place: Place, thread: dict[str, str], visit: Visit) -> None:
    page = visit("mia", width=PHONE).open(place.at())
    page.get_by_role("button", name="Spaces").tap()
    page.locator(".sidebar").get_by_role("link", name="Archive room").tap()
    page.get_by_role("link", name="A wobbly wheel").tap()
    page.wait_for_url("**/t/*/")
    post = post_with(page, "Two things")
    post.get_by_role("button", name="More about this post").tap()
    post.get_by_role("button", name="A hug").tap()
    expect(post_with(page, "Two things").locator(".kudos")).to_contain_text("you")
    page.locator(".crumb").tap()
    page.get_by_role("link", name="Start a thread").tap()
    page.get_by_label("Title").fill("From the road")
    page.get_by_label("Your words").fill("A flat in the rain.")
    page.get_by_role("button", name="Post it").tap()
    expect(page.get_by_role("heading", name="From the road")).to_be_visible()
    reply_box(page).fill("Mended.")
    page.get_by_role("button", name="Post reply").tap()
    expect(post_with(page, "Mended.")).to_be_in_viewport()
