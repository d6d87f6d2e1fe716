from django.apps import AppConfig

from common import kept


class OcopConfig(AppConfig):
    name = "ocop"
    verbose_name = "OCOP"

    def ready(self) -> None:
        kept.watch(self.get_models())
