"""Every address of the house: each room's own, in the order in which they are tried."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from inglenook.communities.views import founding, landing, leaving
from inglenook.conversations.views.home import home
from inglenook.site.health import healthz, readyz


def rooms(*names: str) -> list[URLPattern | URLResolver]:
    """The addresses of each room below a community; a room that isn't there has none."""
    return [
        path("", include(f"inglenook.{name}.urls"))
        for name in names
        if find_spec(f"inglenook.{name}.urls")
    ]


COMMUNITY = [
    path("", home, name="home"),
    *rooms("conversations", "communities", "spaces", "search", "archive"),
]

handler500 = "inglenook.site.middleware.busy.server_error"

urlpatterns = [
    path("", landing.front_door, name="front_door"),
    path("houses.css", landing.front_door_theme, name="front_door_theme"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("found/", founding.found, name="found"),
    # It reaches into every community, so it can't stand among the accounts' own.
    path("account/delete/", leaving.delete_account, name="delete_account"),
    *rooms("accounts"),
    path("operator/backups/", include("inglenook.site.backup.urls")),
    path("<slug:community>/", include(COMMUNITY)),
]
