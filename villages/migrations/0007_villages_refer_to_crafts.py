"""A village's craft is a row: the same column with the same words, which must now be those of a craft."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("villages", "0006_crafts_as_facts")]

    operations = [
        migrations.AddField(
            model_name="village",
            name="is_example",
            field=models.BooleanField(db_default=False, default=False, verbose_name="fictional example"),
        ),
        migrations.AlterField(
            model_name="artisanpage",
            name="art",
            field=models.SlugField(default="village-gate", verbose_name="illustration"),
        ),
        migrations.AlterField(
            model_name="village",
            name="art",
            field=models.SlugField(default="village-gate", verbose_name="illustration"),
        ),
        migrations.AlterField(
            model_name="village",
            name="craft",
            field=models.ForeignKey(
                db_column="craft",
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="villages",
                to="villages.craft",
                to_field="slug",
                verbose_name="craft",
            ),
        ),
    ]
