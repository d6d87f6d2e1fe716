""" "Saved" is said where something was saved: not of past days, of the same again, or of rules that make nothing."""

import datetime as dt

import pytest
from django.utils import timezone

from bookings.domain.calendar.closures import close
from bookings.models import Closure, DayOff, Schedule
from tests.bookings.desk.desk_helpers import said
from tests.factories import make_artisan, make_resource, make_schedule, make_use
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db
SO_ALREADY = "Vốn đã như vậy rồi"


def days_ago(number: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=number)


def as_shown(desk, name: str, **kwargs) -> dict:
    """What the form sends if nobody touches it."""
    form = desk.get(name, **kwargs).context["form"]
    data = {}
    for field in form:
        value = field.value()
        if value is not None:
            data[field.html_name] = [str(item) for item in value] if isinstance(value, list) else str(value)
    return data


def dates(desk, typed: str, **fields) -> dict:
    return {
        "kind": "dates",
        "experience": desk.experience.pk,
        "times": "08:30",
        "dates": typed,
        "capacity": "",
    } | fields


def weekly(desk, **fields) -> dict:
    usual = {"weekdays": ["5"], "every_weeks": "1", "times": "08:30", "valid_until": "", "capacity": ""}
    return {"kind": "weekly", "experience": desk.experience.pk} | usual | fields


def test_dates_that_are_all_over_are_not_saved(desk):
    response = desk.post("schedule_new", dates(desk, f"{days_ago(3):%d/%m/%Y}"))
    assert "Không có buổi nào sắp tới" in plain(soup(response))
    assert soup(response).select_one("[name=dates]")["value"] == f"{days_ago(3):%d/%m/%Y}"
    assert not Schedule.objects.exists()


def test_a_weekly_rule_that_is_over_or_meets_no_such_weekday_is_not_saved(desk):
    monday = timezone.localdate() + dt.timedelta(days=7 - timezone.localdate().weekday())
    for first, last in ((days_ago(30), days_ago(2)), (monday, monday + dt.timedelta(days=1))):
        response = desk.post("schedule_new", weekly(desk, valid_from=str(first), valid_until=str(last)))
        assert "Không có buổi nào sắp tới" in plain(soup(response))
    assert not Schedule.objects.exists()


def test_past_dates_among_others_are_named(desk):
    ahead = timezone.localdate() + dt.timedelta(days=9)
    response = desk.post("schedule_new", dates(desk, f"{days_ago(3):%d/%m/%Y}, {ahead:%d/%m/%Y}"))
    assert Schedule.objects.count() == 1
    assert f"{days_ago(3).day}/{days_ago(3).month}/{days_ago(3).year}" in said(response)
    assert "đã qua" in said(response)


def test_the_same_rule_again_says_that_it_was_so(desk):
    form = weekly(desk, valid_from=str(timezone.localdate()))
    first = desk.post("schedule_new", form)
    again = desk.post("schedule_new", form)
    assert "Đã lưu" in said(first)
    assert SO_ALREADY in said(again)
    assert "Đã lưu" not in said(again)


def test_a_rule_that_nobody_touched_says_that_it_was_so(desk):
    schedule = make_schedule(desk.experience, valid_from=timezone.localdate(), times=["10:00"])
    desk.post("schedule", as_shown(desk, "schedule", pk=schedule.pk), pk=schedule.pk)
    response = desk.post("schedule", as_shown(desk, "schedule", pk=schedule.pk), pk=schedule.pk)
    assert SO_ALREADY in said(response)


def test_a_rule_that_is_ended_says_that_nothing_follows(desk):
    schedule = make_schedule(desk.experience, valid_from=days_ago(60), times=["10:00"])
    typed = as_shown(desk, "schedule", pk=schedule.pk) | {"valid_until": str(days_ago(1))}
    response = desk.post("schedule", typed, pk=schedule.pk)
    assert "không còn buổi nào" in said(response)
    schedule.refresh_from_db()
    assert schedule.valid_until == days_ago(1)


def test_a_time_that_nobody_touched_says_that_it_was_so(desk):
    slot = desk.slot(dt.timedelta(days=3))
    response = desk.post("slot", as_shown(desk, "slot", pk=slot.pk), pk=slot.pk)
    assert SO_ALREADY in said(response)
    slot.refresh_from_db()
    assert not slot.capacity_by_hand


def test_a_shared_thing_that_nobody_touched_says_that_it_was_so(desk):
    resource = make_resource(desk.host)
    make_use(desk.experience, resource, quantity=2)
    page = desk.get("resource", pk=resource.pk)
    typed = as_shown(desk, "resource", pk=resource.pk)
    for draw in page.context["draws"]:
        typed |= {field.html_name: str(field.value()) for field in draw if field.value() is not None}
    response = desk.post("resource", typed, pk=resource.pk)
    assert SO_ALREADY in said(response)


def test_past_days_are_not_closed(desk):
    typed = {"kind": "days", "first_day": str(days_ago(5)), "last_day": str(days_ago(2)), "what": "host", "reason": "x"}
    response = desk.post("closure_new", typed)
    assert "đã qua" in plain(soup(response))
    desk.post("close_day", day=days_ago(1))
    assert not Closure.objects.exists()


def test_days_that_are_closed_already_say_so(desk):
    day = timezone.localdate() + dt.timedelta(days=4)
    close(host=desk.host, days=(day, day), by=None, now=timezone.now())
    typed = {"kind": "days", "first_day": str(day), "last_day": "", "what": "host", "reason": ""}
    response = desk.post("closure_new", typed)
    assert "vốn đã nghỉ rồi" in said(response)
    assert Closure.objects.count() == 1


def test_a_day_inside_days_off_says_so_too(desk):
    day = timezone.localdate() + dt.timedelta(days=4)
    close(host=desk.host, days=(day, day + dt.timedelta(days=3)), by=None, now=timezone.now())
    typed = {"kind": "days", "first_day": str(day), "last_day": "", "what": "host", "reason": "Giỗ tổ"}
    assert "vốn đã nghỉ rồi" in said(desk.post("closure_new", typed))
    assert Closure.objects.count() == 1


def test_past_days_off_are_not_noted(desk):
    typed = {"artisan": make_artisan(desk.host).pk, "first_day": str(days_ago(5)), "last_day": "", "reason": ""}
    response = desk.post("day_off_new", typed)
    assert "đã qua" in plain(soup(response))
    assert not DayOff.objects.exists()


def test_a_cancellation_without_its_reason_keeps_the_words_that_were_typed(desk):
    booking = desk.book()
    page = soup(desk.post("cancel", {"usual": "", "words": "Lò nung nứt"}, reference=booking.reference))
    assert page.select_one("#huy [name=words]")["value"] == "Lò nung nứt"
    assert page.select_one("details#huy").has_attr("open")
    assert page.select_one("#huy .field__error")
    booking.refresh_from_db()
    assert booking.status == "CONFIRMED"


def test_a_party_that_is_moved_to_the_time_it_has_stays_and_nobody_is_told(desk):
    desk.slot(dt.timedelta(days=3))
    booking = desk.book()
    response = desk.post("move", as_shown(desk, "move", reference=booking.reference), reference=booking.reference)
    assert SO_ALREADY in said(response)
    assert set(booking.messages.values_list("kind", flat=True)) == {"confirmed"}
