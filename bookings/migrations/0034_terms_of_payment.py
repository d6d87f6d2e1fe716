from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0033_terms_of_cancelling'),
    ]

    operations = [
        # The column keeps its name: code of before still writes it while this goes out.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField(model_name='booking', old_name='payment_method', new_name='payment_terms'),
                migrations.AlterField(
                    model_name='booking',
                    name='payment_terms',
                    field=models.CharField(choices=[('at_village', 'Pay at the village'), ('deposit', 'A deposit ahead, the rest at the village'), ('in_advance', 'The whole price ahead')], db_column='payment_method', default='at_village', max_length=20, verbose_name='payment'),
                ),
            ],
        ),
        migrations.AddField(
            model_name='booking',
            name='pay_within_hours',
            field=models.PositiveSmallIntegerField(db_default=24, default=24, verbose_name='paid ahead within, hours'),
        ),
        migrations.AddField(
            model_name='booking',
            name='prepay_vnd',
            field=models.PositiveIntegerField(db_default=0, default=0, verbose_name='to be paid ahead, đồng'),
        ),
        migrations.AddField(
            model_name='booking',
            name='said_paid_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='said to be paid'),
        ),
        migrations.AlterField(
            model_name='booking',
            name='awaits',
            field=models.CharField(blank=True, choices=[('proof', 'a word from the guest or the host'), ('payment', 'money that is paid ahead')], db_default='', default='', max_length=10, verbose_name='waits for'),
        ),
        migrations.AlterField(
            model_name='bookingact',
            name='act',
            field=models.CharField(choices=[('entered', 'entered by the host'), ('confirmed', 'confirmed'), ('declined', 'declined by the host'), ('contact', 'contact mended'), ('party', 'party changed'), ('moved', 'moved'), ('kept', 'kept in spite of a change'), ('unkept', 'open again'), ('checked_in', 'checked in'), ('came', 'who came of the party'), ('check_in_undone', 'check-in taken back'), ('no_show', 'did not come'), ('no_show_undone', 'expected after all'), ('cancelled', 'cancelled'), ('restored', 'cancelling taken back'), ('asked', 'question to the host'), ('erased', 'name and contact erased'), ('invoice', 'VAT invoice'), ('review', 'review'), ('says_paid', 'said to be paid')], max_length=16, verbose_name='what'),
        ),
    ]
