"""The demo's dossiers on their way: one before a council of seven, one that waits for the commune. All made up."""

import datetime as dt

from accounts.models import User
from ocop.domain.criteria.score import Choice
from ocop.domain.dossier import council, handing_in, offices, preparing, rounds, seats
from ocop.domain.dossier.handing_in import Form01
from ocop.enums import CouncilSeat, DossierNews, Origin, SessionMode
from ocop.models import Dossier, Office, Submission
from outbox.models import OutboxMessage
from villages.models import Host

BEFORE_COUNCIL = "Bình men da lươn Bến Lò (ví dụ)"
WAITS_FOR_COMMUNE = "Một ngày nặn gốm bên sông (ví dụ)"
SEATS = {f"hoidong{number}@example.org": seat for number, seat in enumerate(list(CouncilSeat)[:7], start=1)}
# The level of each criterion, counted from the top: neither the best nor the worst.
FROM_TOP = 2


def load_council(*, now: dt.datetime) -> None:
    """Through the domain, as people would. Does nothing where one was handed in."""
    if Submission.objects.exists():
        return
    host = Host.objects.get(slug="ben-lo")
    people = {name: User.objects.get(email=f"{name}@example.org") for name in ("gom", "xaocop", "tinhocop")}
    commune, province = Office.objects.get(slug="ocop-phu-lang"), Office.objects.get(slug="ocop-tinh")
    _hand_in(_filled(host, WAITS_FOR_COMMUNE, 26, by=people["gom"], now=now), by=people["gom"], now=now)
    submission = _hand_in(_filled(host, BEFORE_COUNCIL, 21, by=people["gom"], now=now), by=people["gom"], now=now)
    today = now.astimezone(dt.timezone(dt.timedelta(hours=7))).date()
    _through_commune(submission, commune, today=today, by=people["xaocop"], now=now)
    _before_council(submission, province, today=today, by=people["tinhocop"], now=now)
    # None of it happened: nobody is told, so that the demo's mailbox starts empty.
    OutboxMessage.objects.filter(kind__in=DossierNews.values).delete()


def _filled(host: Host, name: str, criteria_set: int, *, by: User, now: dt.datetime) -> Dossier:
    made = preparing.begin(host=host, name=name, criteria_set=criteria_set, by=by, now=now)
    for code, criterion in preparing.sheet_of(made).by_code.items():
        case = criterion.cases[0]
        choice = Choice(max(0, len(case.levels) - FROM_TOP), case.key)
        preparing.answer(dossier=made, code=code, choice=choice, reason="", seen=0, by=by, now=now)
    return made


def _hand_in(dossier: Dossier, *, by: User, now: dt.datetime) -> Submission:
    host = dossier.host
    form = Form01(host.legal_name, "Phạm Thị Gốm", "Chủ cơ sở", host.address, host.phone.as_national, host.email)
    return handing_in.hand_in(dossier=dossier, form=form, by=by, now=now)


def _through_commune(submission: Submission, office: Office, *, today: dt.date, by: User, now: dt.datetime) -> None:
    offices.take_in(submission=submission, office=office, received_on=today, by=by, now=now)
    findings = offices.Findings(
        materials="Đất sét và men lấy tại xã (ví dụ)",
        labour="Sáu người trong làng làm thường xuyên (ví dụ)",
        origin=Origin.TRADITIONAL,
        origin_note="",
        identity="Men da lươn, nặn tay, nung lò củi (ví dụ)",
        request_number="12/TTr-UBND (ví dụ)",
        requested_on=today,
    )
    offices.request_province(submission=submission, office=office, findings=findings, by=by, now=now)


def _before_council(submission: Submission, office: Office, *, today: dt.date, by: User, now: dt.datetime) -> None:
    rounds.ensure_rounds(office, today.year)
    offices.take_in(submission=submission, office=office, received_on=today, by=by, now=now)
    offices.report(
        submission=submission,
        office=office,
        survey="Đã xem xưởng và lò (ví dụ)",
        findings="Hồ sơ đủ thành phần (ví dụ)",
        reported_on=today,
        by=by,
        now=now,
    )
    made = seats.set_up(
        office=office,
        name="Hội đồng đánh giá OCOP cấp tỉnh (ví dụ)",
        decision_number="01/QĐ-UBND (ví dụ)",
        decided_on=today,
        regulation=seats.Regulation(quorum_percent=75, largest_spread=10, decimals=2, regulation="Quy chế (ví dụ)"),
    )
    for email, seat in SEATS.items():
        seats.give_seat(council=made, email=email, seat=seat)
    session = council.hold(council=made, held_on=today, mode=SessionMode.MEETING, place="Phòng họp (ví dụ)")
    council.put_on_agenda(session=session, submission=submission, by=by, now=now)
