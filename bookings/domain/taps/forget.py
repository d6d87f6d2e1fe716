"""Keep little: what a tap was answered is asked for again within hours, not after a week."""

import datetime as dt

from bookings.models import DeskTap
from common.work.sweep import each_part

KEPT = dt.timedelta(days=7)


def forget_taps(*, now: dt.datetime) -> int:
    """Delete taps that arrived a week ago; returns how many."""
    old = DeskTap.objects.filter(arrived_at__lt=now - KEPT)
    ids = list(old.order_by("pk").values_list("pk", flat=True))
    return each_part("forgetting tap", ids, lambda part: old.filter(pk__in=part).delete()[0])
