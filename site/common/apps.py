from types import ModuleType

from django.apps import AppConfig
from django.core import checks


class CommonConfig(AppConfig):
    name = "common"

    def __init__(self, app_name: str, app_module: ModuleType | None) -> None:
        super().__init__(app_name, app_module)
        from common.words import catalogues

        # Not in ready(): some apps' models translate as they are imported, and what was read once is kept.
        catalogues.compile_stale()

    def ready(self) -> None:
        from django_structlog.signals import bind_extra_request_finished_metadata

        from common.cms.amounts import ask_back_in_the_cms
        from common.http.throttle import add_client
        from common.words import catalogues

        checks.register(catalogues.not_compiled, checks.Tags.translation)
        bind_extra_request_finished_metadata.connect(add_client, dispatch_uid="common.add_client")
        ask_back_in_the_cms()
