"""VAT invoices that guests asked for; what a host wrote to one party alone."""

import common.models
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0023_taps_of_phones"),
    ]

    operations = [
        migrations.AddField(
            model_name="slotmessage",
            name="to_one",
            field=models.BooleanField(db_default=False, default=False, verbose_name="to one party alone"),
        ),
        migrations.AlterField(
            model_name="bookingact",
            name="act",
            field=models.CharField(
                choices=[
                    ("confirmed", "confirmed"),
                    ("declined", "declined by the host"),
                    ("contact", "contact mended"),
                    ("party", "party changed"),
                    ("moved", "moved"),
                    ("kept", "kept in spite of a change"),
                    ("unkept", "open again"),
                    ("checked_in", "checked in"),
                    ("came", "who came of the party"),
                    ("check_in_undone", "check-in taken back"),
                    ("no_show", "did not come"),
                    ("no_show_undone", "expected after all"),
                    ("cancelled", "cancelled"),
                    ("restored", "cancelling taken back"),
                    ("erased", "name and contact erased"),
                    ("invoice", "VAT invoice"),
                ],
                max_length=16,
                verbose_name="what",
            ),
        ),
        migrations.CreateModel(
            name="InvoiceRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "buyer",
                    models.CharField(
                        choices=[("company", "A company or an organisation"), ("person", "A person")],
                        max_length=10,
                        verbose_name="who buys",
                    ),
                ),
                ("name", common.models.NFCCharField(max_length=200, verbose_name="buyer's name")),
                ("address", common.models.NFCCharField(max_length=300, verbose_name="buyer's address")),
                ("tax_code", models.CharField(blank=True, max_length=14, verbose_name="tax code")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail for the invoice")),
                ("asked_at", models.DateTimeField(verbose_name="asked for")),
                ("issued_at", models.DateTimeField(blank=True, null=True, verbose_name="issued")),
                ("number", common.models.NFCCharField(blank=True, max_length=40, verbose_name="invoice number")),
                ("issued_by_name", common.models.NFCCharField(blank=True, max_length=120, verbose_name="by")),
                (
                    "booking",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invoice",
                        to="bookings.booking",
                        verbose_name="booking",
                    ),
                ),
            ],
            options={
                "verbose_name": "VAT invoice asked for",
                "verbose_name_plural": "VAT invoices asked for",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("buyer", "company"), _negated=True),
                            models.Q(("tax_code", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="invoice_company_has_tax_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number", ""), ("issued_at__isnull", False), _connector="OR"),
                        name="invoice_number_is_issued",
                    ),
                ],
            },
        ),
    ]
