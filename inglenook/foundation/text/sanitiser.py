"""The one sanitiser, and the allow-list that it holds every text to."""

import re

import nh3

LINK_REL = "nofollow ugc noopener"

#: Classes for code in a named language: a fixed list, as a class is a handle on the page's style.
LANGUAGES = frozenset(
    {"bash", "c", "clojure", "cpp", "css", "csv", "diff", "elixir", "go", "haskell", "html"}
    | {"java", "javascript", "json", "kotlin", "lisp", "lua", "make", "markdown", "php", "python"}
    | {"r", "racket", "ruby", "rust", "scheme", "sh", "sql", "swift", "text", "toml", "typescript"}
    | {"xml", "yaml"}
)

TAGS = frozenset(
    {"p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code"}
    | {"em", "strong", "del", "sup", "a", "span"}
    | {"table", "thead", "tbody", "tr", "th", "td"}
)

_ALIGN = {"align": {"left", "center", "right"}}

_cleaner = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style"},
    # "*" is named since the cleaner otherwise keeps lang and title everywhere.
    attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
    tag_attribute_values={"th": _ALIGN, "td": _ALIGN},
    allowed_classes={
        "span": {"spoiler"},
        "code": {f"language-{language}" for language in LANGUAGES},
    },
    link_rel=LINK_REL,
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    generic_attribute_prefixes=set(),
)

_BARE_OPEN = f'<a rel="{LINK_REL}">'
_BARE = re.compile(re.escape(_BARE_OPEN) + r"(.*?)</a>", re.DOTALL)


def clean(html: str) -> str:
    """Keep of `html` what the allow-list names, and turn links that lead nowhere into text."""
    cleaned = _cleaner.clean(html)
    if _BARE_OPEN in cleaned:
        cleaned = _BARE.sub(r"\1", cleaned)
    # An empty class is what stays of one that isn't allowed.
    return cleaned.replace(' class=""', "")
