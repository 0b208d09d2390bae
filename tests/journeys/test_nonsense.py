"""Nonsense in every field of every form: a sentence, the words kept, never a fault of the house."""

import re
from collections.abc import Callable
from urllib.parse import urlencode, urljoin

import pytest
from playwright.sync_api import APIResponse, Page

from tests.journeys.pages import kind_of, walk
from tests.journeys.people import Place
from tests.journeys.talking import start_thread
from tests.journeys.visiting import Visitor

Visit = Callable[..., Visitor]
NONSENSE = {
    "empty": "",
    "null": "a\0b",
    "markup": "<script>alert(1)</script>\"'&{{7*7}}{% now %}",
    "long": "x" * 40_000,
    "number": "99999999999999999999999999",
    "direction": "\u202egnorw\u200b\ufeff",
    "surrogate": "\ud83d",
}
# What is chosen or carried along, not typed.
UNSEEN = {"intent", "revision", "readable_by", "openness", "kind", "icon", "role", "seed", "space"}
UNSEEN |= {"theme", "language", "next", "member", "spaces", "emoji", "source", "reply_to", "file"}
# What the house sealed itself and takes back as it was.
UNSEEN |= {"key"}
# Their pressing ends what the others need: the session, the membership, the account, the house.
_ENDING = re.compile(
    r"/(logout|leave|delete|end|resign|remove|undo|forget|archive|go|block|role)/|/account/(email|password)"
)
FORMS = """() => [...document.forms].map(form => ({
  action: form.action, method: form.method,
  fields: [...new FormData(form)].map(([name, value]) => [name, String(value)]),
}))"""
TOKEN = """() => [...document.querySelectorAll('[name=csrfmiddlewaretoken]')].slice(0, 1)
  .map(field => [field.name, field.value])"""
BUTTONS = """() => [...document.querySelectorAll('button[formaction]')].map(b => b.formAction)"""


def _forms(page: Page) -> list[tuple[str, dict[str, str]]]:
    """The forms of the open page that change something, each with what it would send."""
    forms = [form for form in page.evaluate(FORMS) if form["method"] == "post"]
    return [(form["action"], dict(form["fields"])) for form in forms]


def _deed(action: str) -> str:
    """What a form does, whatever its query says."""
    return kind_of(action).partition("?")[0]


def _send(page: Page, action: str, fields: dict[str, str]) -> APIResponse:
    """Sends a form as a browser would, but also what no browser would write."""
    body = urlencode(fields, encoding="utf-8", errors="surrogatepass")
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return page.request.post(action, data=body, headers=headers, max_redirects=0)


def _wrong(answer: APIResponse, kind: str, field: str) -> str:
    """What is wrong with the answer to nonsense of this kind, or nothing."""
    if answer.status >= 500:
        return f"answered with {answer.status}"
    text = answer.text()
    if "<script>alert(1)" in text:
        return "put markup into the page"
    if answer.status != 422:
        return ""
    if not re.search(r'role="alert"|class="error"|class="empty', text):
        return "refused without a sentence"
    kept = kind == "markup" and "password" not in field and field not in UNSEEN
    if kept and f'name="{field}"' in text and "&lt;script&gt;alert(1)" not in text:
        return "lost what was typed"
    return ""


def _answers(page: Page, action: str, fields: dict[str, str]) -> list[str]:
    """What is wrong with the answers to nonsense in one field after the other."""
    wrong = []
    for name in fields:
        if name == "csrfmiddlewaretoken":
            continue
        for kind, value in NONSENSE.items():
            if name == "slug" and kind == "number":
                continue  # A good address, after which this one would lead nowhere.
            problem = _wrong(_send(page, action, fields | {name: value}), kind, name)
            if problem:
                wrong.append(f"{kind_of(action)}: {name}={kind}: {problem}")
    return wrong


@pytest.mark.parametrize("name", ["hedda", ""], ids=["host", "stranger"])
def test_nonsense_is_answered_with_a_sentence(place: Place, visit: Visit, name: str) -> None:
    board = place.house.url + place.furnish(f"Workshop {name}")
    start_thread(visit("hedda").open("/"), board, "Bells", "Brass?")
    page = visit(name).open("/")
    wrong: list[str] = []
    tried = set()
    starts = [place.house.url + path for path in (place.at(), "/", "/account/login/")]
    for _kind in walk(page, *starts, stay=place.at()):
        token = dict(page.evaluate(TOKEN))
        buttons = [(url, token | {"emoji": "x", "until": ""}) for url in page.evaluate(BUTTONS)]
        for action, fields in [*_forms(page), *buttons]:
            where = urljoin(page.url, action)
            if _deed(where) in tried or _ENDING.search(where):
                continue
            tried.add(_deed(where))
            wrong += _answers(page, where, fields)
    assert len(tried) > 2
    assert "\n".join(wrong) == ""


def test_nonsense_in_addresses_is_answered(place: Place, visit: Visit) -> None:
    page = visit("mia").open(place.at())
    wrong = []
    for path in ("search", "people", "s/workshop-mia", "s/nothing", "t/1", "p/1", "people/names"):
        for field in ("q", "page", "kind", "at", "after", "before", "start", "show", "reply"):
            for kind, value in NONSENSE.items():
                query = urlencode({field: value[:3000]}, errors="surrogatepass")
                answer = page.request.get(f"{place.house.url}{place.at(path)}?{query}")
                if answer.status >= 500:
                    wrong.append(f"{path}?{field}={kind}: {answer.status}")
    assert wrong == []
