from django.apps import AppConfig

from page_cache import store


class OcopConfig(AppConfig):
    name = "ocop"
    verbose_name = "OCOP"

    def ready(self) -> None:
        store.watch(self.get_models())
