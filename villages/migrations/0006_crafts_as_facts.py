"""Crafts as rows. The villages' column still holds the words that the release before reads and writes."""

import common.models
from django.db import migrations, models

KNOWN = [
    ("pottery", "Làm gốm", "Pottery", "motif-jar", "clay"),
    ("print", "Tranh dân gian", "Folk prints", "motif-carp", "leaf"),
    ("quanho", "Hát quan họ", "Quan họ singing", "motif-hat", "rose"),
]


def name_what_exists(apps, schema_editor):
    """A row for each word that a village has; and for all that the release before lets an editor choose meanwhile."""
    Craft = apps.get_model("villages", "Craft")
    Village = apps.get_model("villages", "Village")
    used = set(Village.objects.order_by().values_list("craft", flat=True).distinct())
    if not used:
        return
    rows = [Craft(slug=slug, name=name, name_en=en, motif=motif, pigment=tint) for slug, name, en, motif, tint in KNOWN]
    others = used - {row.slug for row in rows}
    Craft.objects.bulk_create([*rows, *(Craft(slug=slug, name=slug) for slug in sorted(others))])


class Migration(migrations.Migration):
    dependencies = [("villages", "0005_photo_text_and_documents")]

    operations = [
        migrations.CreateModel(
            name="Craft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", common.models.NFCCharField(max_length=120, verbose_name="name")),
                ("name_en", common.models.NFCCharField(blank=True, max_length=120, verbose_name="English name")),
                ("slug", models.SlugField(max_length=20, unique=True, verbose_name="name in the database")),
                ("motif", models.SlugField(default="motif-gate", verbose_name="printed sign")),
                (
                    "pigment",
                    models.CharField(
                        choices=[
                            ("clay", "clay brown"),
                            ("leaf", "leaf green"),
                            ("rose", "rose"),
                            ("cham", "indigo green"),
                            ("hoe", "hòe yellow"),
                            ("glaze", "glaze brown"),
                        ],
                        default="clay",
                        max_length=10,
                        verbose_name="pigment",
                    ),
                ),
            ],
            options={"verbose_name": "craft", "verbose_name_plural": "crafts", "ordering": ["name"]},
        ),
        migrations.RunPython(name_what_exists, migrations.RunPython.noop),
    ]
