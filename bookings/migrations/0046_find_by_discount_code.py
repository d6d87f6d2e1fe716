"""An index of the few bookings that a code made cheaper."""

from django.db import migrations, models
from django.db.models import Q

from common.data.online_operations import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("bookings", "0045_discount_codes")]

    operations = [
        AddIndexOnline(
            model_name="booking",
            index=models.Index(
                fields=["discount_code"], name="booking_discount_code", condition=Q(discount_code__isnull=False)
            ),
        ),
    ]
