import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('experiences', '0008_terms_of_cancelling'),
    ]

    operations = [
        migrations.AddField(
            model_name='experience',
            name='deposit_percent',
            field=models.PositiveSmallIntegerField(db_default=0, default=0, validators=[django.core.validators.MaxValueValidator(99)], verbose_name='deposit, percent of the price'),
        ),
        migrations.AddField(
            model_name='experience',
            name='deposit_vnd',
            field=models.PositiveIntegerField(db_default=0, default=0, validators=[django.core.validators.MaxValueValidator(100000000)], verbose_name='deposit, đồng a booking'),
        ),
        migrations.AddField(
            model_name='experience',
            name='pay_within_hours',
            field=models.PositiveSmallIntegerField(db_default=24, default=24, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(168)], verbose_name='paid ahead within, hours'),
        ),
        migrations.AddField(
            model_name='experience',
            name='payment_terms',
            field=models.CharField(choices=[('at_village', 'Pay at the village'), ('deposit', 'A deposit ahead, the rest at the village'), ('in_advance', 'The whole price ahead')], db_default='at_village', default='at_village', max_length=10, verbose_name='payment'),
        ),
    ]
