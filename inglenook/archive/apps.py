from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "inglenook.archive"
    label = "archive"
