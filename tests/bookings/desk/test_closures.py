"""Days off at the desk: once or every lunar year, of the house, an experience or a shared thing; and taken back."""

import datetime as dt

import pytest
from django.utils import timezone

from bookings.domain.audit.days import in_lunar_span
from bookings.domain.calendar.closures import close
from bookings.models import Closure
from common.words.lunar import LAST_DAY, YearlySpan, to_lunar
from tests.bookings.desk.desk_helpers import local_day, make_desk, said
from tests.factories import make_experience, make_resource, make_use

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
TET = {
    "kind": "lunar",
    "lunar_first_day": "25",
    "lunar_first_month": "12",
    "lunar_last_day": "5",
    "lunar_last_month": "1",
    "what": "host",
    "reason": "Tết",
}


def days(first: dt.date, last: dt.date | str = "", **fields) -> dict:
    return {"kind": "days", "first_day": str(first), "last_day": str(last), "what": "host", "reason": ""} | fields


def test_a_span_closes_its_days_and_no_others(desk):
    slots = [desk.slot(dt.timedelta(days=number)) for number in (10, 11, 12)]
    first = local_day(slots[0])

    desk.post("closure_new", days(first, first + DAY, reason="Cưới  cô út"))
    response = desk.post("closure_new", days(first, first + DAY))

    closure = Closure.objects.get()
    assert (closure.first_day, closure.last_day, closure.reason) == (first, first + DAY, "Cưới cô út")
    assert closure.created_by == desk.owner
    for slot in slots:
        slot.refresh_from_db()
    assert [slot.is_closed for slot in slots] == [True, True, False]
    assert response.redirect_chain[-1][0] == desk.url("closures")
    assert len(response.context["lines"]) == 1


def test_without_a_last_day_it_is_one_day(desk):
    day = timezone.localdate() + 9 * DAY

    desk.post("closure_new", days(day))

    assert (Closure.objects.get().first_day, Closure.objects.get().last_day) == (day, day)


def test_tet_is_ready_made_shown_and_closes_every_year(desk):
    form = desk.get("closure_new", "?kind=tet").context["form"]
    assert [form[name].value() for name in TET if name.startswith("lunar")] == [25, 12, 5, 1]

    shown = desk.post("closure_new", TET | {"show": "1"})
    assert not Closure.objects.exists()
    assert len(shown.context["spans"]) == 2

    desk.post("closure_new", TET)
    desk.post("closure_new", TET)

    closure = Closure.objects.get()
    assert (closure.first_day, closure.lunar_first_month, closure.lunar_last_day) == (None, 12, 5)
    (line,) = desk.get("closures").context["lines"]
    assert line["next"]


def test_tet_is_not_offered_to_a_house_that_keeps_it(desk):
    offer = f"{desk.url('closure_new')}?kind=tet"
    assert offer in desk.get("closures").content.decode()

    desk.post("closure_new", TET)

    assert offer not in desk.get("closures").content.decode()


def test_the_day_pages_follow_a_yearly_closure(desk):
    slot = desk.slot(dt.timedelta(days=20))
    lunar = to_lunar(local_day(slot))
    one_day = {"lunar_first_day": str(lunar.day), "lunar_first_month": str(lunar.month)}
    one_day |= {"lunar_last_day": "", "lunar_last_month": ""}

    desk.post("closure_new", TET | one_day)

    slot.refresh_from_db()
    assert slot.is_closed is not lunar.leap


def test_a_day_of_a_yearly_rule_leads_to_the_rule_and_has_no_switch(desk):
    day = local_day(desk.slot(dt.timedelta(days=20)))
    # From this month to the end of the next: a leap month between them is in.
    month = to_lunar(day).month
    months = YearlySpan(month, 1, month % 12 + 1, LAST_DAY)
    close(host=desk.host, by=desk.owner, now=timezone.now(), lunar=months, reason="Lễ nhà")

    for name, asked in (("day", {"day": day}), ("calendar", {})):
        page = desk.get(name, **asked).content.decode()
        assert "Lễ nhà" in page
        assert desk.url("closures") in page
        assert desk.url("reopen_day", day=day) not in page


@pytest.mark.parametrize("thing", ["experience", "resource"])
def test_of_one_thing_only(desk, thing):
    other = make_experience(desk.host)
    resource = make_resource(desk.host)
    make_use(desk.experience, resource)
    mine = desk.slot(dt.timedelta(days=10))
    theirs = type(mine).objects.create(
        experience=other, starts_at=mine.starts_at, ends_at=mine.ends_at, closes_at=mine.closes_at, capacity=5
    )
    what = f"e{desk.experience.pk}" if thing == "experience" else f"r{resource.pk}"

    desk.post("closure_new", days(local_day(mine), what=what))

    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.is_closed, theirs.is_closed) == (True, False)
    assert getattr(Closure.objects.get(), thing)


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (days("2026-12-05", "2026-12-01"), "last_day"),
        (days("30/2/2027"), "first_day"),
        (days(""), "first_day"),
        (days("2026-12-05", what="r0"), "what"),
        (TET | {"lunar_first_day": "31"}, "lunar_first_day"),
        (TET | {"lunar_last_day": ""}, "lunar_last_day"),
    ],
)
def test_what_days_off_cannot_be_is_said_at_its_field(desk, data, where):
    data = data | {"reason": "Sửa lò"}

    form = desk.post("closure_new", data).context["form"]

    assert list(form.errors) == [where]
    assert form["reason"].value() == "Sửa lò"
    assert not Closure.objects.exists()


def test_another_hosts_things_are_no_choice(desk):
    other = make_desk()

    response = desk.post("closure_new", days("2026-12-05", what=f"e{other.experience.pk}"))

    assert "what" in response.context["form"].errors


def test_parties_are_shown_before_their_day_closes_and_stay(desk):
    booking = desk.book(desk.slot(dt.timedelta(days=10)), name="Trần Văn Long", phone="+84912345678")
    data = days(local_day(booking.slot))

    first = desk.post("closure_new", data)
    assert not Closure.objects.exists()
    assert [row["name"] for row in first.context["affected"]] == ["Trần Văn Long"]

    second = desk.post("closure_new", data | {"seen": first.context["seen"]})

    booking.refresh_from_db()
    assert (Closure.objects.count(), booking.status) == (1, "CONFIRMED")
    assert second.redirect_chain[-1][0] == desk.url("conflicts")


@pytest.mark.parametrize("lunar", [False, True], ids=["days", "lunar"])
def test_removed_and_taken_back_each_twice(desk, lunar):
    slot = desk.slot(dt.timedelta(days=10))
    desk.post("closure_new", TET if lunar else days(local_day(slot), what=f"e{desk.experience.pk}", reason="Tết"))
    closure = Closure.objects.get()

    response = desk.post("closure_remove", pk=closure.pk)
    slot.refresh_from_db()
    assert (Closure.objects.count(), slot.is_closed) == (0, False)
    assert desk.post("closure_remove", pk=closure.pk).status_code == 200

    undo = response.context["undo"]
    desk.post("closure_undo", {"undo": undo})
    desk.post("closure_undo", {"undo": undo})

    again = Closure.objects.get()
    said_before = [getattr(closure, name) for name in ("first_day", "lunar_first_month", "experience_id", "reason")]
    assert [
        getattr(again, name) for name in ("first_day", "lunar_first_month", "experience_id", "reason")
    ] == said_before
    slot.refresh_from_db()
    # In the last days of January this one lies in Tết itself.
    span = (again.lunar_first_month, again.lunar_first_day, again.lunar_last_month, again.lunar_last_day)
    assert slot.is_closed is (in_lunar_span(local_day(slot), span) if lunar else True)
    assert "removed" not in desk.get("closures", f"?undo={undo}").context


def test_another_hosts_token_closes_nothing(desk):
    other = make_desk()
    other.post("closure_new", TET)
    undo = other.post("closure_remove", pk=Closure.objects.get().pk).context["undo"]

    response = desk.post("closure_undo", {"undo": undo})

    assert said(response)
    assert not Closure.objects.exists()


def test_what_is_over_is_no_longer_listed(desk):
    today = timezone.localdate()
    for first, last in ((today - 9 * DAY, today - DAY), (today - DAY, today)):
        Closure.objects.create(host=desk.host, first_day=first, last_day=last, created_at=timezone.now())

    response = desk.get("closures")

    assert len(response.context["lines"]) == 1


def test_an_empty_list_says_what_to_do(desk):
    page = desk.get("closures").content.decode()

    assert f"{desk.url('closure_new')}?kind=tet" in page


@pytest.mark.parametrize(
    ("first", "last", "closed"),
    [
        ("12–13/12/2031", "", ("2031-12-12", "2031-12-13")),
        ("28/12/2031 - 2/1", "", ("2031-12-28", "2032-01-02")),
        ("12/12/2031", "13.12.2031", ("2031-12-12", "2031-12-13")),
        ("29/2/2032", "", ("2032-02-29", "2032-02-29")),
    ],
)
def test_days_off_are_read_as_people_write_them(desk, first, last, closed):
    desk.post("closure_new", days(first, last))
    closure = Closure.objects.get()
    assert (str(closure.first_day), str(closure.last_day)) == closed


@pytest.mark.parametrize("typed", ["5-12", "12", "30/2", "12–13", "mai"])
def test_days_off_that_cannot_be_told_are_refused_and_kept_as_typed(desk, typed):
    response = desk.post("closure_new", days(typed))
    assert response.context["form"].errors["first_day"]
    assert f'value="{typed}"' in response.content.decode()
    assert not Closure.objects.exists()
