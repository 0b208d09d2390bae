from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "inglenook.foundation"
    label = "foundation"

    def ready(self) -> None:
        from inglenook.foundation import declarations

        declarations.load()
