"""An index of the few messages that were given up, so that those of a wrong clock are found, and readiness counts."""

from django.db import migrations, models

from common.data.online_operations import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("outbox", "0003_overtaken")]

    operations = [
        AddIndexOnline(
            model_name="outboxmessage",
            index=models.Index(fields=["due_at"], name="outbox_failed", condition=models.Q(state="failed")),
        ),
    ]
