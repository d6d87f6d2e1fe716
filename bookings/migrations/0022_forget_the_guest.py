"""A guest whose name and contact were erased, and when."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0021_a_day_is_closed"),
    ]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="erased_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="name and contact erased"),
        ),
        migrations.AlterField(
            model_name="bookingact",
            name="act",
            field=models.CharField(
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
                    ("erased", "name and contact erased"),
                ],
                max_length=16,
                verbose_name="what",
            ),
        ),
    ]
