"""Rounds of evaluation: at least two a year, and where a request falls (Decision 26/2026/QĐ-TTg, art. 5, 7)."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from ocop.models import EvaluationRound, Office

# Art. 7: requests before 30 April are decided before 30 June, those before 30 October before 30 December.
BY_LAW = (((4, 30), (6, 30)), ((10, 30), (12, 30)))


class RoundTaken(Refused):
    message = _("A session belongs to this round: its days stay as they are.")


class DaysInOrder(Refused):
    message = _("Decisions come after the requests.")


class RoundsInOrder(Refused):
    message = _("Rounds follow one another: both days come after those of the round before, and before the next one's.")


@atomic_with_retry
def ensure_rounds(office: Office, year: int) -> list[EvaluationRound]:
    """The two rounds that the law names, where the office has written none for that year."""
    Office.objects.filter(pk=office.pk).update(name=office.name)
    if not office.rounds.filter(year=year).exists():
        EvaluationRound.objects.bulk_create(_by_law(office, year))
    return list(office.rounds.filter(year=year).order_by("number"))


@atomic_with_retry
def set_round(
    *, office: Office, year: int, number: int, requests_before: dt.date, decide_before: dt.date
) -> EvaluationRound:
    """Write a round down, or change its days while no session belongs to it.

    Raises DaysInOrder, RoundTaken, RoundsInOrder.
    """
    if decide_before <= requests_before:
        raise DaysInOrder
    Office.objects.filter(pk=office.pk).update(name=office.name)
    standing = office.rounds.filter(year=year, number=number).first()
    if standing and standing.sessions.exists():
        raise RoundTaken
    asked = (year, number)
    for other in office.rounds.exclude(year=year, number=number):
        first, second = (requests_before, decide_before), (other.requests_before, other.decide_before)
        if asked > (other.year, other.number):
            first, second = second, first
        if not (first[0] < second[0] and first[1] < second[1]):
            raise RoundsInOrder
    made, _new = EvaluationRound.objects.update_or_create(
        office=office,
        year=year,
        number=number,
        defaults={"requests_before": requests_before, "decide_before": decide_before},
    )
    return made


def rounds_of(office: Office, year: int) -> list[EvaluationRound]:
    """Those of the last years, the newest first; where none was written of `year`, what the law names, not saved."""
    standing = list(office.rounds.order_by("-year", "number")[:24])
    if any(each.year == year for each in standing):
        return standing
    return sorted([*_by_law(office, year), *standing], key=lambda each: (-each.year, each.number))


def _by_law(office: Office, year: int) -> list[EvaluationRound]:
    return [
        EvaluationRound(
            office=office,
            year=year,
            number=number,
            requests_before=dt.date(year, *requests),
            decide_before=dt.date(year, *decisions),
        )
        for number, (requests, decisions) in enumerate(BY_LAW, start=1)
    ]


def round_for(office: Office, day: dt.date) -> EvaluationRound | None:
    """The round into which a request of `day` falls: the next whose requests end after it."""
    return office.rounds.filter(requests_before__gt=day).order_by("requests_before").first()
