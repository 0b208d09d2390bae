"""Icons, fields and the frame, as templates use them."""

from __future__ import annotations

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from inglenook.foundation.shell import Face, Shell, SpaceItem, You, frame


def rendered(text: str, **context: object) -> str:
    return Template("{% load house %}" + text).render(Context(context))


class Entrance(forms.Form):
    email = forms.EmailField(label="Email", help_text="Only you see it.")
    note = forms.CharField(required=False, widget=forms.Textarea)
    role = forms.ChoiceField(choices=[("a", "One"), ("b", "Two")], widget=forms.RadioSelect)
    stay = forms.BooleanField(required=False)
    token = forms.CharField(widget=forms.HiddenInput, initial="abc")


def test_icon_is_silent_to_readers_and_turns_round_where_it_points() -> None:
    assert 'aria-hidden="true"' in rendered('{% icon "house" %}')
    assert "icon-flip" not in rendered('{% icon "house" %}')
    assert "icon icon-s icon-flip" in rendered('{% icon "reply" small %}')
    assert "#i-coffee" in rendered("{% icon name %}", name="coffee")


def test_icon_name_is_escaped() -> None:
    assert "<script>" not in rendered("{% icon name %}", name='"><script>')


def test_icon_without_name_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError):
        rendered("{% icon %}")


def test_field_is_bound_to_its_label_hint_and_error() -> None:
    html = rendered("{% fields form %}", form=Entrance({"email": "mia@okafor", "role": "a"}))
    assert '<label for="id_email">' in html
    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert 'id="id_email_error"' in html
    assert 'aria-invalid="true"' in html
    assert html.count("autofocus") == 1


def test_fields_keep_what_was_typed_and_hidden_ones() -> None:
    html = rendered("{% fields form %}", form=Entrance({"email": "mia@okafor", "note": "<b>"}))
    assert "mia@okafor" in html
    assert "&lt;b&gt;" in html
    assert 'type="hidden" name="token"' in html


def test_problems_of_the_whole_form_are_an_alert() -> None:
    form = Entrance({"email": "mia@example.org", "role": "a"})
    form.add_error(None, "These two don’t belong together.")
    html = rendered("{% fields form %}", form=form)
    assert 'role="alert"' in html
    assert "These two don’t belong together." in html


def test_choices_are_a_group_with_a_legend() -> None:
    html = rendered("{% fields form %}", form=Entrance())
    assert "<legend>Role</legend>" in html
    assert html.count('type="radio"') == 2


def test_frame_is_made_once_and_is_the_front_door_without_one() -> None:
    request, made = RequestFactory().get("/"), []

    def make() -> Shell:
        made.append(1)
        return Shell(name="Racket", slug="racket")

    assert frame(request) == {"shell": Shell()}
    request.shell = make  # type: ignore[attr-defined]
    assert frame(request)["shell"] == frame(request)["shell"]
    assert made == [1]


def test_shared_pages_stand_in_the_rooms_only_for_those_inside() -> None:
    you = You("Mia", "/", Face(), "k")
    assert Shell().frame == "public.html"
    assert Shell(slug="racket").frame == "public.html"
    assert Shell(slug="racket", you=you).frame == "shell.html"
    assert Shell(spaces=(SpaceItem("a", "/", "x", is_new=True),)).has_new
