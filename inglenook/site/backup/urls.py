"""Addresses of the operator's page of backups."""

from django.urls import path

from inglenook.site.backup import views

app_name = "backups"
urlpatterns = [
    path("", views.backups, name="list"),
    path("now/", views.back_up_now, name="now"),
]
