"""Making, changing and erasing persons."""

from __future__ import annotations

from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from inglenook.accounts import policy
from inglenook.accounts.addresses import clean_address
from inglenook.accounts.models import Person
from inglenook.foundation import audit
from inglenook.foundation.policy import Invalid, Refused, require


def make_person(email: str, password: str | None = None) -> Person:
    """Make a person whose address is known to be theirs, without a mailed code.

    Raises:
        Invalid: when the address is none, or somebody has it.
    """
    address = cleaned(email)
    try:
        with transaction.atomic():
            return Person.objects.create_user(address, password)
    except IntegrityError:
        raise Invalid(_("Somebody here has this address already."), "email") from None


def cleaned(email: str) -> str:
    """An address as it is kept; raises `Invalid` where it is none."""
    try:
        return clean_address(email)
    except ValidationError as problem:
        raise Invalid(problem.messages[0], "email") from None


def change_preferences(
    person: Person, *, language: str, time_zone: str, theme: str, large_text: bool
) -> None:
    """Change how pages look to a person; an empty language or zone is the community's.

    Raises:
        Invalid: for a language, zone or theme that there isn't.
    """
    if language and language not in dict(settings.LANGUAGES):
        raise Invalid(_("The house doesn’t speak this language yet. Choose one."), "language")
    if time_zone and time_zone not in available_timezones():
        raise Invalid(_("Choose a time zone from the list, such as Europe/Berlin."), "time_zone")
    if theme not in Person.Theme.values:
        raise Invalid(_("Choose light, dark, or as your device."), "theme")
    person.language, person.time_zone = language, time_zone
    person.theme, person.large_text = theme, large_text
    person.save(update_fields=["language", "time_zone", "theme", "large_text"])


def make_operator(actor: Person, email: str) -> Person:
    """Let somebody else keep the house too.

    Raises:
        Refused: when the actor is no operator.
        Invalid: when nobody here has the address.
    """
    require(policy.may_operate(actor))
    found = Person.objects.filter(email=cleaned(email), last_login__isnull=False).first()
    if found is None:
        raise Invalid(
            _("Nobody here has this address. Let them make an account and sign in once."), "email"
        )
    with transaction.atomic():
        Person.objects.filter(pk=found.pk).update(is_operator=True)
        audit.note(actor.pk, "operator.make", str(found.pk))
    return found


def resign_as_operator(actor: Person) -> None:
    """Stop keeping the house; somebody else does.

    Raises:
        Refused: for the only operator.
    """
    with transaction.atomic():
        require(policy.may_resign(actor, _other_operators(actor)))
        Person.objects.filter(pk=actor.pk).update(is_operator=False)
        audit.note(actor.pk, "operator.resign", str(actor.pk))


def _other_operators(person: Person) -> int:
    return Person.objects.filter(is_operator=True).exclude(pk=person.pk).count()


def erase_person(person: Person) -> None:
    """Erase address, password, sessions and links; communities forget the person before this.

    Raises:
        Refused: for the only operator, while others have accounts.
    """
    with transaction.atomic():
        others = Person.objects.exclude(pk=person.pk).filter(last_login__isnull=False)
        alone = not others.exists()
        require(policy.may_erase(person, _other_operators(person), alone))
        try:
            Person.objects.get(pk=person.pk).delete()
        except Person.DoesNotExist:
            raise Refused(_("This account is gone already.")) from None
