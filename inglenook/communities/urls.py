"""Addresses of a community, below its own."""

from django.urls import path

from inglenook.communities.views import founding, joining, landing, people, tending

app_name = "communities"
urlpatterns = [
    path("theme.css", landing.theme, name="theme"),
    path("about/", landing.landing, name="about"),
    path("join/<str:token>/", joining.join, name="join"),
    path("ask/", joining.ask, name="ask"),
    path("claim/", joining.claim, name="claim"),
    path("claim/code/", joining.claim_code, name="claim_code"),
    path("come/<str:token>/", joining.claim_link, name="claim_link"),
    path("leave/", people.leave, name="leave"),
    path("people/", people.people, name="people"),
    path("people/names/", people.names, name="names"),
    path("people/<int:pk>/", people.profile, name="profile"),
    path("people/<int:pk>/edit/", people.edit_profile, name="edit_profile"),
    path("people/<int:pk>/block/", people.block, name="block"),
    path("people/<int:pk>/role/", people.role, name="role"),
    path("people/<int:pk>/remove/", people.remove, name="remove"),
    path("people/<int:pk>/claim/", people.claim, name="make_claim"),
    path("picture/<str:name>", people.picture, name="picture"),
    path("settings/", founding.settings, name="settings"),
    path("settings/deeds/", tending.deeds, name="deeds"),
    path("settings/texts/", founding.texts, name="texts"),
    path("invitations/", tending.invitations, name="invitations"),
    path("invitations/<int:pk>/revoke/", tending.revoke, name="revoke"),
    path("requests/", tending.requests, name="requests"),
    path("requests/<int:pk>/admit/", tending.admit, name="admit"),
    path("requests/<int:pk>/turn-down/", tending.turn_down, name="turn_down"),
    path("privacy/", landing.written_page, {"page": "privacy"}, name="privacy"),
    path("legal/", landing.written_page, {"page": "legal"}, name="legal"),
    path("contact/", landing.written_page, {"page": "contact"}, name="contact"),
]
