"""Steps 2 and 3 of the programme's yearly cycle: an idea is registered, then a plan; the dossier comes after them."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from ocop.domain.dossier.path import locked, step
from ocop.enums import DossierAct, DossierState
from ocop.models import Dossier


class NothingWritten(Refused):
    message = _("Write it in a few sentences first.")


class OnlyPractice(Refused):
    message = _("This dossier is for practice: it goes nowhere.")


@atomic_with_retry
def register_idea(*, dossier: Dossier, text: str, by: User, now: dt.datetime) -> Dossier:
    """Let the commune know of the idea. The same words again change nothing.

    Raises NothingWritten, OnlyPractice, MovedOn.
    """
    return _register(dossier, "idea", text, DossierAct.IDEA, DossierState.IDEA, by=by, now=now)


@atomic_with_retry
def register_plan(*, dossier: Dossier, text: str, by: User, now: dt.datetime) -> Dossier:
    """Let the commune know how it is to be made and sold. The same words again change nothing.

    Raises NothingWritten, OnlyPractice, MovedOn.
    """
    return _register(dossier, "plan", text, DossierAct.PLAN, DossierState.PLAN, by=by, now=now)


def _register(
    dossier: Dossier, field: str, text: str, act: DossierAct, ends: DossierState, *, by: User, now: dt.datetime
) -> Dossier:
    locked(dossier)
    words = text.strip()
    if not words:
        raise NothingWritten
    if dossier.practice:
        raise OnlyPractice
    if getattr(dossier, field) == words and dossier.is_with_host:
        return dossier
    # What was returned stays returned until it is handed in anew, and a plan is further than an idea.
    if dossier.state in (DossierState.RETURNED, DossierState.PLAN):
        ends = DossierState(dossier.state)
    step(dossier, act, begins=DossierState.with_host(), ends=ends, by=by, now=now, note=words[:2000])
    setattr(dossier, field, words)
    dossier.save(update_fields=[field])
    return dossier
