"""What has no drawing of its own shows the village gate: any craft may join."""


from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0003_photo_text_and_documents'),
    ]

    operations = [
        migrations.AlterField(
            model_name='storypage',
            name='art',
            field=models.SlugField(blank=True, default='village-gate', verbose_name='illustration'),
        ),
    ]
