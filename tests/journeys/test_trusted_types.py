"""Text becomes markup through the policy of the house alone."""

from collections.abc import Callable

from tests.journeys.people import Place
from tests.journeys.visiting import Visitor

_SINKS = """() => {
  const tried = {};
  for (const [name, sink] of Object.entries({
    inner: () => { document.createElement("div").innerHTML = "<b>hello</b>"; },
    beside: () => { document.body.insertAdjacentHTML("beforeend", "<b>hello</b>"); },
    parsed: () => { new DOMParser().parseFromString("<b>hello</b>", "text/html"); },
    source: () => { document.createElement("script").src = "/static/x.js"; },
    policy: () => { trustedTypes.createPolicy("mine", { createHTML: (text) => text }); },
    again: () => { trustedTypes.createPolicy("house", { createHTML: (text) => text }); },
  })) {
    try { sink(); tried[name] = "done"; } catch (error) { tried[name] = error.name; }
  }
  return tried;
}"""


def test_nothing_but_htmx_turns_text_into_markup(
    place: Place, visit: Callable[..., Visitor]
) -> None:
    visitor = visit("hedda")
    page = visitor.open("/")
    refused = dict.fromkeys(("inner", "beside", "parsed", "source", "policy", "again"), "TypeError")
    assert page.evaluate(_SINKS) == refused
    for words in ("Trusted", "trusted"):
        visitor.forgive(words)
