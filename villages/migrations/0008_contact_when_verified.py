"""How a host was called and reached when it was verified; of those that are, as it stands."""

from django.db import migrations, models


def remember(apps, schema_editor):
    Host = apps.get_model("villages", "Host")
    for host in Host.objects.filter(verified_at__isnull=False).order_by("pk").iterator():
        contact = {"name": host.name, "phone": str(host.phone), "email": host.email}
        Host.objects.filter(pk=host.pk).update(contact_when_verified=contact)


class Migration(migrations.Migration):
    dependencies = [("villages", "0007_villages_refer_to_crafts")]

    operations = [
        migrations.AddField(
            model_name="host",
            name="contact_when_verified",
            field=models.JSONField(blank=True, editable=False, null=True),
        ),
        migrations.RunPython(remember, migrations.RunPython.noop),
    ]
