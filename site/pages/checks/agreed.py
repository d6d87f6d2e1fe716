"""What guests agree to is in force, where there is something to book."""

from dataclasses import dataclass

from django.utils import timezone, translation
from health_check.base import HealthCheck
from health_check.exceptions import ServiceWarning

from bookings.domain.seats import opening
from bookings.models import Slot


@dataclass
class Agreed(HealthCheck):
    """Nothing keeps guests from booking what is on sale. A site that sells nothing yet may take its time."""

    def run(self) -> None:
        if not Slot.objects.on_sale(timezone.now()).exists():
            return
        with translation.override("en"):
            lacks = opening.lacking()
        if lacks:
            raise ServiceWarning(f"degraded: no booking is taken: {'; '.join(lacks)}")
