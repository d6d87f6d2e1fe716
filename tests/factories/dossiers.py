"""Dossiers on their way: filled in, handed in, before a council of seven."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from accounts.models import User
from ocop.domain.criteria.reading import read
from ocop.domain.criteria.score import Choice
from ocop.domain.dossier import council, handing_in, offices, preparing, sheets
from ocop.domain.dossier.handing_in import Form01
from ocop.enums import CouncilSeat, OfficeRole, Origin
from ocop.models import AgendaItem, Council, CouncilMember, CouncilSession, Dossier, Office, OfficeMember, Submission
from tests.factories.ocop import make_land, make_office
from tests.factories.people import make_host, make_user

FORM = Form01("Hợp tác xã Gốm Đồi Vôi", "Nguyễn Văn Đông", "giám đốc", "Phù Lãng", "0912345678", "gom@example.com")
SEATS = list(CouncilSeat)[:7]
EDITION = "2026-26"


def best(criteria_set: int = 26) -> dict[str, Choice]:
    """The highest level of every criterion: 100 points."""
    found = {}
    for code, criterion in read(EDITION).sets[criteria_set].by_code.items():
        levels = criterion.cases[0].levels
        top = max(range(len(levels)), key=lambda n: levels[n].points)
        found[code] = Choice(top, criterion.cases[0].key)
    return found


def worth(points: int, criteria_set: int = 26) -> dict[str, Choice]:
    """Answers that come to at most so many points, from the first criterion on; the rest at its lowest level."""
    sheet = read(EDITION).sets[criteria_set]
    lowest = {code: Choice(0, criterion.cases[0].key) for code, criterion in sheet.by_code.items()}
    chosen = dict(lowest)
    total = sum(sheet.by_code[code].cases[0].levels[0].points for code in chosen)
    for code, choice in best(criteria_set).items():
        levels = sheet.by_code[code].cases[0].levels
        gain = levels[choice.level].points - levels[0].points
        if total + gain <= points:
            chosen[code], total = choice, total + gain
    return chosen


@dataclass
class Path:
    """A house, its offices and a council, with short names for what happens between them. `now` is when."""

    now: dt.datetime = field(default_factory=timezone.now)
    potter: User = field(default_factory=make_user)
    clerk: User = field(default_factory=make_user)
    officer: User = field(default_factory=make_user)

    def __post_init__(self) -> None:
        land = make_land()
        self.commune = make_office(member=self.clerk, commune=land)
        self.province = make_office(member=self.officer)
        self.host = make_host(owner=self.potter, commune=land)

    @property
    def today(self) -> dt.date:
        return timezone.localtime(self.now).date()

    def dossier(self, choices: dict[str, Choice] | None = None, **told) -> Dossier:
        asked = {"host": self.host, "name": "Một ngày làm gốm ở Bến Lò (ví dụ)", "criteria_set": 26} | told
        made = preparing.begin(by=self.potter, now=self.now, **asked)
        for code, choice in (choices or {"1.1": Choice(1)}).items():
            preparing.answer(dossier=made, code=code, choice=choice, reason="", seen=0, by=self.potter, now=self.now)
        return made

    def hand_in(self, dossier: Dossier) -> Submission:
        return handing_in.hand_in(dossier=dossier, form=FORM, by=self.potter, now=self.now)

    def take_in(self, submission: Submission, office: Office):
        by = self.officer if office.province_id else self.clerk
        return offices.take_in(submission=submission, office=office, received_on=self.today, by=by, now=self.now)

    def request(self, submission: Submission):
        findings = offices.Findings(
            materials="Đất sét tại xã",
            labour="Sáu người trong thôn",
            origin=Origin.TRADITIONAL,
            origin_note="",
            identity="Men da lươn",
            request_number="12/TTr-UBND",
            requested_on=self.today,
        )
        return offices.request_province(
            submission=submission, office=self.commune, findings=findings, by=self.clerk, now=self.now
        )

    def report(self, submission: Submission):
        return offices.report(
            submission=submission,
            office=self.province,
            survey="Đã xem xưởng",
            findings="Đủ hồ sơ",
            reported_on=self.today,
            by=self.officer,
            now=self.now,
        )

    def at_province(self, dossier: Dossier | None = None) -> Submission:
        """Handed in, taken in twice, reported on."""
        submission = self.hand_in(dossier or self.dossier())
        self.take_in(submission, self.commune)
        self.request(submission)
        self.take_in(submission, self.province)
        self.report(submission)
        return submission

    def council(self, members: int = 7, **told) -> Council:
        made = Council.objects.create(
            office=self.province,
            name="Hội đồng đánh giá OCOP (ví dụ)",
            decision_number="1/QĐ-UBND",
            decided_on=self.today,
            **told,
        )
        for seat in SEATS[:members]:
            user = make_user()
            OfficeMember.objects.create(office=self.province, user=user, role=OfficeRole.COUNCIL)
            CouncilMember.objects.create(council=made, user=user, seat=seat)
        return made

    def session(self, council_: Council | None = None, **told) -> CouncilSession:
        return council.hold(council=council_ or self.council(), held_on=self.today, **told)

    def on_agenda(self, submission: Submission | None = None, session: CouncilSession | None = None) -> AgendaItem:
        return council.put_on_agenda(
            session=session or self.session(),
            submission=submission or self.at_province(),
            by=self.officer,
            now=self.now,
        )

    def sign(self, item: AgendaItem, choices: dict[str, Choice], *, members: int = 7, stopped_by: tuple = ()) -> None:
        filled = sheets.Filled(levels=choices, stopped_by=stopped_by)
        for member in item.session.council.members.order_by("pk")[:members]:
            sheets.save_sheet(item=item, user=member.user, filled=filled, seen=0, sign=True, now=self.now)

    def close(self, session: CouncilSession, *, minutes: bool = True) -> CouncilSession:
        council.close(session=session, by=self.officer, now=self.now)
        if minutes:
            council.write_minutes(session=session, number="3/BB-HĐ", text="Hội đồng thống nhất.", now=self.now)
        return session

    def scored(self, choices: dict[str, Choice]) -> Submission:
        """A submission whose session is closed, with seven equal sheets."""
        item = self.on_agenda()
        self.sign(item, choices)
        self.close(item.session)
        return Submission.objects.get(pk=item.submission_id)
