"""A craft may have a drawing of its own. The default in the database is for the release before, which knows of none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("villages", "0012_papers_that_end")]

    operations = [
        migrations.AddField(
            model_name="craft",
            name="drawing",
            field=models.FileField(
                blank=True,
                db_default="",
                default="",
                max_length=120,
                upload_to="crafts/",
                verbose_name="drawing of its own",
            ),
        ),
    ]
