"""Writing a lot down: once for each number of a product, with a code for its labels."""

import datetime as dt
from dataclasses import asdict, dataclass, field

from django.utils.translation import gettext_lazy as _

from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from ocop.domain.certificates import local_day, locked
from ocop.domain.passport.codes import code_of
from ocop.domain.passport.passport import LOT, PRODUCT
from ocop.models import Lot, LotStep, OcopProduct

MOST_STEPS = 12


class NumberTaken(Refused):
    message = _("Another lot of this product has this number. Give this one another, or change that one.")


class LotGone(Refused):
    message = _("This lot is not there any more.")


class NotYet(Refused):
    message = _("A lot is written down once it is made: none of its days lies ahead but the last one it is good for.")


class GoodTooShort(Refused):
    message = _("The last day it is good for comes after the day on which it was made.")


class TooManySteps(Refused):
    message = _("A lot has at most 12 steps. Put two of them into one line.")


@dataclass(frozen=True)
class Step:
    what: str
    done_on: dt.date | None
    place: str


@dataclass(frozen=True)
class LotFacts:
    """What a host writes down of a lot. `serial_first` None: its pieces are not numbered."""

    number: str
    made_on: dt.date
    pieces: int
    expires_on: dt.date | None = None
    raw_material: str = ""
    workshop: str = ""
    test_result: str = ""
    serial_prefix: str = ""
    serial_first: int | None = None
    steps: list[Step] = field(default_factory=list)


@atomic_with_retry
def save_lot(*, product: OcopProduct, facts: LotFacts, lot: Lot | None = None, now: dt.datetime) -> Lot:
    """Write `lot` down, or a new one; its code and the product's are drawn with it. The same again changes nothing.

    Raises NotYet, GoodTooShort, TooManySteps, NumberTaken, LotGone.
    """
    _check(facts, local_day(now))
    locked(product.pk)
    own = {name: value for name, value in asdict(facts).items() if name != "steps"}
    if lot is not None and not Lot.objects.filter(pk=lot.pk, product=product).exists():
        raise LotGone
    # Two numbers that differ in their case alone are one on a label that somebody reads out.
    same = Lot.objects.filter(product=product, number__iexact=facts.number)
    taken = same.exclude(pk=lot.pk).first() if lot else same.first()
    if taken and (lot is not None or _facts(taken) != facts):
        raise NumberTaken
    if taken:
        return taken
    made = lot or Lot(product=product)
    for name, value in own.items():
        setattr(made, name, value)
    made.save()
    _write_steps(made, facts.steps)
    code_of(kind=LOT, key=made.pk, now=now)
    code_of(kind=PRODUCT, key=product.pk, now=now)
    return made


def _check(facts: LotFacts, today: dt.date) -> None:
    if any(day > today for day in [facts.made_on, *(step.done_on for step in facts.steps)] if day):
        raise NotYet
    if facts.expires_on and facts.expires_on <= facts.made_on:
        raise GoodTooShort
    if len(facts.steps) > MOST_STEPS:
        raise TooManySteps


def _write_steps(lot: Lot, steps: list[Step]) -> None:
    lot.steps.all().delete()
    LotStep.objects.bulk_create(
        LotStep(lot=lot, position=n, what=step.what, done_on=step.done_on, place=step.place)
        for n, step in enumerate(steps)
    )


def _facts(lot: Lot) -> LotFacts:
    names = [name for name in LotFacts.__dataclass_fields__ if name != "steps"]
    steps = [Step(step.what, step.done_on, step.place) for step in lot.steps.all()]
    return LotFacts(**{name: getattr(lot, name) for name in names}, steps=steps)
