"""The ledger: what was paid and given back for bookings."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

import common.models

KINDS = [("payment", "paid"), ("refund", "given back"), ("waived", "not asked for"), ("kept", "kept, as agreed")]
METHODS = [("cash", "cash"), ("transfer", "bank transfer")]
STATES = [
    ("received", "received"),
    ("sent", "sent"),
    ("arrived", "arrived"),
    ("bounced", "came back"),
    ("agreed", "agreed"),
]
MOVES_MONEY = ("payment", "refund")


def account(**fields):
    return models.ForeignKey(
        null=True,
        on_delete=django.db.models.deletion.SET_NULL,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        **fields,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0014_find_who_waits"),
        ("villages", "0007_villages_refer_to_crafts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("kind", models.CharField(choices=KINDS, max_length=10, verbose_name="kind")),
                ("method", models.CharField(blank=True, choices=METHODS, max_length=10, verbose_name="method")),
                ("state", models.CharField(choices=STATES, max_length=10, verbose_name="state")),
                ("amount_vnd", models.PositiveIntegerField(verbose_name="amount, đồng")),
                ("by_name", common.models.NFCCharField(blank=True, max_length=120, verbose_name="by")),
                ("note", common.models.NFCCharField(blank=True, max_length=200, verbose_name="note")),
                ("happened_at", models.DateTimeField(verbose_name="happened")),
                ("created_at", models.DateTimeField(verbose_name="written")),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ledger",
                        to="bookings.booking",
                        verbose_name="booking",
                    ),
                ),
                ("by", account(blank=True, verbose_name="by")),
                (
                    "host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="villages.host",
                        verbose_name="host",
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="bookings.ledgerentry",
                        verbose_name="takes back",
                    ),
                ),
            ],
            options={
                "verbose_name": "row of the ledger",
                "verbose_name_plural": "ledger",
                "indexes": [models.Index(fields=["host", "happened_at"], name="ledger_host_day")],
                "constraints": [
                    models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="ledger_amount_above_0"),
                    models.CheckConstraint(
                        condition=Q(kind="payment", state__in=["received"])
                        | Q(kind="refund", state__in=["sent", "arrived", "bounced"])
                        | Q(kind__in=["waived", "kept"], state="agreed"),
                        name="ledger_state_of_kind",
                    ),
                    models.CheckConstraint(
                        condition=(Q(kind__in=MOVES_MONEY) & ~Q(method=""))
                        | (~Q(kind__in=MOVES_MONEY) & Q(method="")),
                        name="ledger_method_where_money",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.CharField(choices=STATES, max_length=10)),
                ("after", models.CharField(choices=STATES, max_length=10)),
                ("at", models.DateTimeField()),
                ("by", account()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="bookings.ledgerentry",
                    ),
                ),
            ],
            options={"verbose_name": "change of state", "verbose_name_plural": "changes of state"},
        ),
    ]
