"""A certificate's life once it was given: extended, replaced, or (in `withdrawal`) withdrawn. Never edited silently.

Every act is written into the product's history, which the office reads (Wagtail's log).
"""

import calendar
import datetime as dt
from collections.abc import Iterable
from itertools import groupby, pairwise

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from accounts.models import User
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from ocop.domain.once import fingerprint_of
from ocop.enums import Basis, RegisterAct
from ocop.models import Certificate, OcopProduct

# Decision 26/2026/QĐ-TTg: a certificate is good for 36 months from its issue.
MONTHS = 36
# Products of one statement: SQLite takes some thousands of values.
PART = 200
# Art. 12.3: until a late re-evaluation is decided, at most so long after the last day.
LONGEST_EXTENSION = dt.timedelta(days=180)


class NotInForce(Refused):
    message = _("This certificate has been ended, so there is nothing to extend or to withdraw.")


class TooLong(Refused):
    message = _("An extension ends after the certificate's last day, and at most 180 days after it (art. 12.3).")


class ExtendedMeanwhile(Refused):
    message = _(
        "Somebody has changed this certificate's extension meanwhile. Yours is not kept: look at what stands, and send "
        "it again where yours is to stand instead."
    )


class NoReason(Refused):
    message = _("Write the reason: it stands in the history.")


def last_day_for(issued_on: dt.date) -> dt.date:
    """The last day of 36 months: of one issued on 26/06/2026, 26/06/2029; of one on 29/02/2028, 28/02/2031."""
    year, month = divmod(issued_on.month - 1 + MONTHS, 12)
    year, month = issued_on.year + year, month + 1
    return issued_on.replace(year=year, month=month, day=min(issued_on.day, calendar.monthrange(year, month)[1]))


@atomic_with_retry
def grant(
    *,
    product: OcopProduct,
    stars: int,
    decision_number: str,
    issuer: str,
    issued_on: dt.date,
    basis: Basis = Basis.DECISION,
    by: User | None,
) -> Certificate:
    """Record a new certificate; whatever was in force ends on its day. The same decision again changes nothing."""
    locked(product.pk)
    known = product.certificates.filter(decision_number=decision_number, issued_on=issued_on).first()
    if known:
        return known
    made = Certificate.objects.create(
        product=product,
        stars=stars,
        decision_number=decision_number,
        issuer=issuer,
        issued_on=issued_on,
        valid_until=last_day_for(issued_on),
        basis=basis,
    )
    end_followed([product.pk])
    note(made, RegisterAct.GRANTED, by=by, stars=stars)
    return made


def end_followed(product_ids: Iterable[int]) -> None:
    """A certificate that another follows while it is in force ends on the other's day, so that one holds at a time.

    However they were written: by `grant`, from a spreadsheet, in a form. A proposal ends nothing.
    """
    keys = sorted(set(product_ids))
    for start in range(0, len(keys), PART):
        part = keys[start : start + PART]
        known = Certificate.objects.public().filter(product__in=part).order_by("product_id", "issued_on", "pk")
        ended = []
        for _product, life in groupby(known, key=lambda each: each.product_id):
            ended += [one for one, following in pairwise(life) if _ends(one, following.issued_on)]
        Certificate.objects.bulk_update(ended, ["replaced_on"], batch_size=PART)


def _ends(one: Certificate, day: dt.date) -> bool:
    """Whether it has to be written that it ended on `day`."""
    over = one.last_day < day or (one.withdrawn_on and one.withdrawn_on <= day)
    if over or one.replaced_on == day:
        return False
    one.replaced_on = day
    return True


@atomic_with_retry
def extend(
    *, certificate: Certificate, until: dt.date, reason: str, seen: str, by: User, now: dt.datetime
) -> Certificate:
    """Let it stand until its re-evaluation is decided (art. 12.3). The same day and reason again change nothing.

    `seen` is the `extension_mark` of what the officer read. Raises NotInForce where it has been ended, NoReason,
    ExtendedMeanwhile, TooLong.
    """
    locked(certificate.product_id)
    certificate.refresh_from_db()
    today = local_day(now)
    if certificate.withdrawn_on or certificate.replaced_on or certificate.issued_on > today:
        raise NotInForce
    later = Certificate.objects.public().filter(product=certificate.product_id, issued_on__gt=certificate.issued_on)
    if later.exists():
        raise NotInForce
    if not reason.strip():
        raise NoReason
    if (certificate.extended_until, certificate.extension_reason) == (until, reason.strip()):
        return certificate
    if seen != extension_mark(certificate):
        raise ExtendedMeanwhile
    if not certificate.valid_until < until <= certificate.valid_until + LONGEST_EXTENSION:
        raise TooLong
    certificate.extended_until, certificate.extension_reason = until, reason.strip()
    certificate.save(update_fields=["extended_until", "extension_reason"])
    note(certificate, RegisterAct.EXTENDED, by=by, until=until.isoformat(), reason=reason.strip())
    return certificate


def extension_mark(certificate: Certificate) -> str:
    """64 letters that say how it is extended, if at all."""
    return fingerprint_of(certificate, ("extended_until", "extension_reason"))


def locked(product_id: int) -> None:
    """Whoever else changes this product's certificates waits, by an UPDATE, until this transaction is over."""
    OcopProduct.objects.filter(pk=product_id).update(group=F("group"))


def local_day(now: dt.datetime) -> dt.date:
    return timezone.localtime(now).date()


def note(certificate: Certificate, act: RegisterAct, *, by: User | None, **told: str | int) -> None:
    """Into the product's history: which certificate, and what is worth telling of the act."""
    log(certificate.product, act, user=by, data={"certificate": str(certificate)} | told)
