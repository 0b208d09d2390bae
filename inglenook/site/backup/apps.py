from django.apps import AppConfig


class BackupConfig(AppConfig):
    name = "inglenook.site.backup"
    label = "backup"
