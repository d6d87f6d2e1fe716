from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BookingsConfig(AppConfig):
    name = "bookings"
    verbose_name = _("Bookings")

    def ready(self) -> None:
        from bookings.enums import MessageKind
        from bookings.mail.render import render
        from bookings.models import Resource, ResourceUse
        from bookings.web import fillers  # noqa: F401  (registers the holes that bookings fill)
        from outbox import kinds
        from page_cache import store

        kinds.register(MessageKind.values, render)
        # Who guides an experience shows on its page. What is free never does but in holes.
        store.watch([Resource, ResourceUse, Resource.artisans.through])
