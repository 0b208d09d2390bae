"""Nothing that somebody wrote gives orders to htmx or to the elements of the house."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import inglenook
from inglenook.conversations import actions
from inglenook.foundation.text import render
from tests.cast import Cast

pytestmark = pytest.mark.django_db

#: Each of them has a word of its own that has to come through.
ATTACKS = (
    '<div hx-get="/account/" hx-trigger="load">word</div>',
    '<a data-hx-post="/garage/leave/" data-hx-trigger="load">word</a>',
    '<b hx-on:load="hit()" hx-on::after-request="hit()" hx-on-click="hit()">word</b>',
    '<p id="main" hx-swap-oob="true" name="intent" class="composer">word</p>',
    '<form action="/garage/leave/" method="post"><button formaction="/x">word</button></form>',
    '<div hx-ext="sse" sse-connect="/live/?community=garage" hx-boost="true">word</div>',
    '<live-line data-url="//e.example/"></live-line><keep-draft></keep-draft>word',
    '<meta http-equiv="refresh" content="0;url=//e.example"><link rel="stylesheet" href="/x">word',
    '<input name="csrfmiddlewaretoken" value="x"><textarea name="text">word</textarea>',
    '[word](/garage/leave/ "x\\" hx-get=\\"/x")',
    "<template><script>hit()</script></template><slot></slot>word",
)
ORDERS = ("hx-", "data-", "sse-", "ws-", "on")
OURS = {"id", "name", "style", "form", "is", "slot", "part", "formaction"}
ELEMENTS = {"form", "input", "button", "textarea", "select", "meta", "link", "style", "template",
            "slot", "script", "iframe", "base"}  # fmt: skip


class Prose(HTMLParser):
    """Notes what would act within somebody's words, and the words."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.acting: list[str] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        orders = [name for name, _value in attrs if name.startswith(ORDERS) or name in OURS]
        if orders or tag in ELEMENTS or "-" in tag:
            self.acting.append(f"<{tag} {attrs}>")

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("attack", ATTACKS)
def test_orders_to_htmx_are_words(attack: str) -> None:
    assert Prose(attack).acting or attack.startswith("["), "this is no attack"
    read = Prose(str(render(attack).html))
    assert read.acting == []
    assert "word" in read.words


@pytest.mark.parametrize("attack", ATTACKS)
def test_orders_to_htmx_are_words_on_the_page(cast: Cast, attack: str) -> None:
    post = actions.reply(cast.viewer("lena"), cast.thread("plans"), markdown=attack)
    client = cast.client("mia")
    page = client.get(f"/garage/t/{cast.threads['plans'].pk}/").text
    history = client.get(f"/garage/p/{post.pk}/history/").text
    for text in (page, history):
        proses = re.findall(r'<div class="prose" hx-ignore>(.*?)</div>', text, re.DOTALL)
        assert any("word" in prose for prose in proses)
        assert not [acting for prose in proses for acting in Prose(prose).acting]


def test_htmx_is_told_to_leave_the_words_of_people_alone() -> None:
    templates = Path(inglenook.__file__).parent.rglob("templates/**/*.html")
    elements = [
        tag
        for t in templates
        for tag in re.findall(r'<(?!textarea)[^>]* class="prose[^>]*>', t.read_text())
    ]
    assert len(elements) > 5
    assert not [tag for tag in elements if "hx-ignore" not in tag]
