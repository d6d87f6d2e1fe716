"""Freeze for who has booked already what they were told: the terms of cancelling, and the minimum of their slot."""

import datetime as dt

from django.db import migrations
from django.utils import timezone

STANDING = ["PENDING", "CONFIRMED", "REDEEMED", "ON_HOLD"]


def freeze(apps, schema_editor):
    """One experience after the other, each in a statement of its own, so that nothing is locked for long."""
    Experience = apps.get_model("experiences", "Experience")
    Booking = apps.get_model("bookings", "Booking")
    Slot = apps.get_model("bookings", "Slot")
    yesterday = timezone.now() - dt.timedelta(days=1)
    for experience in Experience.objects.only("free_cancel_hours", "min_to_run", "decide_hours").iterator():
        coming = Slot.objects.filter(experience=experience, starts_at__gt=yesterday)
        bookings = Booking.objects.filter(slot__in=coming, status__in=STANDING)
        bookings.exclude(free_cancel_hours=experience.free_cancel_hours).update(
            free_cancel_hours=experience.free_cancel_hours
        )
        for slot in coming.filter(min_to_run=None, taken__gt=0).iterator():
            decide_at = slot.starts_at - dt.timedelta(hours=experience.decide_hours)
            Slot.objects.filter(pk=slot.pk).update(min_to_run=experience.min_to_run, decide_at=decide_at)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("bookings", "0008_what_was_agreed"), ("experiences", "0003_minimum_to_run")]
    operations = [migrations.RunPython(freeze, migrations.RunPython.noop)]
