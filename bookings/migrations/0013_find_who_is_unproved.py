"""Indexes of the few rows that somebody holds or has yet to prove, and the rule that PENDING waits for something."""

from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Lower

from common.data.online_operations import AddCheckOnline, AddIndexOnline, RemoveIndexOnline

UNPROVED = ~Q(asked_from="")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("bookings", "0012_who_has_proved_who_they_are")]

    operations = [
        AddIndexOnline(
            model_name="booking",
            index=models.Index(
                fields=["hold_expires_at"], name="booking_held", condition=Q(status__in=("ON_HOLD", "PENDING"))
            ),
        ),
        RemoveIndexOnline(model_name="booking", name="booking_on_hold"),
        AddIndexOnline(
            model_name="booking",
            index=models.Index(fields=["asked_from"], name="booking_asked_from", condition=UNPROVED),
        ),
        AddIndexOnline(
            model_name="booking",
            index=models.Index(fields=["contact_phone"], name="booking_unproved_phone", condition=UNPROVED),
        ),
        AddIndexOnline(
            model_name="booking",
            index=models.Index(Lower("contact_email"), name="booking_unproved_email", condition=UNPROVED),
        ),
        AddCheckOnline(
            model_name="booking",
            constraint=models.CheckConstraint(
                name="booking_pending_awaits", condition=~Q(status="PENDING") | ~Q(awaits="")
            ),
        ),
    ]
