"""What is about to run out or stands still: hosts and officers are told in time, each once (art. 6, 7 and 12)."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.db.models import Prefetch, Q
from django.utils import timezone

from common.work.sweep import each
from ocop.domain.dossier.handing_in import CLOSES, OPENS
from ocop.domain.dossier.news import officers, offices_of, to_officers
from ocop.domain.dossier.offices import due_on
from ocop.domain.dossier.rounds import ensure_rounds
from ocop.enums import Basis, DossierNews, DossierState, RegisterNews
from ocop.models import Certificate, Dossier, EvaluationRound, OcopProduct, Office, QualityCertificate
from outbox.owing import owe
from villages.domain.seen import addresses

# Days before the last one: the window opens, two weeks are left of it, a month is left of the certificate.
STAGES = (
    (OPENS, RegisterNews.WINDOW_OPENS),
    (CLOSES + dt.timedelta(days=14), RegisterNews.WINDOW_CLOSES),
    (dt.timedelta(days=30), RegisterNews.CERTIFICATE_ENDS),
)
PAPER_ENDS = dt.timedelta(days=30)
ROUND_CLOSES = dt.timedelta(days=14)
# Whoever comes late to these stages, after a pause of the workers, is told of the newest alone.
STILL_AT_COMMUNE = (DossierState.HANDED_IN, DossierState.COMMUNE)


def remind(*, now: dt.datetime) -> int:
    """Look through certificates, quality papers, dossiers and rounds. Safe to run again, or beside itself."""
    today = timezone.localdate(now)
    each("rounds of the year", list(Office.objects.filter(province__isnull=False)), lambda row: _rounds_of(row, today))
    sweeps: list[tuple[str, list, Callable]] = [
        ("certificate that ends", list(_certificates(today)), lambda row: _certificate(row, today, now)),
        ("quality paper that ends", list(_papers(today)), lambda row: _paper(row, now)),
        ("dossier that stands still", list(_dossiers()), lambda row: _dossier(row, today, now)),
        ("round that closes", list(_rounds(today)), lambda row: _round(row, now)),
    ]
    return sum(each(name, rows, act) for name, rows, act in sweeps)


def _rounds_of(office: Office, today: dt.date) -> int:
    ensure_rounds(office, today.year)
    return 0


def _certificates(today: dt.date):
    """In force, with 180 days or less to go, and without a re-evaluation on its way."""
    found = Certificate.objects.public().valid_on(today).filter(valid_until__lte=today + OPENS)
    return found.re_evaluated(is_so=False).select_related("product__host")


@transaction.atomic
def _certificate(row: Certificate, today: dt.date, now: dt.datetime) -> int:
    left = row.valid_until - today
    news = [kind for before, kind in STAGES if left <= before][-1]
    if news == RegisterNews.WINDOW_CLOSES and left < CLOSES:
        # Its day is over: nobody is told of a day that has passed.
        return 0
    readers = [f"host:{n}:{to}" for n, to in enumerate(addresses(row.product.host))]
    if news == RegisterNews.CERTIFICATE_ENDS:
        place = row.product.place
        kept_by = Office.objects.filter(Q(commune=place) | Q(province=place.province_id))
        readers += [f"officer:{pk}:{to}" for pk, to in officers(kept_by)]
    return _owe_all(row.product, news, f"{row.pk}", readers, now)


def _papers(today: dt.date):
    found = QualityCertificate.objects.filter(valid_until__range=(today, today + PAPER_ENDS))
    return found.exclude(product__basis=Basis.PROPOSAL).select_related("product__host")


@transaction.atomic
def _paper(row: QualityCertificate, now: dt.datetime) -> int:
    readers = [f"host:{n}:{to}" for n, to in enumerate(addresses(row.product.host))]
    return _owe_all(row.product, RegisterNews.PAPER_ENDS, f"{row.pk}:{row.valid_until}", readers, now)


def _dossiers():
    """With an office that has a day to keep."""
    return Dossier.objects.filter(state__in=DossierState.with_offices(), practice=False).select_related("host")


@transaction.atomic
def _dossier(row: Dossier, today: dt.date, now: dt.datetime) -> int:
    submission = row.submissions.order_by("-version").prefetch_related(Prefetch("intakes")).first()
    if submission is None:
        return 0
    submission.dossier = row
    due = due_on(submission, list(submission.intakes.all()))
    if due is None or due >= today:
        return 0
    offices = offices_of(row, province=row.state not in STILL_AT_COMMUNE)
    to_officers(row, offices, DossierNews.OVERDUE, key=f"{submission.version}:{row.state}", now=now)
    return 1


def _rounds(today: dt.date):
    return EvaluationRound.objects.filter(requests_before__range=(today, today + ROUND_CLOSES)).select_related("office")


@transaction.atomic
def _round(row: EvaluationRound, now: dt.datetime) -> int:
    """The communes of the province, which have to ask before that day."""
    communes = Office.objects.filter(commune__province=row.office.province_id)
    for pk, to in officers(communes):
        owe(
            key=f"{RegisterNews.ROUND_CLOSES}:{row.pk}:{row.requests_before}:{pk}",
            subject=row,
            kind=RegisterNews.ROUND_CLOSES,
            audience="officer",
            to=to,
            language="vi",
            now=now,
        )
    return 1


def _owe_all(product: OcopProduct, news: RegisterNews, once: str, readers: list[str], now: dt.datetime) -> int:
    """`readers` are `audience:who:address`."""
    for reader in readers:
        audience, who, to = reader.split(":", 2)
        owe(
            key=f"{news}:{once}:{audience}:{who}",
            subject=product,
            kind=news,
            audience=audience,
            to=to,
            language="vi",
            now=now,
        )
    return 1
