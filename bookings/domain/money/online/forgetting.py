"""What a gateway said besides sum and number may tell of a guest's bank: it goes with their booking, or by age."""

import datetime as dt

from django.conf import settings
from django.db.models import QuerySet

from bookings.models import OnlineNotice
from common.work.sweep import each_part

MOST_A_NIGHT = 5_000


def forget_words_of_gateways(notices: QuerySet[OnlineNotice]) -> int:
    """Take the raw words off `notices`; returns how many."""
    # By the base manager, which is plain: a notice is written once but for this.
    ids = list(notices.values_list("pk", flat=True))
    return OnlineNotice._base_manager.filter(pk__in=ids).update(raw={})


def forget_online_notices(*, now: dt.datetime) -> int:
    """Of notices that are PERSONAL_DATA_DAYS old. MOST_A_NIGHT at most, the oldest first."""
    old = OnlineNotice.objects.filter(kept_at__lt=now - dt.timedelta(days=settings.PERSONAL_DATA_DAYS))
    ids = list(old.exclude(raw={}).order_by("pk").values_list("pk", flat=True)[:MOST_A_NIGHT])
    return each_part(
        "forgetting what gateways said",
        ids,
        lambda part: forget_words_of_gateways(OnlineNotice.objects.filter(pk__in=part)),
    )
