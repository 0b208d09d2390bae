"""Forms of spaces."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from inglenook.foundation.audience import LIST, MEMBERS, MODERATORS, WORLD
from inglenook.spaces.models import Space

OPENNESS = [
    (WORLD, _("Everyone, also without an account")),
    (MEMBERS, _("Members")),
    (LIST, _("A list of people; to all others it doesn't exist")),
    (MODERATORS, _("Hosts and moderators")),
]
ICONS = [
    ("messages-square", _("Talk")), ("coffee", _("Coffee")), ("wrench", _("Tools")),
    ("book-open", _("Book")), ("feather", _("Feather")), ("image", _("Pictures")),
    ("map-pin", _("Places")), ("lightbulb", _("Ideas")), ("hand-heart", _("Care")),
    ("headphones", _("Quiet")), ("scale", _("Rules")), ("lock", _("Lock")),
]  # fmt: skip


class SpaceForm(forms.Form):
    """A room of the community."""

    name = forms.CharField(label=_("Name"), max_length=60)
    purpose = forms.CharField(label=_("What is it for?"), max_length=200, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Space.Kind.choices, widget=forms.RadioSelect, initial="board"
    )
    openness = forms.ChoiceField(
        label=_("Who may read it?"), choices=OPENNESS, widget=forms.RadioSelect, initial=MEMBERS
    )
    icon = forms.ChoiceField(
        label=_("Sign"), choices=ICONS, help_text=_("Stands before its name in the list.")
    )


class SpaceSettingsForm(SpaceForm):
    """The same later on; a board stays a board."""

    slug = forms.SlugField(
        label=_("Address"), max_length=60,
        help_text=_("If you change it, the old one keeps leading here."),
    )  # fmt: skip
    asks_welcome = forms.BooleanField(
        label=_("Members may see its name and ask to be let in"),
        required=False,
        help_text=_("For a list of people. What is said there stays unseen until you let them in."),
    )
    kind = None  # type: ignore[assignment]
