"""An index of readers, so that what one of them was sent is found."""

from django.db import migrations, models
from django.db.models.functions import Lower

from common.data.online_operations import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("outbox", "0004_find_what_was_given_up")]

    operations = [
        AddIndexOnline(
            model_name="outboxmessage",
            index=models.Index(Lower("to"), "sent_at", name="outbox_reader"),
        ),
    ]
