"""What people do in a talk: start, answer, open the menu of a post."""

from playwright.sync_api import Locator, Page, expect

from tests.journeys.entering import press


def start_thread(page: Page, board: str, title: str, text: str) -> str:
    """Starts a thread from the page of its board; returns the thread's address."""
    page.goto(board)
    page.get_by_role("link", name="Start a thread").first.click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Your words").fill(text)
    press(page, "Post it")
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    return page.url


def reply_box(page: Page) -> Locator:
    """Where an answer is written."""
    return page.get_by_role("textbox", name="Your reply")


def answer(page: Page, text: str) -> None:
    """Answers in the thread that is open, and waits until the answer stands there."""
    reply_box(page).fill(text)
    press(page, "Post reply")
    expect(page.locator("article.post").filter(has_text=text.splitlines()[0])).to_be_visible()


def post_with(page: Page, words: str) -> Locator:
    """The post or message that says this."""
    return page.locator("[data-post]").filter(has_text=words).last


def menu_of(page: Page, words: str) -> Locator:
    """The opened menu of the post or message that says this."""
    post = post_with(page, words)
    post.hover()
    post.get_by_role("button", name="More about this").click()
    return post.locator(".menu")
