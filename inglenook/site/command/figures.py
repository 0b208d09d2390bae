"""Numbers and what they count, as a person reads them."""

from inglenook.site.language import pgettext


def figure(number: int) -> str:
    """`number` as it is written in the language that is spoken. Needs Django."""
    from django.utils.formats import number_format

    return number_format(number, use_l10n=True, force_grouping=True)


def named(count: str) -> str:
    """What the key of a count, as `--json` prints it, is called."""
    names = {
        "members": pgettext("a count", "members"),
        "imported": pgettext("a count", "imported people who have not come yet"),
        "people": pgettext("a count", "people"),
        "spaces": pgettext("a count", "spaces"),
        "threads": pgettext("a count", "threads"),
        "posts": pgettext("a count", "posts"),
        "replies": pgettext("a count", "replies"),
        "reactions": pgettext("a count", "reactions"),
        "skipped": pgettext("a count", "messages that stay out"),
    }
    return names.get(count, count)
