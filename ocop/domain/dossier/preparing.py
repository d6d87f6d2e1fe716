"""Beginning a dossier, putting it away, and answering its criteria one by one."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from ocop.domain.certificates import local_day
from ocop.domain.criteria.edition import CriteriaSet, Edition
from ocop.domain.criteria.reading import newest, read
from ocop.domain.criteria.score import Choice, NoSuchLevel, Score, level_of, points_of, score
from ocop.domain.unsent import WithOffices, lock_unsent
from ocop.enums import DossierState, EvaluationKind
from ocop.models import Answer, Dossier, OcopProduct
from villages.models import Host


class NoSuchSet(Refused):
    message = _("Choose one of the sets of criteria.")


class NotInSheet(Refused):
    message = _("This criterion has no such level. Load the page anew and choose again.")


class AnsweredMeanwhile(Refused):
    """`standing` is what somebody else has saved since the form was opened."""

    message = _("Somebody else has answered this meanwhile. Look at both, and save again what is right.")

    def __init__(self, standing: Answer) -> None:
        self.standing = standing
        super().__init__()


@atomic_with_retry
def begin(
    *,
    host: Host,
    name: str,
    criteria_set: int,
    kind: EvaluationKind = EvaluationKind.FIRST,
    product: OcopProduct | None = None,
    practice: bool = False,
    by: User,
    now: dt.datetime,
) -> Dossier:
    """A dossier by the edition in force today, which stays its own. The same again within a minute is the same one.

    Raises NoSuchSet.
    """
    edition = newest(local_day(now))
    if criteria_set not in edition.sets:
        raise NoSuchSet
    Host.objects.filter(pk=host.pk).update(slug=F("slug"))
    told = {"host": host, "name": name, "criteria_set": criteria_set, "kind": kind, "practice": practice}
    recent = Dossier.objects.standing().filter(**told, begun_at__gt=now - dt.timedelta(minutes=1)).first()
    if recent:
        return recent
    return Dossier.objects.create(
        **told, product=product, edition=edition.key, begun_at=now, begun_by=by, changed_at=now
    )


def put_away(*, dossier: Dossier, now: dt.datetime) -> None:
    """Out of the list; `take_back` brings it back as it was. Again changes nothing. Raises WithOffices."""
    theirs = Dossier.objects.filter(pk=dossier.pk, state__in=DossierState.with_host())
    if not theirs.update(put_away_at=Coalesce("put_away_at", now)):
        raise WithOffices


def take_back(*, dossier: Dossier) -> None:
    Dossier.objects.filter(pk=dossier.pk).update(put_away_at=None)


@atomic_with_retry
def answer(
    *, dossier: Dossier, code: str, choice: Choice | None, reason: str, seen: int, by: User, now: dt.datetime
) -> Answer:
    """Save what is chosen for one criterion. `seen` is the version that the form was opened with, 0 where none was.

    The same answer again changes nothing. Raises NotInSheet, WithOffices, AnsweredMeanwhile.
    """
    _check(dossier, code, choice)
    lock_unsent(dossier.pk)
    Dossier.objects.filter(pk=dossier.pk).update(changed_at=now)
    wanted = {
        "case": choice.case if choice else "",
        "level": choice.level if choice else None,
        "reason": reason.strip(),
    }
    standing = Answer.objects.filter(dossier=dossier, code=code).first()
    if standing is None:
        return Answer.objects.create(dossier=dossier, code=code, **wanted, changed_at=now, changed_by=by)
    if all(getattr(standing, name) == value for name, value in wanted.items()):
        return standing
    if standing.version != seen:
        raise AnsweredMeanwhile(standing)
    for name, value in wanted.items():
        setattr(standing, name, value)
    standing.version, standing.changed_at, standing.changed_by = standing.version + 1, now, by
    standing.save()
    return standing


@atomic_with_retry
def say_what_stops(*, dossier: Dossier, rules: list[str], now: dt.datetime) -> Dossier:
    """Which rules of the set hold that end an assessment; rules of other sets are left out. Raises WithOffices."""
    known = [rule.key for rule in sheet_of(dossier).stops if rule.key in rules]
    lock_unsent(dossier.pk)
    Dossier.objects.filter(pk=dossier.pk).update(stopped_by=known, changed_at=now)
    dossier.stopped_by = known
    return dossier


def edition_of(dossier: Dossier) -> Edition:
    return read(dossier.edition)


def sheet_of(dossier: Dossier) -> CriteriaSet:
    return edition_of(dossier).sets[dossier.criteria_set]


def choices_of(dossier: Dossier) -> dict[str, Choice]:
    """What was chosen so far, by criterion."""
    return choices_of_each([dossier])[dossier.pk]


def choices_of_each(dossiers: Iterable[Dossier]) -> dict[int, dict[str, Choice]]:
    """What was chosen so far in each, by key and criterion, in one query."""
    found: dict[int, dict[str, Choice]] = {dossier.pk: {} for dossier in dossiers}
    answers = Answer.objects.filter(dossier__in=found, level__isnull=False)
    for pk, code, level, case in answers.values_list("dossier", "code", "level", "case"):
        if level is not None:
            found[pk][code] = Choice(level, case)
    return found


def score_of(dossier: Dossier, choices: dict[str, Choice]) -> Score:
    """What `choices` come to by the dossier's edition."""
    sheet = sheet_of(dossier)
    held = tuple(rule for rule in sheet.stops if rule.key in dossier.stopped_by)
    return score(edition_of(dossier), sheet, points_of(sheet, choices), stopped_by=held)


def _check(dossier: Dossier, code: str, choice: Choice | None) -> None:
    sheet = sheet_of(dossier)
    if code not in sheet.by_code:
        raise NotInSheet
    if choice is None:
        return
    try:
        level_of(sheet, code, choice)
    except NoSuchLevel as error:
        raise NotInSheet from error
