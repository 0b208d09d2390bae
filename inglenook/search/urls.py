"""Addresses of the search, below a community's."""

from django.urls import path

from inglenook.search import views

app_name = "search"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/quick/", views.quick, name="quick"),
]
