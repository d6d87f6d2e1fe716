"""Close days, of the whole host, of one experience or of whatever uses a resource, and open them again."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from bookings.domain.calendar.closed_days import apply_closures, closed_by, closures_by_day
from bookings.domain.seats.lock import lock_host
from bookings.models import Closure, Resource
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from common.words.lunar import YearlySpan
from experiences.models import Experience
from villages.models import Host

LUNAR = ("lunar_first_month", "lunar_first_day", "lunar_last_month", "lunar_last_day")


class ClosedByRule(Refused):
    """The day lies in days that are closed every year; opening one of them means changing that rule."""

    message = _("This day is closed by a yearly rule. Change that rule under Set-up, Days off.")


class DaysReversed(Refused):
    message = _("The last day is before the first.")


class DaysOver(Refused):
    message = _("These days are over already, so there is nothing to close.")


def close(
    *,
    host: Host,
    by: User | None,
    now: dt.datetime,
    days: tuple[dt.date, dt.date] | None = None,
    lunar: YearlySpan | None = None,
    experience: Experience | None = None,
    resource: Resource | None = None,
    reason: str = "",
) -> Closure:
    """Take no new bookings on `days` (first and last), or every year on `lunar`: exactly one of the two.

    Of the whole host, of its `experience`, or of what uses its `resource`. Parties already booked stay; the host
    decides on each. A second call changes nothing, and so do days inside others that are closed for the same.
    Raises DaysReversed, DaysOver.
    """
    if days and days[0] <= days[1] < timezone.localtime(now).date():
        raise DaysOver
    return _close(
        {"host": host, "experience": experience, "resource": resource, **_span(days, lunar)},
        {"reason": reason, "created_by": by, "created_at": now},
        now=now,
    )


def standing(closure: Closure) -> Closure | None:
    """One that closes for the same house, experience or resource all days that `closure`, not saved yet, would."""
    same = Closure.objects.filter(host=closure.host, experience=closure.experience, resource=closure.resource)
    if closure.first_day:
        return same.filter(first_day__lte=closure.first_day, last_day__gte=closure.last_day).order_by("pk").first()
    return same.filter(**{name: getattr(closure, name) for name in LUNAR}).first()


def _span(days: tuple[dt.date, dt.date] | None, lunar: YearlySpan | None) -> dict[str, dt.date | int]:
    if lunar is not None:
        return {
            "lunar_first_month": lunar.first_month,
            "lunar_first_day": lunar.first_day,
            "lunar_last_month": lunar.last_month,
            "lunar_last_day": lunar.last_day,
        }
    if days is None:
        raise TypeError("either days or a lunar span")
    first, last = days
    if last < first:
        raise DaysReversed
    return {"first_day": first, "last_day": last}


@atomic_with_retry
def _close(what: dict[str, Any], told: dict[str, Any], *, now: dt.datetime) -> Closure:
    lock_host(what["host"].pk)
    closure = standing(Closure(**what)) or Closure.objects.create(**what, **told)
    _apply(closure, now=now)
    return closure


@atomic_with_retry
def remove(*, closure: Closure, now: dt.datetime) -> None:
    """Offer the days again. A second call changes nothing."""
    lock_host(closure.host_id)
    host, experience, resource = closure.host, closure.experience, closure.resource
    Closure.objects.filter(pk=closure.pk).delete()
    _apply(Closure(host=host, experience=experience, resource=resource), now=now)


def close_day(*, host: Host, day: dt.date, by: User | None, now: dt.datetime, reason: str = "") -> Closure:
    """Take no new bookings for any slot of `host` on `day`. A second call changes nothing."""
    return close(host=host, days=(day, day), by=by, now=now, reason=reason)


@atomic_with_retry
def reopen_day(*, host: Host, day: dt.date, now: dt.datetime) -> None:
    """Offer the day's slots again, cutting it out of longer closed days. A second call changes nothing.

    Raises ClosedByRule where a yearly rule closes the day.
    """
    lock_host(host.pk)
    whole_host = Closure.objects.filter(host=host, experience__isnull=True, resource__isnull=True)
    if closures_by_day(whole_host.filter(first_day__isnull=True), first=day, last=day):
        raise ClosedByRule
    for closure in list(whole_host.filter(first_day__lte=day, last_day__gte=day)):
        _cut_out(closure, day)
    _apply(Closure(host=host), now=now)


def _cut_out(closure: Closure, day: dt.date) -> None:
    before, after = day - dt.timedelta(days=1), day + dt.timedelta(days=1)
    for first, last in ((closure.first_day, before), (after, closure.last_day)):
        if first and last and first <= last:
            Closure.objects.create(
                host=closure.host,
                first_day=first,
                last_day=last,
                reason=closure.reason,
                created_by=closure.created_by,
                created_at=closure.created_at,
            )
    closure.delete()


def _apply(closure: Closure, *, now: dt.datetime) -> None:
    for experience in closed_by(closure):
        apply_closures(experience, now=now)
