"""An index of e-mail addresses in waiting lists, so that what one of them has joined is found."""

from django.db import migrations, models
from django.db.models.functions import Lower

from common.data.online_operations import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("bookings", "0013_find_who_is_unproved")]

    operations = [
        AddIndexOnline(
            model_name="waitingentry",
            index=models.Index(Lower("contact_email"), name="waiting_contact_email"),
        ),
    ]
