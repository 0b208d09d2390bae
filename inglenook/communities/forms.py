"""Forms of communities: they check shapes; what may be, the actions decide."""

from __future__ import annotations

import re
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from inglenook.accounts.addresses import LONGEST as LONGEST_ADDRESS
from inglenook.accounts.addresses import clean_address
from inglenook.communities.models import Community, Membership

COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")


class NameForm(forms.Form):
    """Under which name somebody comes in."""

    name = forms.CharField(
        label=_("Your name here"),
        help_text=_("As people should call you. In another community you may have another."),
        max_length=60,
    )


class AskForm(NameForm):
    """A request to be let in."""

    words = forms.CharField(
        label=_("What brings you here?"),
        help_text=_("Two sentences are enough. The hosts read them, nobody else."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class CodeForm(forms.Form):
    """A mailed code."""

    code = forms.CharField(
        label=_("The code from the mail"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}
        ),
    )


class ClaimForm(forms.Form):
    """The address under which somebody was known where the archive comes from."""

    email = forms.EmailField(
        label=_("Your address at the old place"),
        max_length=LONGEST_ADDRESS,
        help_text=_("We mail a code there. Only whoever can read it comes in under that name."),
    )

    def clean_email(self) -> str:
        """Called by Django; letters that only look like an address's would be another mailbox."""
        return clean_address(self.cleaned_data["email"])


class ProfileForm(NameForm):
    """One's own name, words and picture in a community."""

    bio = forms.CharField(
        label=_("About you"), required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    picture = forms.FileField(
        label=_("A picture"), required=False,
        help_text=_("JPEG, PNG, WebP or GIF up to 8 MB. Without one, people see your initials."),
    )  # fmt: skip
    no_picture = forms.BooleanField(label=_("Take the picture away"), required=False)


class CommunityForm(forms.Form):
    """What a community is."""

    name = forms.CharField(label=_("Name"), max_length=60)
    slug = forms.CharField(
        label=_("Address"), max_length=40,
        help_text=_("If you change it, the old one keeps leading here."),
    )  # fmt: skip
    purpose = forms.CharField(
        label=_("Who comes together here, and what for?"), max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    welcome = forms.CharField(
        label=_("A welcome"), required=False, max_length=8000,
        help_text=_("Shown to strangers at the door. Markdown works: **bold**, - a list."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip
    seed = forms.CharField(
        label=_("Colour of the house"),
        max_length=7,
        widget=forms.TextInput(attrs={"type": "color"}),
    )
    readable_by = forms.ChoiceField(
        label=_("New spaces may be read by"), choices=Community.ReadableBy.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip
    listed = forms.BooleanField(label=_("Show it on the front door of this server"), required=False)
    asks_welcome = forms.BooleanField(
        label=_("Anybody may ask to join"), required=False,
        help_text=_("You find them under Requests. Without it, people come by links alone."),
    )  # fmt: skip
    findable = forms.BooleanField(
        label=_("Search engines may list what the world may read"), required=False
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.CharField(
        label=_("Time zone"), max_length=60, help_text=_("Such as Europe/Berlin or America/Bogota.")
    )

    def clean_seed(self) -> str:
        seed: str = self.cleaned_data["seed"]
        if not COLOUR.match(seed):
            raise forms.ValidationError(_("Write a colour as # and six digits, like #2f7480."))
        return seed.lower()

    def clean_time_zone(self) -> str:
        zone: str = self.cleaned_data["time_zone"].strip()
        if zone not in available_timezones():
            raise forms.ValidationError(
                _("This zone isn't known. Write it as Europe/Berlin or America/Bogota.")
            )
        return zone


class TextsForm(forms.Form):
    """The pages that each footer links to."""

    privacy_text = forms.CharField(
        label=_("Privacy"), required=False, max_length=32000,
        help_text=_("Which data you keep and for what, who can read it, whom to ask."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip
    legal_text = forms.CharField(
        label=_("Legal notice"), required=False, max_length=32000,
        help_text=_("Who answers for this place. Some countries ask for name and address."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip
    contact_text = forms.CharField(
        label=_("Contact"), required=False, max_length=32000,
        help_text=_("How strangers reach you. What you leave empty, the server’s pages say."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class InvitationForm(forms.Form):
    """A link that lets people in."""

    label = forms.CharField(
        label=_("For whom?"), required=False, max_length=60,
        help_text=_("A note for you, such as “the Tuesday group”."),
    )  # fmt: skip
    uses = forms.IntegerField(
        label=_("How many people may use it?"), required=False, min_value=1, max_value=10000,
        help_text=_("Empty: as many as come."),
    )  # fmt: skip
    days = forms.IntegerField(
        label=_("For how many days?"), required=False, min_value=1, max_value=365, initial=14,
        help_text=_("Empty: until you take it back."),
    )  # fmt: skip
    role = forms.ChoiceField(
        label=_("They come as"),
        choices=[
            (Membership.Role.MEMBER, _("Members")),
            (Membership.Role.GUEST, _("Guests, who see only the spaces chosen below")),
        ],
        initial=Membership.Role.MEMBER,
        widget=forms.RadioSelect,
    )
    spaces = forms.MultipleChoiceField(
        label=_("Let them into these rooms as well"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, spaces: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if spaces:
            self.fields["spaces"].choices = spaces  # type: ignore[attr-defined]
        else:
            del self.fields["spaces"]


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[
            (Membership.Role.HOST, _("Host: looks after everything, these settings too")),
            (
                Membership.Role.MODERATOR,
                _("Moderator: lets people in and keeps the talk in order"),
            ),
            (Membership.Role.MEMBER, _("Member: reads and writes in all spaces for members")),
            (Membership.Role.GUEST, _("Guest: sees only the spaces that name them")),
        ],
        widget=forms.RadioSelect,
    )
