"""What a guest was told of how to find the meeting place, and where it lies: filled by the next look at who is to come."""

import common.models
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0016_guests_who_do_not_book_on_the_web")]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="told_spot",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=40, verbose_name="position as told"
            ),
        ),
        migrations.AddField(
            model_name="booking",
            name="told_way",
            field=common.models.NFCCharField(
                blank=True, db_default="", default="", max_length=300, verbose_name="way as told"
            ),
        ),
    ]
