"""Render every page of the house with sample values, without database or server.

For whoever changes a template or a rule of the style sheet: `python -m tools.gallery OUT`
writes one HTML file a page and the static files beside them; look at them through any file server
rooted at OUT.
An unknown variable in a template is an error here, as it is in the tests.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import django
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "inglenook"
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]


class Unknown(str):
    """What a template gets for a variable that nobody gave: an error that names it."""

    __slots__ = ()

    def __contains__(self, item: object) -> bool:
        return item == "%s"

    def __mod__(self, name: object) -> str:
        raise KeyError(f"the template asks for {name}, which no context has")


def configure() -> None:
    """Just enough of Django to render: no room is installed, their templates are found by path."""
    rooms = sorted(PACKAGE.glob("*/templates"))
    settings.configure(
        INSTALLED_APPS=["django.contrib.staticfiles", "django_htmx"],
        STATIC_URL="/static/",
        LANGUAGES=[("en", "English"), ("de", "Deutsch"), ("es", "Español"), ("ar", "Arabic")],
        LOCALE_PATHS=[PACKAGE / "locale"],
        ROOT_URLCONF="tools.gallery_urls",
        SECRET_KEY="only for looking at pages",
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": rooms,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.csp",
                        "inglenook.foundation.shell.frame",
                    ],
                    "libraries": {
                        "house": "inglenook.foundation.templatetags.house",
                        "django_htmx": "django_htmx.templatetags.django_htmx",
                    },
                    "string_if_invalid": Unknown("%s"),
                },
            }
        ],
    )
    django.setup()


def request_for(shell: object) -> HttpRequest:
    """A bare request whose frame is `shell`."""
    request = RequestFactory().get("/")
    request.shell = shell  # type: ignore[attr-defined]
    return request


def lay_static(out: Path) -> None:
    """Copy the static files of the house and of htmx, and put the style sheet together."""
    import django_htmx

    from inglenook.foundation import stylesheet

    static = out / "static"
    shutil.rmtree(static, ignore_errors=True)
    for source in [PACKAGE / "foundation/static", Path(django_htmx.__file__).parent / "static"]:
        shutil.copytree(source, static, dirs_exist_ok=True)
    stylesheet.build(static)


def main() -> None:
    """Write all pages into the folder given on the command line."""
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "var/gallery")
    language = sys.argv[2] if len(sys.argv) > 2 else "en"
    configure()
    from tools.gallery_pages import pages

    lay_static(out)
    with translation.override(language):
        for name, (template, shell, context) in pages().items():
            text = render_to_string(template, context, request=request_for(shell))
            (out / f"{name}.html").write_text(text)
    print(f"{len(pages())} pages in {out}")


if __name__ == "__main__":
    main()
