from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ocop", "0011_signed_papers")]

    operations = [
        migrations.AlterField(
            model_name="survey",
            name="by_host",
            field=models.BooleanField(default=False, editable=False, verbose_name="answered by the host"),
        ),
    ]
