"""Reshape the parser's HTML before it is sanitised: headings, pictures, check boxes, depth.

Works on the parser's own output, in which whatever a person typed is escaped already: a tag here
is one that the parser made.
"""

import re

MAX_DEPTH = 16

_HEADING = re.compile(r"(</?h)([1-6])>")
_PICTURE = re.compile(r'<a |</a>|<img src="([^"]*)" alt="([^"]*)"(?: title="[^"]*")? />')
_FOOT_REFERENCE = re.compile(r'<sup class="footnote-ref"><a [^>]*>(\d+)</a></sup>')
_FOOT_BACK = re.compile(r' <a href="#fnref-[^"]*" class="footnote-backref"[^>]*>.*?</a>')
_CONTAINER = re.compile(r"<(/?)(?:blockquote|[ou]l|li)[^>]*>")
_SPAN = re.compile(r'<(/?)span(?: class="spoiler")?>')


def shape(html: str) -> str:
    """Turn the parser's HTML into the house's: see the functions below for each change."""
    if "<h" in html:
        html = _HEADING.sub(_lower, html)
    if "<img " in html:
        html = _pictures(html)
    if "<input " in html:
        html = _boxes(html)
    if '<section class="footnotes"' in html:
        html = _footnotes(html)
    if html.count("<span ") > 1:
        html = _flatten(html, _SPAN, 1)
    if html.count("<blockquote>") + html.count("<li>") > MAX_DEPTH:
        html = _flatten(html, _CONTAINER, MAX_DEPTH)
    return html


def _lower(found: re.Match[str]) -> str:
    """A page has its own h1 and h2, so that a post's headings begin at h3."""
    return f"{found[1]}{min(int(found[2]) + 2, 6)}>"


def _pictures(html: str) -> str:
    """A picture becomes a link to it with its words, or only the words inside another link."""
    inside = False

    def change(found: re.Match[str]) -> str:
        nonlocal inside
        if found[1] is None:
            inside = found[0] != "</a>"
            return found[0]
        words = found[2] or found[1]
        return words if inside else f'<a href="{found[1]}">{words}</a>'

    return _PICTURE.sub(change, html)


def _boxes(html: str) -> str:
    """A task's box becomes a letter: nothing to press, and it goes into mail as well."""
    ticked = html.replace('<input type="checkbox" checked="" disabled="" />', "\u2611")
    return ticked.replace('<input type="checkbox" disabled="" />', "\u2610")


def _footnotes(html: str) -> str:
    """Footnotes keep their numbers and lose their links: an id may stand only once in a page."""
    html = _FOOT_REFERENCE.sub(r"<sup>\1</sup>", html)
    html = _FOOT_BACK.sub("", html)
    return html.replace('<section class="footnotes" data-footnotes>', "<hr />")


def _flatten(html: str, elements: re.Pattern[str], most: int) -> str:
    """Drop elements nested deeper than `most`, keeping what is in them.

    Hidden passages don't nest. Quotes and lists do, up to a depth, since the sanitiser's time is
    quadratic in it: 32,000 quote marks in a row took 12 seconds before this.
    """
    kept: list[bool] = []

    def change(found: re.Match[str]) -> str:
        if not found[1]:
            kept.append(len(kept) < most)
            return found[0] if kept[-1] else ""
        return found[0] if kept and kept.pop() else ""

    return elements.sub(change, html)
