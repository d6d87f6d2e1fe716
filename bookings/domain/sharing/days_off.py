"""Days on which an artisan does not work."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.domain.seats.lock import lock_host
from bookings.domain.sharing.rota import Short, lock_rotas, plan_of
from bookings.models import DayOff
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from villages.models import Artisan

LONGEST = dt.timedelta(days=366)


class OffBeforeItBegins(Refused):
    message = _("The last day off is before the first. Turn the two around.")


class OffTooLong(Refused):
    message = _("More than a year off: take this person out of the rota instead.")


class OffAlready(Refused):
    """All these days are off already."""

    message = _("These days are already noted as off.")


class OffOver(Refused):
    message = _("These days are over already, so there is nothing to note.")


@atomic_with_retry
def add_day_off(
    *, artisan: Artisan, first_day: dt.date, last_day: dt.date, now: dt.datetime, reason: str = ""
) -> tuple[DayOff, list[Short]]:
    """Note the days, both ends included, and give the artisan's turns on them to others.

    Also returns the booked visits that now have too few people: parties stay, the host decides. Raises
    OffBeforeItBegins, OffTooLong, OffOver, OffAlready.
    """
    if last_day < first_day:
        raise OffBeforeItBegins
    if last_day - first_day >= LONGEST:
        raise OffTooLong
    if last_day < timezone.localtime(now).date():
        raise OffOver
    lock_host(artisan.host_id)
    lock_rotas(artisan.host_id)
    if DayOff.objects.filter(artisan=artisan, first_day__lte=first_day, last_day__gte=last_day).exists():
        raise OffAlready
    day_off = DayOff.objects.create(
        artisan=artisan, first_day=first_day, last_day=last_day, reason=reason, created_at=now
    )
    return day_off, plan_of(artisan.resources.all(), now=now)


@atomic_with_retry
def remove_day_off(*, day_off: DayOff, now: dt.datetime) -> list[Short]:
    """The artisan works on these days after all. A second call changes nothing."""
    lock_host(day_off.artisan.host_id)
    lock_rotas(day_off.artisan.host_id)
    DayOff.objects.filter(pk=day_off.pk).delete()
    return plan_of(day_off.artisan.resources.all(), now=now)
