"""What somebody typed, made ready before it is written: no transaction waits for rendering."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from inglenook.conversations.actions.mentioning import settled
from inglenook.foundation import names, text
from inglenook.foundation.policy import Invalid
from inglenook.foundation.viewer import Viewer

TITLE_LENGTH = 200  # characters


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that can be written as it stands: Markdown with mentions settled, and its HTML."""

    markdown: str
    rendered: text.Rendered


def drafted(viewer: Viewer, typed: str | Draft, former: str = "") -> Draft:
    """Render what somebody typed, with `@Name` become a stored mention; outside a transaction.

    Args:
        typed: Markdown, or what is ready already.
        former: the text before an edit, whose mentions may stay.

    Raises:
        Invalid: when it is empty or too long.
    """
    if isinstance(typed, Draft):
        return typed
    markdown = typed.replace("\r\n", "\n").strip()
    if not markdown:
        raise Invalid(_("There is nothing written yet."), "markdown")
    try:
        markdown, mentions = settled(viewer, markdown, former)
        return Draft(markdown, text.render(markdown, mentions=mentions))
    except text.TextTooLong as error:
        raise Invalid(str(error), "markdown") from error


def checked_title(title: str) -> str:
    """A thread's title, on one line, without what can't be seen.

    Raises:
        Invalid: when it is empty or too long.
    """
    title = names.tidy_title(title)
    if not title:
        raise Invalid(_("Give the thread a title, so that people know what it is about."), "title")
    if len(title) > TITLE_LENGTH:
        raise Invalid(
            _("The title has %(n)d letters; %(most)d fit. The rest can go into the text.")
            % {"n": len(title), "most": TITLE_LENGTH},
            "title",
        )
    return title
