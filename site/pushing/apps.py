from django.apps import AppConfig


class PushingConfig(AppConfig):
    name = "pushing"

    def ready(self) -> None:
        from pushing import checks  # noqa: F401  (says so where the key cannot be read)
