from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "inglenook.communities"
    label = "communities"
