"""What a booking waits for, and from where those asked whom nobody has proved. Indexes follow, one by one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0011_what_a_host_should_know")]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="asked_from",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="booking",
            name="awaits",
            field=models.CharField(
                blank=True,
                choices=[("proof", "a word from the guest or the host")],
                db_default="",
                default="",
                max_length=10,
                verbose_name="waits for",
            ),
        ),
        migrations.AlterField(
            model_name="booking",
            name="status",
            field=models.CharField(
                choices=[
                    ("ON_HOLD", "On hold"),
                    ("PENDING", "Not confirmed yet"),
                    ("CONFIRMED", "Confirmed"),
                    ("REDEEMED", "Checked in"),
                    ("CANCELLED", "Cancelled"),
                    ("EXPIRED", "Hold ran out"),
                    ("REJECTED", "Declined by the host"),
                ],
                max_length=10,
                verbose_name="status",
            ),
        ),
    ]
