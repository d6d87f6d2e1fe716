"""Handing a dossier in: from then on it stands, with a version and a hash (Decision 26/2026/QĐ-TTg, art. 7.1)."""

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from common.words.dates import date_text
from ocop.domain.certificates import local_day
from ocop.domain.criteria.score import points_of
from ocop.domain.dossier.copies import Copies, StillAdding, with_file
from ocop.domain.dossier.path import MovedOn, locked, newest, step
from ocop.domain.dossier.preparing import choices_of, score_of, sheet_of
from ocop.enums import DossierAct, DossierState, EvaluationKind
from ocop.models import Dossier, Intake, Submission, SubmittedFile

# Art. 7: a re-evaluation is handed in not earlier than 180 and not later than 120 days before the last day.
OPENS, CLOSES = dt.timedelta(days=180), dt.timedelta(days=120)
# A dossier that is returned and completed needs a few.
MOST_VERSIONS = 40
# How often files that came while others were copied are copied too.
TRIES = 3


class Practice(Refused):
    message = _("This dossier is for practice: it goes nowhere. Begin one in earnest to hand it in.")


class NothingAnswered(Refused):
    message = _("Answer the criteria first: nothing is chosen yet.")


class NoProduct(Refused):
    message = _("An upgrade or a re-evaluation is of a product that has a certificate. Choose it first.")


class AnotherSet(Refused):
    message = _("This product was recognised by another set of criteria. Begin a dossier with that set.")


class OnItsWay(Refused):
    message = _("Another dossier of this product is with the offices already.")


class TooEarly(Refused):
    """`opens` is the first day."""

    def __init__(self, opens: dt.date) -> None:
        super().__init__(_("A re-evaluation can be handed in from %(day)s on.") % {"day": date_text(opens)})


@dataclass(frozen=True)
class Form01:
    """The registration slip's own fields: who registers, and who signs for them."""

    unit: str
    representative: str
    position: str
    address: str
    phone: str
    email: str


class TooOften(Refused):
    message = _("This dossier was handed in very often already. Begin another one for this product.")


def hand_in(*, dossier: Dossier, form: Form01, by: User, now: dt.datetime) -> Submission:
    """Freeze what stands as the next version and send it to the commune. Again, while it waits there, is the same one.

    Raises Practice, NothingAnswered, NoProduct, AnotherSet, OnItsWay, TooEarly, TooOften, FileChanged, StillAdding,
    MovedOn.
    """
    with Copies(dossier) as copies:
        for tries_left in reversed(range(TRIES)):
            # Up to 100 MB are read and written before the lock; under it their names are enough.
            if dossier.is_with_host and not dossier.practice:
                copies.make()
            try:
                return _hand_in(dossier=dossier, form=form, copies=copies, by=by, now=now)
            except StillAdding:
                if not tries_left:
                    raise
    raise AssertionError("unreachable")


@atomic_with_retry
def _hand_in(*, dossier: Dossier, form: Form01, copies: Copies, by: User, now: dt.datetime) -> Submission:
    locked(dossier)
    if dossier.practice:
        raise Practice
    last = newest(dossier)
    if dossier.state == DossierState.HANDED_IN and last is not None:
        return last
    if not dossier.is_with_host or dossier.put_away_at is not None:
        raise MovedOn
    choices = choices_of(dossier)
    if not choices:
        raise NothingAnswered
    check_product(dossier, local_day(now))
    if last and last.version >= MOST_VERSIONS:
        raise TooOften
    files = [(proof, copies.of(proof)) for proof in with_file(dossier)]
    content = content_of(dossier, form)
    own = score_of(dossier, choices)
    made = Submission.objects.create(
        dossier=dossier,
        version=(last.version if last else 0) + 1,
        content=content,
        sha256=hash_of(content),
        total=Decimal(str(own.total)),
        stars=own.star,
        handed_in_at=now,
        handed_in_by=by,
    )
    for proof, name in files:
        SubmittedFile.objects.create(
            submission=made,
            code=proof.code,
            title=proof.title,
            name=proof.original_name,
            file=name,
            media_type=proof.media_type,
            size=proof.size,
            sha256=proof.sha256,
        )
    step(
        dossier,
        DossierAct.HAND_IN,
        begins=DossierState.with_host(),
        ends=DossierState.HANDED_IN,
        by=by,
        now=now,
        submission=made,
    )
    return made


@atomic_with_retry
def take_back(*, dossier: Dossier, by: User, now: dt.datetime) -> None:
    """Undo handing in while no office has taken it in: it is where it was before. What was handed in stays, as a
    version that no office reads. Raises MovedOn."""
    locked(dossier)
    last = newest(dossier)
    if last is None or Intake.objects.filter(submission=last).exists():
        raise MovedOn
    step(
        dossier,
        DossierAct.TAKE_BACK,
        begins=[DossierState.HANDED_IN],
        ends=_before(dossier),
        by=by,
        now=now,
        submission=last,
    )


def _before(dossier: Dossier) -> DossierState:
    """Where it stood when it was handed in: returned, with its idea or plan registered, or only begun."""
    states = dossier.steps.order_by("-at", "-pk").values_list("state", flat=True)
    standing = (state for state in states if state in DossierState.with_host())
    return DossierState(next(standing, DossierState.DRAFT))


def hash_of(content: dict) -> str:
    """SHA-256, in hex, of the canonical JSON: keys in order, no spaces, UTF-8."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_late(dossier: Dossier, day: dt.date) -> bool:
    """Whether a re-evaluation comes after its window, for which art. 12.3 knows an extension of the certificate."""
    certificate = dossier.product.certificate_on(day) if dossier.product else None
    if dossier.kind != EvaluationKind.AGAIN or certificate is None:
        return False
    return day > certificate.valid_until - CLOSES


def check_product(dossier: Dossier, day: dt.date) -> None:
    """Raises NoProduct, AnotherSet, OnItsWay, TooEarly."""
    if dossier.kind == EvaluationKind.FIRST:
        return
    if dossier.product is None:
        raise NoProduct
    if dossier.product.criteria_set not in (None, dossier.criteria_set):
        raise AnotherSet
    others = Dossier.objects.filter(product=dossier.product, practice=False).exclude(pk=dossier.pk)
    if others.exclude(state__in=[*DossierState.with_host(), *DossierState.over()]).exists():
        raise OnItsWay
    certificate = dossier.product.certificate_on(day)
    if dossier.kind == EvaluationKind.AGAIN and certificate and day < certificate.valid_until - OPENS:
        raise TooEarly(certificate.valid_until - OPENS)


def known_form(dossier: Dossier) -> dict[str, str]:
    """Form 01 as it was told last time; of a first one, what the house's papers say, and "" for the rest."""
    last = newest(dossier)
    if last is not None:
        return last.content["form01"]
    host = dossier.host
    return {
        "unit": host.legal_name or host.name,
        "representative": "",
        "position": "",
        "address": host.address,
        "phone": host.phone.as_national if host.phone else "",
        "email": host.email,
    }


def content_of(dossier: Dossier, form: Form01) -> dict:
    """The whole of it but the files' bytes, as it stands now. `answers` by code: case, level, points, reason.
    `evidence` in the order of the sheet."""
    points = points_of(sheet_of(dossier), choices_of(dossier))
    answers = {
        each.code: {"case": each.case, "level": each.level, "points": points.get(each.code), "reason": each.reason}
        for each in dossier.answers.all()
    }
    order = {code: number for number, code in enumerate(sheet_of(dossier).by_code)}
    proofs = sorted(dossier.evidence.standing(), key=lambda each: (order.get(each.code, -1), each.position, each.pk))
    return {
        "name": dossier.name,
        "kind": dossier.kind,
        "edition": dossier.edition,
        "criteria_set": dossier.criteria_set,
        "form01": asdict(form),
        "details": dossier.details,
        "idea": dossier.idea,
        "plan": dossier.plan,
        "stopped_by": dossier.stopped_by,
        "answers": answers,
        "evidence": [
            {
                "code": each.code,
                "paper": each.paper,
                "kind": each.kind,
                "title": each.title,
                "sha256": each.sha256,
                "size": each.size,
                "link": each.link,
                "shown": each.shown,
            }
            for each in proofs
        ],
    }
