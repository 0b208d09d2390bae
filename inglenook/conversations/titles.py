"""What a thread is called that nobody gave a title: by the beginning of its first line."""

from __future__ import annotations

from django.utils.translation import gettext as _

from inglenook.foundation import names, text

LENGTH = 80  # characters


def title_of_line(plain: str) -> str:
    """The title of a branch, from the plain text of the line on which it hangs.

    Mentions are left out: a stored title would keep a name that its owner may take back.
    """
    line = names.tidy_title(text.without_mentions(plain)[: LENGTH * 4])
    return text.excerpt(line, LENGTH) or _("A thread")
