"""Writing what was judged, all good rows or none: hosts, products and certificates in a handful of statements."""

import datetime as dt
from collections.abc import Callable, Iterable

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ModelLogEntry

from accounts.models import User
from common.data.db import parts
from ocop.domain.certificates import end_followed
from ocop.domain.imports.judging import Judged
from ocop.domain.words import write_words
from ocop.enums import RegisterAct, RowOutcome
from ocop.models import Certificate, OcopProduct
from page_cache import store
from villages.models import Host

# Rows of one statement: SQLite takes some thousands of values.
BATCH = 200
PRODUCT_FIELDS = (
    "name_en",
    "group",
    "criteria_set",
    "code",
    "code_scheme",
    "gtin",
    "commune",
    "former_commune",
    "village",
)


def write_rows(
    rows: Iterable[Judged], *, by: User | None, now: dt.datetime, source: str, tell: Callable[[float], None]
) -> None:
    """Inside the caller's transaction. `source` is the file, as the register says where a record is from; `tell` hears
    how much of it is done, of 1."""
    good = [row for row in rows if row.outcome in RowOutcome.written()]
    new = {id(row.product): row.product for row in good if row.product and not row.product.pk}
    hosts = {id(product.host): product.host for product in new.values() if not product.host.pk}
    Host.objects.bulk_create(hosts.values(), batch_size=BATCH)
    for product in new.values():
        # What was saved after it was linked.
        product.host = product.host
        product.source = source[:250]
    OcopProduct.objects.bulk_create(new.values(), batch_size=BATCH)
    tell(0.15)
    changed = []
    for row in good:
        if row.product and row.fields:
            for name, value in row.fields.items():
                setattr(row.product, name, value)
            changed.append(row.product)
    if changed:
        OcopProduct.objects.bulk_update(changed, PRODUCT_FIELDS, batch_size=BATCH)
    tell(0.25)
    _write_certificates([row for row in good if row.certificate])
    tell(0.35)
    _write_history(good, by=by, now=now, source=source)
    # Rows that are written at once send no signals.
    touched = [product.pk for product in (*new.values(), *changed)]
    done = 0
    for part in parts(touched):
        tell(0.5 + 0.5 * done / len(touched))
        write_words(OcopProduct.objects.filter(pk__in=part))
        done += len(part)
    store.forget()


def _write_certificates(rows: list[Judged]) -> None:
    """One that is followed by another while in force ends on the other's day, as `certificates.grant` has it."""
    made: list[Certificate] = []
    for row in rows:
        if row.certificate and row.product:
            row.certificate.product = row.product
            made.append(row.certificate)
    Certificate.objects.bulk_create(made, batch_size=BATCH)
    end_followed(row.product.pk for row in rows if row.product)


def _write_history(rows: list[Judged], *, by: User | None, now: dt.datetime, source: str) -> None:
    kind = ContentType.objects.get_for_model(OcopProduct)
    ModelLogEntry.objects.bulk_create(
        [
            ModelLogEntry(
                content_type=kind,
                object_id=str(row.product.pk),
                label=str(row.product),
                action=RegisterAct.IMPORTED,
                timestamp=now,
                user=by,
                data={"reason": source, "row": row.number},
            )
            for row in rows
            if row.product
        ],
        batch_size=BATCH,
    )
