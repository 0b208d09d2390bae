"""Tags of the design system: icons, form fields, the search marks of a found text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from django import forms, template
from django.forms import BoundField
from django.template import Context, Node, TemplateSyntaxError
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from inglenook.foundation.memory import Kept

register = template.Library()

_kept: Kept[object, SafeString] = Kept(2_000_000)
"""What `kept` blocks printed, in characters."""

DIRECTED = frozenset(
    {"arrow-left", "arrow-right", "chevron-left", "chevron-right", "list", "log-out", "reply"}
    | {"send"}
)
"""Icons that point along the line of reading, and so turn round where that runs to the left."""


@cache
def _drawing(name: str, small: bool) -> SafeString:
    classes = "icon"
    if small:
        classes += " icon-s"
    if name in DIRECTED:
        classes += " icon-flip"
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        classes,
        static("vendor/icons.svg"),
        name,
    )


class IconNode(Node):
    """Renders one icon; made once a process, since it stands in the hottest loops of the house."""

    def __init__(self, name: FilterExpression, small: bool) -> None:
        self.name = name
        self.small = small

    def render(self, context: Context) -> SafeString:
        return _drawing(str(self.name.resolve(context)), self.small)


@register.tag("icon")
def icon(parser: Parser, token: Token) -> IconNode:
    """`{% icon "bell" %}` or `{% icon space.icon small %}`: a drawing that is silent to readers."""
    parts: Sequence[str] = token.split_contents()
    if len(parts) not in {2, 3} or parts[2:] not in ([], ["small"]):
        raise TemplateSyntaxError('an icon is written {% icon "name" %} or {% icon "name" small %}')
    return IconNode(parser.compile_filter(parts[1]), small=len(parts) == 3)


@register.inclusion_tag("partials/field.html")
def field(bound: BoundField, autofocus: bool = False) -> dict[str, object]:
    """One field of a form with its label, hint and errors; `autofocus` puts the cursor there."""
    widget = bound.field.widget
    kind = _kind(widget)
    attrs: dict[str, str | bool] = {"class": "input"} if kind == "text" else {}
    if autofocus:
        attrs["autofocus"] = True
    return {
        "field": bound,
        "kind": kind,
        "control": "" if kind == "choices" else bound.as_widget(attrs=attrs),
        "errors": list(bound.errors),
        # A list always holds an answer already.
        "optional": not bound.field.required and not isinstance(widget, forms.Select),
    }


@register.inclusion_tag("partials/fields.html")
def fields(form: forms.BaseForm) -> dict[str, object]:
    """All fields of a form; after a refusal the cursor stands in the first that is in error."""
    visible = form.visible_fields()
    wrong = next((bound.name for bound in visible if bound.errors), None)
    return {
        "problems": list(form.non_field_errors()) if form.is_bound else [],
        "hidden": form.hidden_fields(),
        "rows": [(bound, bound.name == wrong) for bound in visible],
    }


def _kind(widget: forms.Widget) -> str:
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "text"


class KeptNode(Node):
    """A part of a page that is rendered once for each set of values that it is given."""

    def __init__(self, names: tuple[str, ...], given: list[FilterExpression], body: NodeList):
        self.names = names
        self.given = given
        self.nodelist = body

    def render(self, context: Context) -> SafeString:
        values = tuple([one.resolve(context) for one in self.given])
        key = (id(self), get_language(), context.autoescape, values)
        found = _kept.get(key)
        if found is None:
            own = context.new(dict(zip(self.names, values, strict=True)))
            found = self.nodelist.render(own)
            _kept.put(key, found, len(found))
            _nodes.add(self)
        return found


_nodes: set[KeptNode] = set()
"""Those that kept something: while they live, no other has their id."""


@register.tag("kept")
def kept(parser: Parser, token: Token) -> KeptNode:
    """`{% kept name=page.name %}...{% endkept %}`: what stands inside sees these values alone.

    It is kept by the values themselves, which are compared and so must not change (texts, numbers,
    tuples, frozen dataclasses); a token or a nonce can't be among them.
    """
    bits = token.split_contents()[1:]
    given = token_kwargs(bits, parser)
    if bits or not given:
        raise TemplateSyntaxError("a kept block is written {% kept name=value %}")
    body = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(tuple(given), list(given.values()), body)


@cache
def _scripts(nonce: str) -> SafeString:
    return format_html(
        '<script src="{}" defer{nonce}></script>\n<script type="module" src="{}"{nonce}></script>',
        static("django_htmx/htmx-4.min.js"),
        static("house.js"),
        nonce=SafeString(nonce),
    )


@register.simple_tag(takes_context=True)
def scripts(context: Context) -> SafeString:
    """The scripts of every page, with the page's nonce.

    Not for strangers: their pages may be sent again, and all scripts are our own files.
    """
    if not context["shell"].you:
        return _scripts("")
    # The letters of a nonce mean nothing in HTML.
    return SafeString(_scripts(' nonce="@"').replace("@", str(context["csp_nonce"])))
