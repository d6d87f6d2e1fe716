"""What became of a product's certificates, and what it carries beside them. Pure: no queries.

In shares as a province's register has them: most are in force, many had one before, some ran out or were withdrawn.
"""

import datetime as dt
import random
from dataclasses import dataclass, field

from bookings.load.register.path import LEFT, Plan
from ocop.domain.certificates import MONTHS, last_day_for
from ocop.enums import DossierAct, DossierState, EvaluationKind, QualityStandard, WithdrawalGround

DAY = dt.timedelta(days=1)
PERIOD = dt.timedelta(days=365 * MONTHS // 12)
FATES = {"in_force": 62, "expiring": 14, "extended": 4, "expired": 9, "withdrawn": 5, "accused": 1, "none": 5}
STARS = (3, 3, 3, 3, 4, 4, 4, 5)
HAD_ONE_BEFORE = 0.45
STANDARDS = (QualityStandard.FOOD_SAFETY, QualityStandard.VIETGAP, QualityStandard.HACCP, QualityStandard.ISO_22000)


@dataclass
class Held:
    """A certificate. `accused_on` is when its withdrawal was opened."""

    stars: int
    issued_on: dt.date
    extended_until: dt.date | None = None
    replaced_on: dt.date | None = None
    withdrawn_on: dt.date | None = None
    accused_on: dt.date | None = None
    ground: WithdrawalGround | None = None

    @property
    def valid_until(self) -> dt.date:
        return last_day_for(self.issued_on)


@dataclass
class Life:
    """`held` from the oldest; `papers` are quality certificates: standard and last day."""

    held: list[Held] = field(default_factory=list)
    papers: list[tuple[QualityStandard, dt.date | None]] = field(default_factory=list)


def life(dice: random.Random, plan: Plan | None, *, today: dt.date) -> Life:
    """Of the product that the dossier `plan` is about, where there is one."""
    held = _of_dossier(plan, today) if plan else None
    if held is None:
        (fate,) = dice.choices(list(FATES), list(FATES.values()))
        held = _of_fate(fate, dice, today)
    if held and not held[0].withdrawn_on and dice.random() < HAD_ONE_BEFORE:
        held.insert(0, _before(held[0], dice))
    papers = [
        (standard, None if dice.random() < 0.2 else today + dice.randrange(-200, 700) * DAY)
        for standard in dice.sample(STANDARDS, dice.choice((0, 1, 1, 2)))
    ]
    return Life(held, papers)


def _of_dossier(plan: Plan, today: dt.date) -> list[Held] | None:
    """What must be so where a dossier says so; None where it says nothing."""
    if plan.state == DossierState.RECOGNISED:
        return [Held(plan.stars, plan.on(DossierAct.RECOGNISE) or today)]
    if plan.kind == EvaluationKind.AGAIN:
        return [Held(plan.stars, plan.begun + LEFT - PERIOD)]
    return [Held(plan.stars - 1, today - PERIOD / 2)] if plan.kind == EvaluationKind.UPGRADE else None


def _of_fate(fate: str, dice: random.Random, today: dt.date) -> list[Held]:
    stars = dice.choice(STARS)
    if fate == "none":
        return []
    if fate == "in_force":
        return [Held(stars, today - dice.randrange(1, PERIOD.days - 190) * DAY)]
    if fate == "expiring":
        return [Held(stars, today - PERIOD + dice.randrange(5, 178) * DAY)]
    if fate == "extended":
        one = Held(stars, today - PERIOD - dice.randrange(5, 150) * DAY)
        one.extended_until = one.valid_until + 180 * DAY
        return [one]
    if fate == "expired":
        return [Held(stars, today - PERIOD - dice.randrange(10, 900) * DAY)]
    ended_on = today - dice.randrange(1, 300) * DAY
    accused = Held(stars, ended_on - dice.randrange(90, 700) * DAY, ground=dice.choice(list(WithdrawalGround)))
    accused.accused_on = ended_on - 30 * DAY
    accused.withdrawn_on = ended_on if fate == "withdrawn" else None
    return [accused]


def _before(one: Held, dice: random.Random) -> Held:
    """An earlier one, which ran out before or ended on the day of the next."""
    gap = dice.randrange(-120, 200)
    earlier = Held(max(3, one.stars - dice.choice((0, 1))), one.issued_on - PERIOD + gap * DAY)
    if earlier.valid_until >= one.issued_on:
        earlier.replaced_on = one.issued_on
    return earlier
