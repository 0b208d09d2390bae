"""Each rule of `make lint` finds what breaks it and leaves alone what doesn't."""

from typing import Any

import pytest

from tools.checks import project_files, sentences, source, styles, templates, words

TEMPLATE = "inglenook/events/templates/events/page.html"
STYLES = "inglenook/events/static/events/page.css"
MODULE = "inglenook/events/actions.py"


@pytest.mark.parametrize(
    "text",
    [
        "<style>a { color: red }</style>",
        '<p style="color: red">a</p>',
        "<p style={{ colour }}>a</p>",
        '<button onclick="go()">a</button>',
        '<button hx-on:click="go()">a</button>',
        "<script>go()</script>",
        '<script type="module">go()</script>',
        '<a href="javascript:go()">a</a>',
        '<img src="{{ picture }}">',
        '<img alt="" src="https://elsewhere.example/a.png">',
        '<link rel="stylesheet" href="//elsewhere.example/a.css">',
        "{{ post.html|safe }}",
        "{% autoescape off %}{{ name }}{% endautoescape %}",
    ],
)
def test_template_that_breaks_a_rule_is_found(text: str) -> None:
    found = templates.check(TEMPLATE, f"<p>first line</p>\n{text}\n")
    assert [finding.line for finding in found] == [2]


@pytest.mark.parametrize(
    "text",
    [
        '<script src="{% static "a.js" %}" defer></script>',
        '<script type="application/json">{"a": 1}</script>',
        '<a href="https://elsewhere.example/">a</a>',
        '<img alt="{{ name }}" src="{{ picture }}">',
        "{# <style> #}{% comment %}<p onclick>{% endcomment %}",
        '<p data-style="a" {% if one %}hidden{% endif %}>on = 1</p>',
        "{{ safe }} {{ name|default:'safe' }}",
    ],
)
def test_template_within_the_rules_is_left_alone(text: str) -> None:
    assert templates.check(TEMPLATE, text) == []


def test_style_is_allowed_in_mail_and_script_is_not() -> None:
    mail = "inglenook/notices/templates/notices/mail/evening.html"
    assert templates.check(mail, '<p style="color: red">a</p>') == []
    assert templates.check(mail, "<script>go()</script>")


@pytest.mark.parametrize(
    "declaration",
    [
        "color: #b4582c",
        "background: linear-gradient(red, var(--b))",
        "border: 1px solid rgb(0 0 0 / 20%)",
        "box-shadow: 0 1px oklch(0.2 0 0)",
        "--mine: tomato",
        "margin-left: 1px",
        "border-top-right-radius: 1px",
        "left: 0",
        "text-align: right",
        "float: left",
        "background: url(https://elsewhere.example/a.png)",
        'mask: url("//elsewhere.example/a.svg")',
        "background: url(data:image/png;base64,AAAA)",
    ],
)
def test_declaration_that_breaks_a_rule_is_found(declaration: str) -> None:
    found = styles.check(STYLES, f"@layer modules {{\n  .a {{\n    {declaration};\n  }}\n}}\n")
    assert [finding.line for finding in found] == [3]


@pytest.mark.parametrize(
    "declaration",
    [
        "color: var(--ink)",
        "color: transparent",
        "background: color-mix(in oklab, var(--a), var(--b))",
        "color: oklch(from var(--a) l c h)",
        "margin-inline-start: 1px",
        "inset-inline-end: 0",
        "text-align: start",
        "animation: tan 1s",
        "mask: url(a.svg)",
        "&:hover { padding-block: 1px }",
    ],
)
def test_declaration_within_the_rules_is_left_alone(declaration: str) -> None:
    assert styles.check(STYLES, f"@layer modules {{ .a {{ {declaration} }} }}") == []


def test_colour_stands_in_a_token_file() -> None:
    rule = ":root { --ink: oklch(0.2 0 0) }"
    assert styles.check("inglenook/foundation/static/css/tokens/ink.css", rule) == []
    assert styles.check("inglenook/foundation/static/css/base/ink.css", rule)


def test_room_writes_in_the_layer_of_modules_alone() -> None:
    assert styles.check(STYLES, ".a { gap: 0 }")
    assert styles.check("inglenook/foundation/static/css/base/a.css", ".a { gap: 0 }") == []


def test_long_stylesheet_is_found() -> None:
    assert styles.check(STYLES, "\n" * 149) == []
    assert styles.check(STYLES, "\n" * 150)


@pytest.mark.parametrize(
    "line",
    [
        "import requests",
        "import urllib.request",
        "from urllib import request",
        "from httpx import get",
        "from django.contrib import admin",
        "from django.forms import ModelForm",
        "from django.utils.safestring import mark_safe",
        "Post.objects.unguarded()",
        'Post.objects.unguarded("")',
        "Post.objects.unguarded(reason)",
    ],
)
def test_source_that_breaks_a_rule_is_found(line: str) -> None:
    assert [finding.line for finding in source.check(MODULE, f"\n{line}\n")] == [2]


@pytest.mark.parametrize(
    "line",
    [
        "from urllib.parse import urlsplit",
        "from django import forms",
        "from .requests import answer",
        'Post.objects.unguarded("counts for the operator hold no text")',
    ],
)
def test_source_within_the_rules_is_left_alone(line: str) -> None:
    assert source.check(MODULE, line) == []


def test_doors_may_do_what_others_may_not() -> None:
    assert source.check("inglenook/foundation/outbound.py", "import requests") == []
    safe = "from django.utils.safestring import mark_safe"
    assert source.check("inglenook/foundation/text/render.py", safe) == []
    assert source.check("inglenook/foundation/activity.py", "rows.unguarded()") == []


@pytest.mark.parametrize("module", ["views.py", "views/room.py", "forms.py", "policy.py"])
def test_only_queries_and_actions_reach_rows(module: str) -> None:
    reach = "rows = Event.objects.all()"
    assert source.check(f"inglenook/events/{module}", reach)
    assert source.check("inglenook/events/queries.py", reach) == []


def test_addresses_of_registries_and_folders_of_a_machine_are_found() -> None:
    registry, folder = "py" + "pi.org", "/ro" + "ot/"
    assert words.check("docs/a.md", f"see https://{registry}/x")
    assert words.check("docs/a.md", f"cd {folder}x")
    assert words.check("requirements/dev.txt", "--find-links x")
    assert words.check("docs/a.md", "see docs/settings.md and ../shared/data") == []


def test_one_reason_for_several_queries_has_a_name() -> None:
    named = 'WHY = "the operator counts"\nrows.unguarded(WHY)\n'
    assert source.check("inglenook/events/queries.py", named) == []
    assert source.check("inglenook/events/queries.py", "rows.unguarded(why)\n")


def test_type_of_safe_html_may_be_named_and_no_html_be_called_safe() -> None:
    typed = "from django.utils.safestring import SafeString\nhtml = SafeString('')\n"
    assert source.check("inglenook/events/queries.py", typed) == []
    assert source.check("inglenook/events/queries.py", f"{typed}html = SafeString(body)\n")


@pytest.mark.parametrize("subject", [source, sentences])
def test_files_of_a_check_are_there_and_what_it_leaves_out_is_not(subject: Any) -> None:
    wanted, *left_out = subject.FILES
    every = {name for name, _ in project_files(wanted)}
    read = {name for name, _ in project_files(*subject.FILES)}
    aside = {
        name
        for out in left_out
        for name, _ in project_files(out.removeprefix(":!:"))
        if name in every
    }
    assert aside and read and read == every - aside
