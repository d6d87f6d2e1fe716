"""What a notice says of people goes with their booking, or by age; its sum, its day and its number at the bank stay."""

import datetime as dt

from django.conf import settings
from django.db.models import QuerySet

from bookings.models import BankFile, BankNotice
from common.work.sweep import each_part

MOST_A_NIGHT = 5_000
# Nobody comes back to a file whose columns they did not name.
FILES_KEPT = dt.timedelta(days=1)


def forget_notes(notices: QuerySet[BankNotice]) -> int:
    """Take note and raw words off `notices`; returns how many."""
    # By the base manager, which is plain: a notice is written once but for this.
    ids = list(notices.values_list("pk", flat=True))
    return BankNotice._base_manager.filter(pk__in=ids).update(note="", raw={})


def forget_bank_notes(*, now: dt.datetime) -> int:
    """Of notices that are PERSONAL_DATA_DAYS old, whoever they name. MOST_A_NIGHT at most, the oldest first."""
    old = BankNotice.objects.filter(kept_at__lt=now - dt.timedelta(days=settings.PERSONAL_DATA_DAYS))
    ids = list(old.exclude(note="", raw={}).order_by("pk").values_list("pk", flat=True)[:MOST_A_NIGHT])
    return each_part(
        "forgetting what banks said", ids, lambda part: forget_notes(BankNotice.objects.filter(pk__in=part))
    )


def forget_bank_files(*, now: dt.datetime) -> int:
    return BankFile.objects.filter(sent_at__lt=now - FILES_KEPT).delete()[0]
