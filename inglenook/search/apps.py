from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "inglenook.search"
    label = "search"
