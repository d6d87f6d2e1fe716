"""Addresses of accounts in lower case, as they are looked up from now on."""

import common.models
from django.db import migrations
from django.db.models import Count
from django.db.models.functions import Lower


def spell(apps, schema_editor):
    """Stops where two accounts have one address in two spellings: which of them is meant, only people know."""
    User = apps.get_model("accounts", "User")
    with_email = User.objects.exclude(email=None)
    twice = with_email.annotate(lower=Lower("email")).values("lower").annotate(number=Count("pk")).filter(number__gt=1)
    names = [row["lower"] for row in twice]
    if names:
        raise RuntimeError(f"Two accounts have the same address but for capitals; give one another first: {names}")
    with_email.exclude(email=Lower("email")).update(email=Lower("email"))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        migrations.RunPython(spell, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="user",
            name="email",
            field=common.models.LowerEmailField(
                blank=True, max_length=254, null=True, unique=True, verbose_name="email address"
            ),
        ),
    ]
