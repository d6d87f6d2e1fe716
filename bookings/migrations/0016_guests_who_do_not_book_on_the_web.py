"""Parties that a host enters: how they came, who sent them, where from."""

from django.db import migrations, models

import common.models

SOURCES = [
    ("web", "on the web"),
    ("walk_in", "came by"),
    ("phone", "by phone"),
    ("zalo", "by Zalo"),
    ("agent", "by an agency"),
]


class Migration(migrations.Migration):
    dependencies = [("bookings", "0015_money_on_the_spot")]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="agent",
            field=common.models.NFCCharField(
                blank=True, db_default="", default="", max_length=120, verbose_name="agency"
            ),
        ),
        migrations.AddField(
            model_name="booking",
            name="origin",
            field=common.models.NFCCharField(
                blank=True, db_default="", default="", max_length=80, verbose_name="where from"
            ),
        ),
        migrations.AddField(
            model_name="booking",
            name="source",
            field=models.CharField(
                choices=SOURCES, db_default="web", default="web", max_length=10, verbose_name="booked"
            ),
        ),
    ]
