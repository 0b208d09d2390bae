from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "inglenook.foundation"
    label = "foundation"

    def ready(self) -> None:
        from inglenook.foundation import declarations, jobs  # noqa: F401 - listens to its signal

        declarations.load()
