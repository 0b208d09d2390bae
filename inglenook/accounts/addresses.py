"""What is taken as somebody's e-mail address."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

# RFC 5321, 4.5.3.1.3: a path is 256 octets with its brackets.
LONGEST = 254


def clean_address(text: str) -> str:
    """The address as it is kept: small letters, its domain in ASCII (IDNA).

    Letters before the @ must be ASCII: "mıke" and "mike" would be two mailboxes that look like
    one (CVE-2019-19844).

    Raises:
        ValidationError: with a sentence that says how to mend it.
    """
    local, at, domain = text.strip().rpartition("@")
    if not at:
        raise ValidationError(_("This is no e-mail address: it has no @ in it."), code="invalid")
    if not local.isascii():
        raise ValidationError(
            _("Before the @ only the letters a to z, figures and signs can stand. Type it anew."),
            code="look_alike",
        )
    try:
        address = f"{local}@{domain.encode('idna').decode()}".lower()
        validate_email(address)
    except (UnicodeError, ValidationError):
        raise ValidationError(
            _("This is no e-mail address. It looks like name@example.org."), code="invalid"
        ) from None
    if len(address) > LONGEST:
        raise ValidationError(
            _("This address is too long: %(n)d letters, and %(most)d are the most.")
            % {"n": len(address), "most": LONGEST},
            code="too_long",
        )
    return address
