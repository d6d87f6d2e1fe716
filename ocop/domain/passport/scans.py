"""How often a code was read in a day: one number for each, and nobody's address."""

import datetime as dt
import logging

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F

from common.data.db import cannot_write
from ocop.models import PassportCode, ScanDay

log = logging.getLogger(__name__)
# A buyer looks twice, and shows it to somebody; whole lots are not read three times over in one day.
TIMES = 3
# Of a lot of two pieces a curious family alone makes that.
LEAST = 30


def count(*, code: PassportCode, day: dt.date) -> None:
    """One more. A disk that is full loses a count, and keeps nobody from reading the page."""
    try:
        _one_more(code, day)
    except DatabaseError as error:
        if not cannot_write(error):
            raise
        log.warning("scan not counted: %s", error)


def _one_more(code: PassportCode, day: dt.date) -> None:
    today = ScanDay.objects.filter(code=code, day=day)
    if today.update(scans=F("scans") + 1):
        return
    try:
        with transaction.atomic():
            ScanDay.objects.create(code=code, day=day, scans=1)
    except IntegrityError:
        # Somebody else's was the first of the day.
        today.update(scans=F("scans") + 1)


def scans_on(code: PassportCode, day: dt.date) -> int:
    return ScanDay.objects.filter(code=code, day=day).values_list("scans", flat=True).first() or 0


def looks_copied(*, scans: int, pieces: int) -> bool:
    """Whether a lot was read far more often in a day than it has pieces."""
    return scans >= LEAST and scans > TIMES * pieces
