"""Each rule of `make lint` about languages finds what breaks it and leaves alone what doesn't."""

import pytest

from tools.checks import bare_words, sentences

TEMPLATE = "inglenook/events/templates/events/page.html"
MODULE = "inglenook/events/actions.py"
LETTERS = "from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext\n"


@pytest.mark.parametrize(
    "text",
    [
        "<p>Hello</p>",
        "<p>{{ name }} wrote</p>",
        '<img alt="A house" src="a.png">',
        '<nav aria-label="Pages"></nav>',
        '<input placeholder="Your name">',
        '<button value="Go on"></button>',
        '{% translate "and " %}',
        '{% translate ", in all communities" %}',
    ],
)
def test_bare_words_are_found(text: str) -> None:
    found = bare_words.check(TEMPLATE, f"<p>{{% translate 'Words' %}}</p>\n{text}\n")
    assert [finding.line for finding in found] == [2]


@pytest.mark.parametrize(
    "text",
    [
        '<p class="lead">{% translate "Hello" %} · {{ name }}, 3 × 4</p>',
        "{% blocktranslate with name=who %}{{ name }} <b>wrote</b>{% endblocktranslate %}",
        "{# Words #}{% comment %}More words{% endcomment %}",
        "{% block main_class %}door panel{% endblock %}",
        "<b>Slack</b> <code>from:mia</code> <script type='application/json'>{\"a\": 1}</script>",
        '<a data-place="somewhere" title="{{ name }}" href="/x/">{% icon "lock" %}</a>',
    ],
)
def test_translated_words_are_left_alone(text: str) -> None:
    assert bare_words.check(TEMPLATE, text) == []


def test_words_of_text_letters_are_found_too() -> None:
    assert bare_words.check("inglenook/events/templates/mail/evening.txt", "Good evening")


@pytest.mark.parametrize(
    "line",
    [
        'NAME = _("Name")',
        'class Kind: name = pgettext("a", "Board")',
        'def act(name=_("Name")): pass',
        "def act(name): return _(name)",
        'def act(name): return _("Hello {}".format(name))',
        'def act(n, many): return ngettext("one", many, n)',
        'def act(name): return _("Hello ") + name',
        'def act(name): return f"{_("Hello")} {name}"',
        'def act(): raise Invalid("This day has passed.")',
        'def may(): return No(f"{name} may not.")',
        'def view(request): messages.success(request, "Saved.")',
        'field = CharField(label="Your name")',
        'def page(): return {"lead": "In no order but the alphabet."}',
        'def run(): raise MendableError("The disk is full.")',
        'def run(): raise SettingError("PORT", "PORT is no number.")',
        'def run(n): print(f"{n} were imported.")',
        'def add_arguments(parser): parser.add_argument("--yes", help="go on without asking")',
        'def look(): cure = "Make room on the disk."',
    ],
)
def test_untranslated_sentence_is_found(line: str) -> None:
    found = sentences.check(MODULE, f"{LETTERS}\n{line}\n")
    assert {finding.line for finding in found} == {3}


@pytest.mark.parametrize(
    "line",
    [
        'NAME = gettext_lazy("Name")',
        'def act(name): return _("Hello %(name)s") % {"name": name}',
        'LATER = lambda: _("Name")',
        'def act(n): return ngettext("%(n)d day", "%(n)d days", n) % {"n": n}',
        'def may(): return No(_("The thread is closed."))',
        "def act(sentence): raise Refused(sentence)",
        'logger.warning("The mail server does not answer.")',
        'def page(): return {"line": "", "lead": community.purpose, "button": "x"}',
        'field = CharField(label=gettext_lazy("Your name"))',
        'def run(problem): print(f"inglenook: {problem}")',
        'def look(home): cure = f"chmod 700 {home}"',
    ],
)
def test_translated_sentence_is_left_alone(line: str) -> None:
    assert sentences.check(MODULE, f"{LETTERS}\n{line}\n") == []


def test_command_line_has_words_of_its_own() -> None:
    own = "from inglenook.site.language import gettext as _"
    assert sentences.check(MODULE, f'{own}\ndef brief(): return _("serve the house")\n') == []
    assert sentences.check(MODULE, f'{own}\nBRIEF = _("serve the house")\n')
