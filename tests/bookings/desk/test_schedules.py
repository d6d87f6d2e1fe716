"""Opening hours at the desk: made, shown before they are made, changed, removed and taken back."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from bookings.desk.calendar.rule_words import days_text, rule_text, schedule_spans
from bookings.domain.calendar.slots import make_slots
from bookings.enums import ScheduleKind
from bookings.models import Schedule, Slot
from common.words.lunar import LAST_DAY, to_lunar
from tests.bookings.desk.desk_helpers import make_desk, said
from tests.factories import make_experience, make_schedule

pytestmark = pytest.mark.django_db
FESTIVAL = {
    "lunar_first_day": "6",
    "lunar_first_month": "2",
    "lunar_last_day": "",
    "lunar_last_month": "",
}


@pytest.fixture
def today():
    return timezone.localdate()


def asked(desk, kind: str, **fields) -> dict:
    """What the form of `kind` sends, filled in well."""
    usual = {
        "kind": kind,
        "experience": desk.experience.pk,
        "times": "14:00, 8h30",
        "valid_from": timezone.localdate().isoformat(),
        "valid_until": "",
        "capacity": "",
    }
    kinds = {
        "weekly": {"weekdays": ["5", "6"], "every_weeks": "1"},
        "dates": {"dates": "28/11/2031"},
        "lunar": FESTIVAL,
    }
    return usual | kinds[kind] | fields


def booked_by_rule(desk) -> tuple[Schedule, object]:
    """A schedule of the desk's experience and a party in one of the slots it made."""
    schedule = make_schedule(desk.experience, valid_from=timezone.localdate(), times=["10:00"])
    make_slots(now=timezone.now(), experiences=[desk.experience])
    slot = Slot.objects.filter(schedule=schedule).order_by("starts_at")[9]
    return schedule, desk.book(slot, name="Trần Văn Long", phone="+84912345678")


def test_dates_are_written_in_lunar_words_too(desk):
    desk.post("schedule_new", asked(desk, "dates", dates="28/11/2031, rằm tháng giêng năm 2032"))

    assert Schedule.objects.get().dates == ["2031-11-28", "2032-02-25"]


def test_a_weekly_schedule_is_saved_and_on_sale_at_once(desk):
    response = desk.post("schedule_new", asked(desk, "weekly", every_weeks="2", capacity="6"))

    schedule = Schedule.objects.get()
    assert (schedule.weekdays, schedule.times, schedule.every_weeks) == ([5, 6], ["08:30", "14:00"], 2)
    slots = Slot.objects.filter(schedule=schedule)
    assert {timezone.localtime(slot.starts_at).weekday() for slot in slots} == {5, 6}
    assert {slot.capacity for slot in slots} == {6}
    assert response.redirect_chain[-1][0] == desk.url("schedules")
    assert desk.url("schedule", pk=schedule.pk) in response.content.decode()


def test_sent_twice_it_is_one_schedule(desk):
    for kind in ("weekly", "dates", "lunar"):
        desk.post("schedule_new", asked(desk, kind))
        desk.post("schedule_new", asked(desk, kind))

    assert sorted(Schedule.objects.values_list("kind", flat=True)) == ["dates", "lunar", "weekly"]


def test_a_lunar_day_without_an_end_is_one_day(desk):
    desk.post("schedule_new", asked(desk, "lunar", times="19:00"))

    schedule = Schedule.objects.get()
    assert (schedule.lunar_first_month, schedule.lunar_first_day) == (2, 6)
    assert (schedule.lunar_last_month, schedule.lunar_last_day) == (2, 6)


def test_a_lunar_span_over_the_year_to_the_last_day_of_a_month(desk):
    desk.post("schedule_new", asked(desk, "lunar", lunar_first_day="25", lunar_first_month="12", lunar_last_day="-1"))

    schedule = Schedule.objects.get()
    assert (schedule.lunar_last_month, schedule.lunar_last_day) == (12, LAST_DAY)


def test_show_the_days_says_them_and_saves_nothing(desk):
    response = desk.post("schedule_new", asked(desk, "lunar", show="1"))

    spans = response.context["spans"]
    assert len(spans) == 2
    assert not Schedule.objects.exists()
    form = response.context["form"]
    assert form["times"].value() == "14:00, 8h30"
    assert str(form["lunar_first_day"].value()) == "6"


def test_the_shown_days_are_the_lunar_ones_of_this_year_and_the_next(desk, today):
    rule = Schedule(
        kind=ScheduleKind.LUNAR, times=["19:00"], valid_from=today,
        lunar_first_month=2, lunar_first_day=6, lunar_last_month=2, lunar_last_day=6,
    )  # fmt: skip

    spans = schedule_spans(rule, today=today)

    found = [to_lunar(first) for first, _ in spans]
    assert [(lunar.month, lunar.day, lunar.leap) for lunar in found] == [(2, 6, False), (2, 6, False)]
    assert found[1].year == found[0].year + 1
    assert spans[0][0] >= today


@pytest.mark.parametrize(
    ("kind", "changes", "where"),
    [
        ("weekly", {"weekdays": []}, "weekdays"),
        ("weekly", {"weekdays": ["7"]}, "weekdays"),
        ("weekly", {"every_weeks": "0"}, "every_weeks"),
        ("weekly", {"times": "sáng"}, "times"),
        ("weekly", {"times": ""}, "times"),
        ("weekly", {"times": ","}, "times"),
        ("weekly", {"times": ",".join(f"8:{minute:02d}" for minute in range(25))}, "times"),
        ("dates", {"dates": "1/1/27, 1/13/27"}, "dates"),
        ("weekly", {"valid_until": "2020-01-01"}, "valid_until"),
        ("weekly", {"valid_from": "9999-01-01"}, "valid_from"),
        ("weekly", {"capacity": "0"}, "capacity"),
        ("weekly", {"capacity": "99999"}, "capacity"),
        ("weekly", {"experience": "999999"}, "experience"),
        ("dates", {"dates": ""}, "dates"),
        ("dates", {"dates": "30/2/2027"}, "dates"),
        ("dates", {"dates": "1/1/9999"}, "dates"),
        ("lunar", {"lunar_first_day": "31"}, "lunar_first_day"),
        ("lunar", {"lunar_first_month": ""}, "lunar_first_month"),
        ("lunar", {"lunar_first_month": "13"}, "lunar_first_month"),
        ("lunar", {"lunar_last_month": "3"}, "lunar_last_day"),
    ],
)
def test_what_a_schedule_cannot_be_is_said_at_its_field(desk, kind, changes, where):
    response = desk.post("schedule_new", asked(desk, kind, **{"times": "9h"} | changes))

    form = response.context["form"]
    assert list(form.errors) == [where]
    assert not Schedule.objects.exists()
    assert form["times"].value() == changes.get("times", "9h")


def test_another_hosts_experience_cannot_be_scheduled(desk):
    other = make_experience()

    response = desk.post("schedule_new", asked(desk, "weekly", experience=other.pk))

    assert "experience" in response.context["form"].errors
    assert not Schedule.objects.exists()


@pytest.mark.parametrize(
    "kind", ["", "?kind=hourly", "?kind=weekly", "?kind=lunar&experience=x", "?kind=dates&experience=9"]
)
def test_the_kind_comes_first(desk, kind):
    response = desk.get("schedule_new", kind)

    assert response.status_code == 200
    assert ("form" in response.context) == any(known in kind for known in ("weekly", "lunar", "dates"))


def test_a_change_shows_whom_it_touches_and_waits_for_a_second_yes(desk):
    schedule, booking = booked_by_rule(desk)
    change = asked(desk, "weekly", weekdays=[str(day) for day in range(7)], times="16:00")

    first = desk.post("schedule", change, pk=schedule.pk)

    schedule.refresh_from_db()
    assert schedule.times == ["10:00"]
    assert [row["name"] for row in first.context["affected"]] == ["Trần Văn Long"]
    assert "tel:+84-912-345-678" in first.content.decode()
    assert first.context["form"]["times"].value() == "16:00"

    second = desk.post("schedule", change | {"seen": first.context["seen"]}, pk=schedule.pk)

    schedule.refresh_from_db()
    booking.slot.refresh_from_db()
    booking.refresh_from_db()
    assert schedule.times == ["16:00"]
    assert booking.status == "CONFIRMED"
    assert booking.slot.withdrawn_at
    assert second.redirect_chain[-1][0] == desk.url("conflicts")


def test_who_books_between_the_two_steps_is_shown_too(desk):
    schedule, booking = booked_by_rule(desk)
    change = asked(desk, "weekly", weekdays=[str(day) for day in range(7)], times="16:00")
    seen = desk.post("schedule", change, pk=schedule.pk).context["seen"]
    late = desk.book(booking.slot, name="Vũ Thị Mai")

    response = desk.post("schedule", change | {"seen": seen}, pk=schedule.pk)

    schedule.refresh_from_db()
    assert schedule.times == ["10:00"]
    assert {row["name"] for row in response.context["affected"]} == {"Trần Văn Long", late.contact_name}


def test_a_change_that_touches_nobody_is_saved_at_once(desk):
    schedule, _ = booked_by_rule(desk)
    change = asked(desk, "weekly", weekdays=[str(day) for day in range(7)], times="10:00, 16:00")

    desk.post("schedule", change, pk=schedule.pk)

    schedule.refresh_from_db()
    assert schedule.times == ["10:00", "16:00"]


def test_removing_withdraws_and_undo_offers_again(desk):
    schedule = make_schedule(desk.experience, valid_from=timezone.localdate(), times=["10:00"])
    make_slots(now=timezone.now(), experiences=[desk.experience])
    offered = Slot.objects.filter(planned_at__isnull=False, withdrawn_at__isnull=True)
    before = offered.count()

    response = desk.post("schedule_remove", pk=schedule.pk)

    assert (Schedule.objects.count(), offered.count()) == (0, 0)
    undo = response.context["undo"]
    assert response.context["removed"]["text"] == "10:00"
    assert desk.post("schedule_remove", pk=schedule.pk).status_code == 200

    desk.post("schedule_undo", {"undo": undo})
    desk.post("schedule_undo", {"undo": undo})

    assert (Schedule.objects.count(), offered.count()) == (1, before)
    # Taken back already, so there is nothing to take back on the page that the browser may still show.
    assert "removed" not in desk.get("schedules", f"?undo={undo}").context


def test_removing_what_is_booked_asks_first_and_keeps_the_party(desk):
    schedule, booking = booked_by_rule(desk)

    asked_first = desk.post("schedule_remove", pk=schedule.pk)
    assert Schedule.objects.filter(pk=schedule.pk).exists()
    assert [row["name"] for row in asked_first.context["affected"]] == ["Trần Văn Long"]

    removed = desk.post("schedule_remove", {"seen": asked_first.context["seen"]}, pk=schedule.pk)

    booking.refresh_from_db()
    assert (Schedule.objects.count(), booking.status) == (0, "CONFIRMED")
    assert desk.url("conflicts") in removed.content.decode()


@pytest.mark.parametrize("token", ["", "x", "eyJhIjoxfQ:1abc:def"])
def test_a_token_that_is_not_ours_brings_nothing_back(desk, token):
    response = desk.post("schedule_undo", {"undo": token})

    assert not Schedule.objects.exists()
    assert said(response)


def test_another_hosts_token_brings_nothing_back(desk):
    other = make_desk()
    schedule = make_schedule(other.experience, valid_from=timezone.localdate())
    undo = other.post("schedule_remove", pk=schedule.pk).context["undo"]

    desk.post("schedule_undo", {"undo": undo})

    assert not Schedule.objects.exists()


def test_without_schedules_the_page_says_what_to_do(desk):
    page = desk.get("schedules").content.decode()

    for kind in ScheduleKind.values:
        assert f"{desk.url('schedule_new')}?kind={kind}&amp;experience={desk.experience.pk}" in page


def test_words_of_each_kind(today):
    weekly = Schedule(weekdays=[5, 6], times=["08:30", "14:00"], every_weeks=2, valid_from=today, capacity=1)
    span = Schedule(
        kind=ScheduleKind.LUNAR, times=["19:00"], valid_from=today,
        lunar_first_month=3, lunar_first_day=14, lunar_last_month=3, lunar_last_day=16,
    )  # fmt: skip
    tet = Schedule(
        kind=ScheduleKind.LUNAR, times=["19:00"], valid_from=today,
        lunar_first_month=12, lunar_first_day=LAST_DAY, lunar_last_month=1, lunar_last_day=5,
    )  # fmt: skip
    dates = Schedule(kind=ScheduleKind.DATES, dates=["2027-03-13"], times=["19:00"], valid_from=today)
    with translation.override("en"):
        assert days_text(weekly, today=today) == "Saturday, Sunday"
        assert rule_text(weekly) == "08:30, 14:00 · every 2 weeks · 1 seat"
        assert days_text(span, today=today) == "Days 14–16 of the 3rd month (Ba), lunar, every year"
        assert days_text(tet, today=today).startswith("The last day of the 12th month (Chạp) – day 5 of the 1st")
        assert days_text(dates, today=dt.date(2027, 1, 1)) == "Sat\xa013\xa0Mar\xa02027"
        assert "over" in days_text(dates, today=dt.date(2027, 3, 14))
        assert days_text(Schedule(weekdays=list(range(7)), times=[], valid_from=today), today=today) == "Every day"
    with translation.override("vi"):
        assert days_text(weekly, today=today) == "Thứ bảy, chủ nhật"


def test_an_ended_schedule_says_so(desk, today):
    make_schedule(desk.experience, valid_from=today - dt.timedelta(days=9), valid_until=today - dt.timedelta(days=1))

    (section,) = desk.get("schedules").context["sections"]

    assert section["lines"][0]["idle"]
    assert section["lines"][0]["period"]


def test_a_span_of_days_is_every_day_of_it(desk):
    desk.post("schedule_new", asked(desk, "dates", dates="12–13/12/2031, 28/12/2031 - 2/1/2032"))

    assert Schedule.objects.get().dates == [
        "2031-12-12", "2031-12-13", "2031-12-28", "2031-12-29", "2031-12-30", "2031-12-31", "2032-01-01", "2032-01-02",
    ]  # fmt: skip
