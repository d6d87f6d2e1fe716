"""The day's closing: the cash as it was counted, beside what the ledger said."""

import common.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0020_cancel_one_time'),
        ('villages', '0008_contact_when_verified'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DayClosing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('day', models.DateField(verbose_name='day')),
                ('number', models.PositiveSmallIntegerField(default=1)),
                ('expected_cash_vnd', models.BigIntegerField(verbose_name='cash by the ledger, đồng')),
                ('expected_transfer_vnd', models.BigIntegerField(verbose_name='by bank transfer, đồng')),
                ('counted_vnd', models.PositiveIntegerField(verbose_name='counted, đồng')),
                ('float_vnd', models.PositiveIntegerField(default=0, verbose_name='for change since the morning, đồng')),
                ('note', common.models.NFCCharField(blank=True, max_length=200, verbose_name='note')),
                ('by_name', common.models.NFCCharField(blank=True, max_length=120, verbose_name='by')),
                ('closed_at', models.DateTimeField(verbose_name='closed')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('host', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='villages.host', verbose_name='host')),
            ],
            options={
                'verbose_name': 'closing of a day',
                'verbose_name_plural': 'closings of days',
                'constraints': [models.UniqueConstraint(fields=('host', 'day', 'number'), name='closing_once_per_number'), models.CheckConstraint(condition=models.Q(('number__gt', 0)), name='closing_number_above_0')],
            },
        ),
    ]
