"""Of a party of four, three came: who did, and what is not asked for those who did not."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0017_how_to_find_the_place")]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="missing_vnd",
            field=models.PositiveIntegerField(
                db_default=0, default=0, verbose_name="not asked for who did not come, đồng"
            ),
        ),
        migrations.AddField(
            model_name="bookingunit",
            name="came",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
    ]
