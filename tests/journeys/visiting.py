"""A browser as a person has it: Debian's Chromium, one context a person, watched for trouble."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, Route

from tools import packages

# Without these Chromium asks its maker's servers for updates at every start.
SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
WIDE, PHONE = 1280, 390


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The Chromium of this machine; Playwright's own download is never used."""
    path = packages.find("chromium")
    if path is None:
        raise RuntimeError("Journeys need Chromium: apt-get install chromium, then again.")
    browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
    try:
        yield browser
    finally:
        browser.close()


@dataclass
class Visitor:
    """One person's browser: a context of its own, and what went wrong in it."""

    context: BrowserContext
    url: str
    troubles: list[str] = field(default_factory=list)

    def open(self, path: str = "/") -> Page:
        """A new tab at `path`, or at a whole address of the house."""
        page = self.context.new_page()
        page.goto(path if path.startswith("http") else self.url + path)
        return page

    def watch(self, page: Page) -> None:
        """Notes errors of scripts, of the content security policy and of the server."""
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        page.on("console", lambda line: self._console(page, line))
        page.on("response", lambda answer: self._answer(answer))

    def forgive(self, words: str) -> None:
        """Takes what went wrong on purpose off the list."""
        self.troubles[:] = [trouble for trouble in self.troubles if words not in trouble]

    def picture(self, stem: str) -> None:
        """Keeps what the open tabs show, as `stem`-1.png and so on."""
        for number, page in enumerate(self.context.pages, start=1):
            page.screenshot(path=f"{stem}-{number}.png", full_page=True)

    def _console(self, page: Page, line: Any) -> None:
        # A refused request is an answer that journeys ask for on purpose; see _answer.
        if line.type == "error" and "Failed to load resource" not in line.text:
            self.troubles.append(f"{page.url}: {line.text}")

    def _answer(self, answer: Any) -> None:
        if answer.status >= 500:
            self.troubles.append(f"{answer.url}: {answer.status}")

    def stay_inside(self, route: Route, request: Request) -> None:
        """Refuses and notes what a page asks of another house."""
        asked, ours = urlsplit(request.url), urlsplit(self.url)
        if asked.scheme in ("data", "blob") or asked.netloc == ours.netloc:
            route.continue_()
        else:
            self.troubles.append(f"a page asked another house: {request.url}")
            route.abort()


def visitor(
    browser: Browser,
    url: str,
    *,
    width: int = WIDE,
    dark: bool = False,
    scripts: bool = True,
    policy: bool = True,
    language: str = "en",
    state: Any = None,
) -> Visitor:
    """A new person at the door of the house at `url`; no cookie is shared with anybody, but
    `state` holds those with which they come. Without `policy` the browser knows no content policy.
    """
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
        java_script_enabled=scripts,
        bypass_csp=not policy,
        locale=language,
        has_touch=width < 500,
        # Pages that fade into one another make pictures half a page and clicks half a click.
        reduced_motion="reduce",
        storage_state=state,
        timezone_id="UTC",
    )
    context.set_default_timeout(10_000)
    person = Visitor(context, url)
    context.on("page", person.watch)
    context.route("**/*", person.stay_inside)
    return person


# Reports of what is well, and the way to each element, take longer than looking does.
_BROKEN_RULES = """async () => {
  const {violations} = await axe.run({resultTypes: ['violations'], selectors: false});
  return violations.flatMap(rule =>
    rule.nodes.map(node => `${rule.id}: ${rule.help}: ${node.html.slice(0, 160)}`));
}"""


def barriers(page: Page) -> list[str]:
    """What axe-core finds on a page by any rule: the rule, what it asks, and where it is broken."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return list(page.evaluate(_BROKEN_RULES))
