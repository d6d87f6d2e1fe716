"""The words of a site are its editors'. A site that stands already keeps those that its pages had."""

import common.models
import django.db.models.deletion
from django.db import migrations, models

SO_FAR = {
    "region": "Bắc Ninh",
    "claim": "Làng nghề Bắc Ninh mở cửa đón bạn. Bạn đặt chỗ thẳng với bà con làm nghề, tiền bạn trả ở lại với làng.",
    "claim_en": "Craft villages of Bắc Ninh open their doors. You book with the people who make things, and what you pay "
    "stays in the village.",
    "description": "Một ngày với bà con làng nghề Bắc Ninh: nặn gốm, in tranh, nghe quan họ.",
    "description_en": "A day with the people of the craft villages of Bắc Ninh: clay, woodblock prints and song.",
}


def keep_what_pages_say(apps, schema_editor):
    HomePage = apps.get_model("pages", "HomePage")
    Site = apps.get_model("wagtailcore", "Site")
    SiteSetting = apps.get_model("pages", "SiteSetting")
    homes = HomePage.objects.values("pk")
    SiteSetting.objects.bulk_create(
        SiteSetting(site=site, **SO_FAR) for site in Site.objects.filter(root_page__in=homes)
    )


class Migration(migrations.Migration):
    dependencies = [("pages", "0002_photo_text_and_documents"), ("wagtailcore", "0098_apitoken")]

    operations = [
        migrations.CreateModel(
            name="SiteSetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", common.models.NFCCharField(blank=True, max_length=60, verbose_name="name of the site")),
                (
                    "name_en",
                    common.models.NFCCharField(blank=True, max_length=60, verbose_name="name of the site in English"),
                ),
                ("region", common.models.NFCCharField(blank=True, max_length=80, verbose_name="region")),
                (
                    "region_en",
                    common.models.NFCCharField(blank=True, max_length=80, verbose_name="region in English"),
                ),
                (
                    "claim",
                    common.models.NFCCharField(blank=True, max_length=250, verbose_name="at the foot of every page"),
                ),
                (
                    "claim_en",
                    common.models.NFCCharField(
                        blank=True, max_length=250, verbose_name="at the foot of every page, in English"
                    ),
                ),
                (
                    "description",
                    common.models.NFCCharField(blank=True, max_length=250, verbose_name="for search engines"),
                ),
                (
                    "description_en",
                    common.models.NFCCharField(
                        blank=True, max_length=250, verbose_name="for search engines, in English"
                    ),
                ),
                (
                    "site",
                    models.OneToOneField(
                        editable=False, on_delete=django.db.models.deletion.CASCADE, to="wagtailcore.site"
                    ),
                ),
            ],
            options={"verbose_name": "words of the site", "verbose_name_plural": "words of the sites"},
        ),
        migrations.RunPython(keep_what_pages_say, migrations.RunPython.noop),
    ]
