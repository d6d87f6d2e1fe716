"""One time that the host had to cancel, who had booked it, whom somebody called, and what parties are written."""

import common.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0019_history_of_bookings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="slot",
            name="cancelled_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="cancelled"),
        ),
        migrations.CreateModel(
            name="SlotCancelling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("rain", "Heavy rain or a storm"),
                            ("illness", "Illness in our house"),
                            ("funeral", "A funeral in the village"),
                            ("other", "Another reason"),
                        ],
                        max_length=10,
                        verbose_name="reason",
                    ),
                ),
                ("words", common.models.NFCCharField(blank=True, max_length=200, verbose_name="in own words")),
                ("cancelled_at", models.DateTimeField(verbose_name="cancelled")),
                ("by_name", common.models.NFCCharField(blank=True, max_length=120, verbose_name="by")),
                ("taken_back_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back")),
                (
                    "taken_back_by_name",
                    common.models.NFCCharField(blank=True, max_length=120, verbose_name="taken back by"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cancellings",
                        to="bookings.slot",
                        verbose_name="slot",
                    ),
                ),
            ],
            options={
                "verbose_name": "cancelling of a time",
                "verbose_name_plural": "cancellings of times",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at__isnull", True)),
                        fields=("slot",),
                        name="slot_cancelled_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", "other"), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="slot_cancelling_has_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CancelledParty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "was",
                    models.CharField(
                        choices=[
                            ("ON_HOLD", "On hold"),
                            ("PENDING", "Not confirmed yet"),
                            ("CONFIRMED", "Confirmed"),
                            ("REDEEMED", "Checked in"),
                            ("CANCELLED", "Cancelled"),
                            ("EXPIRED", "Hold ran out"),
                            ("REJECTED", "Declined by the host"),
                        ],
                        max_length=10,
                    ),
                ),
                ("back_at", models.DateTimeField(blank=True, null=True)),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cancelled_with",
                        to="bookings.booking",
                    ),
                ),
                (
                    "cancelling",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parties",
                        to="bookings.slotcancelling",
                    ),
                ),
            ],
            options={
                "verbose_name": "party of a cancelled time",
                "verbose_name_plural": "parties of cancelled times",
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("cancelling", "booking"), name="cancelled_party_once")],
            },
        ),
        migrations.CreateModel(
            name="PhoneCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("off", "that the visit is cancelled"),
                            ("on", "that the visit takes place after all"),
                        ],
                        max_length=10,
                    ),
                ),
                ("called_at", models.DateTimeField(verbose_name="called")),
                ("by_name", common.models.NFCCharField(blank=True, max_length=120, verbose_name="by")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="calls", to="bookings.cancelledparty"
                    ),
                ),
            ],
            options={
                "verbose_name": "phone call",
                "verbose_name_plural": "phone calls",
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("party", "about"), name="phone_call_once")],
            },
        ),
        migrations.CreateModel(
            name='SlotMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('usual', models.CharField(choices=[('raincoat', 'It may rain: please bring a raincoat.'), ('parking', 'Please park at the gate of the communal house.'), ('clothes', 'Please wear clothes that may get dirty.'), ('early', 'Please come ten minutes early.'), ('other', 'In my own words')], max_length=10, verbose_name='what')),
                ('words', common.models.NFCCharField(blank=True, max_length=300, verbose_name='in own words')),
                ('written_at', models.DateTimeField(verbose_name='written')),
                ('by_name', common.models.NFCCharField(blank=True, max_length=120, verbose_name='by')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('slot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages_sent', to='bookings.slot', verbose_name='slot')),
            ],
            options={
                'verbose_name': "message to a time's parties",
                'verbose_name_plural': "messages to a time's parties",
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('usual', 'other'), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='slot_message_has_words')],
            },
        ),
        migrations.CreateModel(
            name='SlotMessageParty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='host_messages', to='bookings.booking')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parties', to='bookings.slotmessage')),
            ],
            options={
                'verbose_name': 'party of a message',
                'verbose_name_plural': 'parties of messages',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('message', 'booking'), name='slot_message_party_once'), models.UniqueConstraint(fields=('booking', 'number'), name='slot_message_number_once')],
            },
        ),
    ]
