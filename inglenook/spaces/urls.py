"""Addresses of spaces, below a community's."""

from django.urls import path

from inglenook.spaces import views

app_name = "spaces"
urlpatterns = [
    path("spaces/", views.spaces, name="spaces"),
    path("spaces/new/", views.new, name="new"),
    path("spaces/order/", views.order, name="order"),
    path("s/<slug:slug>/settings/", views.settings, name="settings"),
    path("s/<slug:slug>/archive/", views.archive, name="archive"),
    path("s/<slug:slug>/add/", views.add, name="add"),
    path("s/<slug:slug>/take-off/", views.take_off, name="take_off"),
    path("s/<slug:slug>/leave/", views.leave, name="leave"),
    path("s/<slug:slug>/ask/", views.ask, name="ask"),
]
