"""Commune and province: slips with numbers, form 03, fifteen working days, and the way back."""

import datetime as dt

import pytest

from ocop.domain.criteria.score import Choice
from ocop.domain.dossier import cycle, offices, preparing
from ocop.domain.dossier.offices import DayAhead, LateReceipt, NoReasons, NumberTaken, due_on
from ocop.domain.dossier.path import MovedOn
from ocop.domain.dossier.working_days import after_working_days, days_off
from ocop.enums import DossierState
from ocop.models import Dossier, Intake
from tests.factories import make_commune, make_office, make_user
from tests.factories.dossiers import Path

pytestmark = pytest.mark.django_db


def test_slips_are_numbered_by_office_and_year_as_form_01_prints_them():
    path = Path()
    first = path.take_in(path.hand_in(path.dossier()), path.commune)
    second = path.take_in(path.hand_in(path.dossier(name="Lọ hoa")), path.commune)
    assert [first.number, second.number] == [f"{n:02d}/PĐK-24-09292-{path.today.year}" for n in (1, 2)]
    assert first.submission.dossier.state == DossierState.COMMUNE


def test_a_number_of_ones_own_is_taken_once():
    path = Path()
    one, two = path.hand_in(path.dossier()), path.hand_in(path.dossier(name="Lọ hoa"))
    given = {"office": path.commune, "number": "7/PĐK", "received_on": path.today, "by": path.clerk, "now": path.now}
    assert offices.take_in(submission=one, **given) == offices.take_in(submission=one, **given)
    with pytest.raises(NumberTaken):
        offices.take_in(submission=two, **given)
    two.dossier.refresh_from_db()
    assert two.dossier.state == DossierState.HANDED_IN


def test_the_way_to_the_province_is_walked_step_by_step_and_written_down():
    path = Path()
    submission = path.at_province()
    dossier = submission.dossier
    assert dossier.state == DossierState.PROVINCE
    acts = list(dossier.steps.order_by("pk").values_list("act", flat=True))
    assert acts == ["hand_in", "commune_intake", "request", "province_intake", "report"]
    assert set(dossier.steps.values_list("by", flat=True)) == {path.potter.pk, path.clerk.pk, path.officer.pk}


def test_no_step_is_skipped():
    path = Path()
    submission = path.hand_in(path.dossier())
    with pytest.raises(MovedOn):
        path.request(submission)
    with pytest.raises(MovedOn):
        path.take_in(submission, path.province)
    with pytest.raises(MovedOn):
        path.report(submission)
    assert not Intake.objects.exists()


def test_days_do_not_lie_ahead_or_before_what_came_before():
    path = Path()
    submission = path.hand_in(path.dossier())
    for day in (path.today + dt.timedelta(days=1), path.today - dt.timedelta(days=1)):
        with pytest.raises(DayAhead):
            offices.take_in(submission=submission, office=path.commune, received_on=day, by=path.clerk, now=path.now)


# Decision 26/2026/QĐ-TTg, art. 6: fifteen working days from receipt.
def test_a_slip_does_not_begin_the_fifteen_days_anew_once_they_are_over():
    path = Path()
    submission = path.hand_in(path.dossier())
    last = after_working_days(path.today, 15)
    now = path.now + (last - path.today) + dt.timedelta(days=20)
    told = {"submission": submission, "office": path.commune, "by": path.clerk, "now": now}
    with pytest.raises(LateReceipt, match=f"{last:%d/%m/%Y}"):
        offices.take_in(received_on=last + dt.timedelta(days=1), **told)
    slip = offices.take_in(received_on=last, **told)
    assert due_on(submission, [slip]) == after_working_days(last, 15)


def test_returned_with_reasons_it_is_changed_and_handed_in_as_a_new_version():
    path = Path()
    dossier = path.dossier()
    submission = path.hand_in(dossier)
    path.take_in(submission, path.commune)
    asked = {"submission": submission, "office": path.commune, "note": "", "by": path.clerk, "now": path.now}
    with pytest.raises(NoReasons):
        offices.send_back(reasons={"1.1": "  "}, **asked)
    offices.send_back(reasons={"1.1": "Thiếu hợp đồng thuê đất"}, **asked)
    dossier.refresh_from_db()
    assert (dossier.state, dossier.steps.first().reasons) == (
        DossierState.RETURNED,
        {"1.1": "Thiếu hợp đồng thuê đất"},
    )
    preparing.answer(dossier=dossier, code="1.2", choice=Choice(0), reason="", seen=0, by=path.potter, now=path.now)
    again = path.hand_in(dossier)
    assert again.version == 2
    assert "1.2" not in submission.content["answers"]
    with pytest.raises(MovedOn):
        offices.send_back(reasons={"1.1": "Nữa"}, **asked | {"office": path.province})


# Decision 26/2026/QĐ-TTg, art. 6; Labour Code 45/2019/QH14, art. 111 and 112.
@pytest.mark.parametrize(
    ("start", "end"),
    [
        # Three full weeks.
        (dt.date(2026, 6, 1), dt.date(2026, 6, 22)),
        # Across 2 September and the day before it.
        (dt.date(2026, 8, 17), dt.date(2026, 9, 9)),
        # Across Tết of 2026: 16 to 20 February.
        (dt.date(2026, 2, 9), dt.date(2026, 3, 9)),
        # Across the Hùng kings (26 April 2026, a Sunday: the Monday is free), 30 April and 1 May.
        (dt.date(2026, 4, 20), dt.date(2026, 5, 14)),
    ],
)
def test_fifteen_working_days_know_weekends_and_holidays(start, end):
    assert after_working_days(start, 15) == end


def test_a_holiday_on_a_weekend_is_given_on_the_next_free_working_day():
    # 30 April 2028 is a Sunday and 1 May a holiday by itself.
    assert dt.date(2028, 5, 2) in days_off(2028)


def test_the_commune_has_its_days_from_the_slip_on():
    path = Path()
    submission = path.hand_in(path.dossier())
    slip = path.take_in(submission, path.commune)
    assert due_on(submission, [slip]) == after_working_days(path.today, 15)
    path.request(submission)
    assert due_on(submission, [slip]) is None


def test_an_office_sees_the_dossiers_of_its_own_communes_that_were_sent():
    path = Path()
    draft, sent = path.dossier(name="Nháp"), path.dossier(name="Đã gửi")
    path.hand_in(sent)
    elsewhere = make_office(member=make_user(), commune=make_commune("Thuận Thành"))
    for office, seen in ((path.commune, [sent]), (path.province, [sent]), (elsewhere, [])):
        assert list(Dossier.objects.for_office(office)) == seen
    assert draft.is_with_host


def test_an_idea_and_a_plan_are_known_to_the_commune_before_the_dossier():
    path = Path()
    dossier = path.dossier()
    cycle.register_idea(dossier=dossier, text="Nhận khách làm gốm", by=path.potter, now=path.now)
    assert list(Dossier.objects.for_office(path.commune)) == [dossier]
    cycle.register_plan(dossier=dossier, text="Hai buổi một tuần", by=path.potter, now=path.now)
    cycle.register_plan(dossier=dossier, text="Hai buổi một tuần", by=path.potter, now=path.now)
    assert dossier.state == DossierState.PLAN
    assert list(dossier.steps.order_by("pk").values_list("act", flat=True)) == ["idea", "plan"]
    assert path.hand_in(dossier).content["plan"] == "Hai buổi một tuần"
