"""How far each dossier of a load has come, and on which days. Pure: no queries.

Dossiers are counted from 0, and their states follow one another, so that any twenty of them show all there are.
"""

import datetime as dt
import random
from dataclasses import dataclass

from ocop.enums import DossierAct, DossierState, EvaluationKind

FIRST, UPGRADE, AGAIN = EvaluationKind.FIRST, EvaluationKind.UPGRADE, EvaluationKind.AGAIN
# Where the first, the second… of twenty stands, what it is, and how many stars it is worth.
STANDS = (
    (DossierState.IDEA, FIRST, 3),
    (DossierState.PROVINCE, FIRST, 3),
    (DossierState.HANDED_IN, FIRST, 3),
    (DossierState.COUNCIL, FIRST, 4),
    (DossierState.RECOGNISED, FIRST, 3),
    (DossierState.REQUESTED, AGAIN, 4),
    (DossierState.PROVINCE, UPGRADE, 4),
    (DossierState.SCORED, FIRST, 3),
    (DossierState.DRAFT, FIRST, 3),
    (DossierState.COUNCIL, AGAIN, 3),
    (DossierState.COMMUNE, FIRST, 4),
    (DossierState.MINISTRY, FIRST, 5),
    (DossierState.NOT_RECOGNISED, FIRST, 2),
    (DossierState.PROVINCE, AGAIN, 3),
    (DossierState.RECOGNISED, FIRST, 4),
    (DossierState.REQUESTED, FIRST, 3),
    (DossierState.HANDED_IN, AGAIN, 3),
    (DossierState.SCORED, AGAIN, 4),
    (DossierState.PLAN, FIRST, 3),
    (DossierState.RETURNED, FIRST, 3),
)
# Each act, where it leads, and how many days after handing in it is done.
COMMUNE_WAY = (
    (DossierAct.HAND_IN, DossierState.HANDED_IN, 0),
    (DossierAct.COMMUNE_INTAKE, DossierState.COMMUNE, 2),
)
COUNCIL_WAY = (
    *COMMUNE_WAY,
    (DossierAct.REQUEST, DossierState.REQUESTED, 8),
    (DossierAct.PROVINCE_INTAKE, DossierState.PROVINCE, 12),
    (DossierAct.REPORT, DossierState.PROVINCE, 25),
    (DossierAct.AGENDA, DossierState.COUNCIL, 30),
)
HELD = 40
DECIDED_WAY = (*COUNCIL_WAY, (DossierAct.CLOSE, DossierState.SCORED, HELD))
WAYS = {
    DossierState.IDEA: ((DossierAct.IDEA, DossierState.IDEA, 0),),
    DossierState.PLAN: ((DossierAct.IDEA, DossierState.IDEA, 0), (DossierAct.PLAN, DossierState.PLAN, 6)),
    DossierState.DRAFT: (),
    DossierState.HANDED_IN: COMMUNE_WAY[:1],
    DossierState.COMMUNE: COMMUNE_WAY,
    DossierState.RETURNED: (*COMMUNE_WAY, (DossierAct.RETURN, DossierState.RETURNED, 5)),
    DossierState.REQUESTED: COUNCIL_WAY[:3],
    DossierState.PROVINCE: COUNCIL_WAY[:4],
    DossierState.COUNCIL: COUNCIL_WAY,
    DossierState.SCORED: DECIDED_WAY,
    DossierState.MINISTRY: (*DECIDED_WAY, (DossierAct.FORWARD, DossierState.MINISTRY, 47)),
    DossierState.RECOGNISED: (*DECIDED_WAY, (DossierAct.RECOGNISE, DossierState.RECOGNISED, 50)),
    DossierState.NOT_RECOGNISED: (*DECIDED_WAY, (DossierAct.REFUSE, DossierState.NOT_RECOGNISED, 50)),
}
# Days between handing in a re-evaluation and the last day of the certificate: within 180 to 120.
LEFT = dt.timedelta(days=150)


@dataclass(frozen=True)
class Done:
    act: DossierAct
    state: DossierState
    on: dt.date


@dataclass(frozen=True)
class Plan:
    """`begun` is the day of handing in, or of beginning where it was not; `held_on` that of its session."""

    number: int
    state: DossierState
    kind: EvaluationKind
    stars: int
    begun: dt.date
    steps: tuple[Done, ...]

    @property
    def held_on(self) -> dt.date | None:
        at_council = any(step.act == DossierAct.AGENDA for step in self.steps)
        return self.begun + dt.timedelta(days=HELD) if at_council else None

    @property
    def is_handed_in(self) -> bool:
        return any(step.act == DossierAct.HAND_IN for step in self.steps)

    @property
    def is_scored(self) -> bool:
        return any(step.act == DossierAct.CLOSE for step in self.steps)

    def on(self, act: DossierAct) -> dt.date | None:
        return next((step.on for step in self.steps if step.act == act), None)


def planned(number: int, *, seed: int, today: dt.date) -> Plan:
    """The dossier of that number as it stands on `today`."""
    state, kind, stars = STANDS[number % len(STANDS)]
    begun = today - dt.timedelta(days=_age(number, state, seed))
    steps = tuple(Done(act, leads, begun + dt.timedelta(days=after)) for act, leads, after in WAYS[state])
    return Plan(number, state, kind, stars, begun, steps)


def _age(number: int, state: DossierState, seed: int) -> int:
    """In days. Twenty of a kind share a day, as they share a session."""
    dice = random.Random(f"{seed} {state} {number // (20 * len(STANDS))}")
    if state == DossierState.COUNCIL:
        return HELD - dice.randrange(10)
    if WAYS[state][-1:] and WAYS[state][-1][2] >= HELD:
        return HELD + dice.randrange(12, 45)
    last = WAYS[state][-1][2] if WAYS[state] else 0
    return last + random.Random(f"{seed} dossier {number}").randrange(20)
