"""What was typed into a form that is not taken now stands in the answer, to be sent again."""

from __future__ import annotations

from django.http import HttpRequest

# Never given back to a page.
_SECRET = ("password", "csrf", "code", "token", "credential")


def kept_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the fields of the form that was sent, without its secrets."""
    if request.method != "POST":
        return []
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if not any(word in name.lower() for word in _SECRET)
    ]
