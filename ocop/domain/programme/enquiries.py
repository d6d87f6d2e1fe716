"""Buyers ask of a product: the host is told by mail, host and office see it until one of them says it is answered."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.db.models.query import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.data.db import atomic_with_retry, one_at_a_time
from common.data.refusal import Refused
from ocop.domain.once import KeyReused, fingerprint_of
from ocop.enums import EnquiryNews
from ocop.models import Enquiry, OcopProduct, Office
from outbox.owing import owe
from villages.models import Host


class NoWayToAnswer(Refused):
    message = _("Write a phone number or an e-mail address, so that somebody can answer you.")


@dataclass(frozen=True)
class Asked:
    """`phone` in E.164 or "", `email` may be empty where there is a number."""

    name: str
    phone: str
    email: str
    words: str


@atomic_with_retry
def ask(*, product: OcopProduct, asked: Asked, key: uuid.UUID, language: str, now: dt.datetime) -> Enquiry:
    """Keep it, and tell the host where it has an address. The same key with the same words again changes nothing.

    Raises NoWayToAnswer, KeyReused where the words are others.
    """
    if not (asked.phone or asked.email):
        raise NoWayToAnswer
    one_at_a_time(f"enquiry:{key}")
    made = Enquiry(product=product, key=key, language=language, asked_at=now, **vars(asked))
    known = Enquiry.objects.filter(key=key).first()
    if known:
        if _fingerprint(known) != _fingerprint(made):
            raise KeyReused
        return known
    made.save(force_insert=True)
    if product.host.email:
        owe(
            key=f"{EnquiryNews.ASKED}:{made.pk}",
            subject=made,
            kind=EnquiryNews.ASKED,
            audience="house",
            to=product.host.email,
            language="vi",
            now=now,
        )
    return made


def _fingerprint(enquiry: Enquiry) -> str:
    """In whichever language the page was read."""
    return fingerprint_of(enquiry, ("product", *Asked.__annotations__))


def enquiries_of(office: Office) -> QuerySet[Enquiry]:
    """Of products that the office keeps; what waits comes first."""
    own = OcopProduct.objects.of_office(office).values("pk")
    return _in_order(Enquiry.objects.filter(product__in=own))


def enquiries_to(host: Host) -> QuerySet[Enquiry]:
    """Of the host's products; what waits comes first."""
    return _in_order(Enquiry.objects.filter(product__host=host))


def _in_order(rows: QuerySet[Enquiry]) -> QuerySet[Enquiry]:
    # Said as a yes or no: databases do not agree on whether nothing comes first.
    answered = ExpressionWrapper(Q(handled_at__isnull=False), BooleanField())
    rows = rows.select_related("product__host", "handled_by").alias(answered=answered)
    return rows.order_by("answered", "-asked_at", "-pk")


def set_handled(*, enquiry: Enquiry, handled: bool, by: User, now: dt.datetime) -> None:
    """Say that somebody answered, or that nobody did after all. The same again changes nothing."""
    rows = Enquiry.objects.filter(pk=enquiry.pk, handled_at__isnull=handled)
    rows.update(handled_at=now if handled else None, handled_by=by if handled else None)


def forget_enquiries(*, now: dt.datetime) -> int:
    """Forget who asked PERSONAL_DATA_DAYS ago."""
    long_ago = now - dt.timedelta(days=settings.PERSONAL_DATA_DAYS)
    deleted, _of = Enquiry.objects.filter(asked_at__lt=long_ago).delete()
    return deleted
