from django.apps import AppConfig
from django.core import checks


class CommonConfig(AppConfig):
    name = "common"

    def ready(self) -> None:
        from django_structlog.signals import bind_extra_request_finished_metadata

        from common.http.throttle import add_client
        from common.words import catalogues

        catalogues.compile_stale()
        checks.register(catalogues.not_compiled, checks.Tags.translation)
        bind_extra_request_finished_metadata.connect(add_client, dispatch_uid="common.add_client")
