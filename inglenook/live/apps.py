from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "inglenook.live"
    label = "live"
