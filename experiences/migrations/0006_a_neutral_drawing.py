"""What has no drawing of its own shows the village gate: any craft may join."""


from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('experiences', '0005_extras_are_shipped'),
    ]

    operations = [
        migrations.AlterField(
            model_name='experience',
            name='art',
            field=models.SlugField(default='village-gate', verbose_name='illustration'),
        ),
    ]
