"""Who did what to a booking, and what was so before."""

import common.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0018_some_of_a_party"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BookingAct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("confirmed", "confirmed"),
                            ("declined", "declined by the host"),
                            ("contact", "contact mended"),
                            ("party", "party changed"),
                            ("moved", "moved"),
                            ("kept", "kept in spite of a change"),
                            ("unkept", "open again"),
                            ("checked_in", "checked in"),
                            ("came", "who came of the party"),
                            ("check_in_undone", "check-in taken back"),
                            ("no_show", "did not come"),
                            ("no_show_undone", "expected after all"),
                            ("cancelled", "cancelled"),
                            ("restored", "cancelling taken back"),
                        ],
                        max_length=16,
                        verbose_name="what",
                    ),
                ),
                (
                    "by",
                    models.CharField(
                        choices=[("guest", "guest"), ("host", "host"), ("site", "this site")],
                        max_length=8,
                        verbose_name="by",
                    ),
                ),
                ("user_name", common.models.NFCCharField(blank=True, max_length=120)),
                ("before", models.JSONField(blank=True, default=dict)),
                ("after", models.JSONField(blank=True, default=dict)),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acts",
                        to="bookings.booking",
                        verbose_name="booking",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "act on a booking",
                "verbose_name_plural": "history of bookings",
            },
        ),
    ]
