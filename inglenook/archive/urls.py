"""Addresses of imports, below a community's."""

from django.urls import path

from inglenook.archive import views

app_name = "archive"
urlpatterns = [
    path("import/", views.start, name="start"),
    path("import/<int:pk>/", views.show, name="show"),
    path("import/<int:pk>/progress/", views.progress, name="progress"),
    path("import/<int:pk>/go/", views.go, name="go"),
    path("import/<int:pk>/undo/", views.undo, name="undo"),
    path("import/<int:pk>/forget/", views.forget, name="forget"),
    path("import/<int:pk>/open/", views.open_to_world, name="open"),
]
