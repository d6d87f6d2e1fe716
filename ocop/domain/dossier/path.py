"""One step of a dossier on its path: from a state to the next, by compare-and-swap, written down with who and when."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.data.refusal import Refused
from ocop.domain.dossier.news import tell
from ocop.enums import DossierAct, DossierState, EvaluationKind
from ocop.models import Dossier, DossierStep, Office, Submission
from page_cache.store import forget


class MovedOn(Refused):
    """It does not stand any more where the act begins."""

    message = _("This dossier has moved on meanwhile. Load the page anew and look where it stands.")


class ChangedSince(Refused):
    """`last` is what was done since the page was opened."""

    def __init__(self, last: DossierStep) -> None:
        said = _("Since you opened this page: %(act)s (%(who)s). Look at it, and send yours again if it still holds.")
        super().__init__(said % {"act": last.get_act_display(), "who": last.by or "–"})


def locked(dossier: Dossier) -> Dossier:
    """Whoever else acts on it waits, by an UPDATE, until this transaction is over; read anew."""
    Dossier.objects.filter(pk=dossier.pk).update(edition=F("edition"))
    dossier.refresh_from_db()
    return dossier


def newest(dossier: Dossier) -> Submission | None:
    """The version that was handed in last."""
    return dossier.submissions.order_by("-version").first()


def with_offices(dossier: Dossier) -> Submission | None:
    """The version that offices read: the newest that its host has not taken back."""
    taken_back = dossier.steps.filter(act=DossierAct.TAKE_BACK).values("submission")
    return dossier.submissions.exclude(pk__in=taken_back).order_by("-version").first()


def last_step(dossier: Dossier) -> int:
    """What an office's forms carry as the state that was seen: the key of the last step, 0 before any."""
    return dossier.steps.order_by("-pk").values_list("pk", flat=True).first() or 0


def step(
    dossier: Dossier,
    act: DossierAct,
    *,
    begins: Iterable[DossierState],
    ends: DossierState,
    by: User | None,
    now: dt.datetime,
    office: Office | None = None,
    submission: Submission | None = None,
    note: str = "",
    reasons: Mapping[str, str] | None = None,
    seen: int | None = None,
) -> DossierStep:
    """Move it from one of `begins` to `ends` and write the step down; it is `locked`. `seen` is the last step that
    whoever acts has seen; None where nothing was shown. Raises MovedOn, ChangedSince."""
    states = list(begins)
    last = dossier.steps.order_by("-pk").first() if seen is not None and dossier.state in states else None
    if last is not None and last.pk != seen:
        raise ChangedSince(last)
    moved = Dossier.objects.filter(pk=dossier.pk, state__in=states)
    if not moved.update(state=ends, state_since=now, changed_at=now):
        raise MovedOn
    dossier.state, dossier.state_since, dossier.changed_at = ends, now, now
    made = DossierStep.objects.create(
        dossier=dossier,
        submission=submission,
        act=act,
        state=ends,
        at=now,
        by=by,
        office=office,
        note=note.strip(),
        reasons=dict(reasons or {}),
    )
    tell(made, now=now)
    if dossier.kind == EvaluationKind.AGAIN:
        # The product's page says that it is being re-evaluated.
        forget()
    return made
