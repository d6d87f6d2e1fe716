from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "common"

    def ready(self) -> None:
        from django_structlog.signals import bind_extra_request_finished_metadata

        from common.http.throttle import add_client

        bind_extra_request_finished_metadata.connect(add_client, dispatch_uid="common.add_client")
