from django.apps import AppConfig


class SpacesConfig(AppConfig):
    name = "inglenook.spaces"
    label = "spaces"
