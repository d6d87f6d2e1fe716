from django.db import migrations, models

ROLES = [("owner", "owner"), ("manager", "manager"), ("adviser", "adviser"), ("guide", "guide")]


class Migration(migrations.Migration):
    dependencies = [("villages", "0014_hosts_outside_villages")]

    operations = [
        migrations.AlterField(
            model_name="member",
            name="role",
            field=models.CharField(choices=ROLES, default="owner", max_length=10, verbose_name="role"),
        ),
        migrations.AlterField(
            model_name="invitation",
            name="role",
            field=models.CharField(choices=ROLES, max_length=10, verbose_name="role"),
        ),
    ]
