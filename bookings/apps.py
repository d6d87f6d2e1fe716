from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BookingsConfig(AppConfig):
    name = "bookings"
    verbose_name = _("Bookings")

    def ready(self) -> None:
        from common import kept

        from .models import Resource, ResourceUse
        from .web import holes  # noqa: F401  (registers the holes that bookings fill)

        # Who guides an experience shows on its page. What is free never does but in holes.
        kept.watch([Resource, ResourceUse, Resource.artisans.through])
