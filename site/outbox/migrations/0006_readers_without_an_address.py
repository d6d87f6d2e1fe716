from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0005_how_often_a_reader_is_written_to'),
    ]

    operations = [
        migrations.AddField(
            model_name='outboxmessage',
            name='reader_id',
            field=models.BigIntegerField(null=True),
        ),
    ]
