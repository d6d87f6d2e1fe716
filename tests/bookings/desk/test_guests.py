"""Guests whom the host enters at the desk: at the gate, on the phone, with and without a script."""

import datetime as dt
import uuid as uuids

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from bookings.domain.money.owing import account_of
from bookings.models import Booking
from common.words.lunar import to_lunar
from tests.factories import make_experience, make_host, make_slot
from villages.enums import MemberRole

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def filled(response) -> dict[str, str]:
    """What the form of the page would send as it stands."""
    form = soup(response).select_one("main form[data-party-form]")
    sent = {}
    for field in form.select("input, textarea, select"):
        kind = field.get("type", "")
        if kind in ("radio", "checkbox") and not field.has_attr("checked"):
            continue
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            sent[field["name"]] = chosen["value"]
        else:
            otherwise = "on" if kind in ("radio", "checkbox") else ""
            sent[field["name"]] = field.get("value", otherwise) if field.name == "input" else field.get_text().strip()
    return sent


def adult(desk) -> str:
    return f"u{desk.experience.units.get(type='ADULT').pk}"


def enter(desk, slot, **fields):
    data = filled(desk.get("slot_guests", pk=slot.pk)) | {adult(desk): "2", "name": "Trần Văn Long"} | fields
    return desk.post("slot_guests", data, pk=slot.pk)


def test_whoever_comes_by_is_entered_checked_in_and_paid_with_a_name_alone(desk):
    slot = desk.slot(-HOUR / 4)
    response = enter(desk, slot)
    booking = Booking.objects.get()
    assert (booking.status, booking.source, booking.language) == ("REDEEMED", "walk_in", "vi")
    assert (booking.total_vnd, account_of(booking).due) == (700_000, 0)
    assert response.redirect_chain[-1][0].endswith(f"#don-{booking.reference}")


@pytest.mark.parametrize(("ahead", "here"), [(HOUR, True), (3 * HOUR, False), (11 * HOUR, False)])
def test_only_who_stands_at_the_gate_about_now_is_taken_to_be_there_and_to_pay(desk, ahead, here):
    enter(desk, desk.slot(ahead))
    booking = Booking.objects.get()
    assert (booking.status == "REDEEMED", account_of(booking).due == 0) == (here, here)
    assert booking.source == ("walk_in" if here else "phone")


def test_who_comes_hours_before_their_time_is_checked_in_where_the_host_says_so(desk):
    enter(desk, desk.slot(3 * HOUR), is_here="on", paid_by="cash", source="walk_in")
    booking = Booking.objects.get()
    assert (booking.status, account_of(booking).due) == ("REDEEMED", 0)


def test_a_phone_booking_of_another_day_is_neither_here_nor_paid(desk):
    slot = desk.slot(72 * HOUR, closes_at=timezone.now() - HOUR)
    enter(desk, slot, phone="0912 345 678", note="ăn chay")
    booking = Booking.objects.get()
    assert (booking.status, booking.source, str(booking.contact_phone)) == ("CONFIRMED", "phone", "+84912345678")
    assert account_of(booking).due == 700_000


def test_an_agency_is_kept_with_the_party_and_only_of_one_that_sent_it(desk):
    slot = desk.slot(72 * HOUR)
    enter(desk, slot, source="agent", agent="Du lịch Hà Bắc, Hà Nội", origin="Pháp")
    enter(desk, slot, source="zalo", agent="Du lịch Hà Bắc, Hà Nội")
    told = list(Booking.objects.order_by("pk").values_list("source", "agent", "origin"))
    assert told == [("agent", "Du lịch Hà Bắc, Hà Nội", "Pháp"), ("zalo", "", "")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"name": "Trúng thưởng www.example.com", "email": "ha@example.com"},
        {"phone": "12"},
        {"email": "ha@"},
        {"source": "web"},
        {"paid_by": "gạo"},
        {"language": "xx"},
    ],
    ids=lambda wrong: "-".join(wrong),
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(desk, wrong):
    response = enter(desk, desk.slot(72 * HOUR), **({"note": "đi xe khách"} | wrong))
    assert Booking.objects.count() == 0
    page = soup(response)
    assert page.select_one(".form-errors")
    assert page.select_one("textarea[name=note]").get_text().strip() == "đi xe khách"
    assert page.select_one(f"input[name={adult(desk)}]")["value"] == "2"


@pytest.mark.parametrize("number", ["-1", "501", "²", "9" * 300, "hai"])
def test_a_number_of_guests_that_is_none_is_refused(desk, number):
    response = enter(desk, desk.slot(72 * HOUR), **{adult(desk): number})
    assert response.status_code == 200
    assert Booking.objects.count() == 0


def test_more_than_there_are_places_is_refused_with_what_is_left(desk):
    slot = desk.slot(72 * HOUR, capacity=3)
    response = enter(desk, slot, **{adult(desk): "4"})
    assert Booking.objects.count() == 0
    assert "3" in soup(response).select_one(".form-errors").get_text()


def test_the_same_form_twice_is_one_party(desk):
    slot = desk.slot(72 * HOUR)
    key = str(uuids.uuid4())
    for _ in range(2):
        enter(desk, slot, key=key)
    assert Booking.objects.count() == 1


def test_without_a_script_the_steps_change_the_number_and_save_nothing(desk):
    slot = desk.slot(72 * HOUR)
    first = filled(desk.get("slot_guests", pk=slot.pk)) | {"name": "Trần Văn Long"}
    response = desk.post("slot_guests", first | {"step": f"{adult(desk)}:1"}, pk=slot.pk)
    assert Booking.objects.count() == 0
    again = filled(response)
    assert (again[adult(desk)], again["name"], again["key"]) == ("1", "Trần Văn Long", first["key"])
    assert not soup(response).select_one(".form-errors")
    assert "350.000" in soup(response).select_one("[data-total]").get_text()


def test_without_a_script_a_step_comes_back_to_its_number_in_sight(desk):
    slot = desk.slot(72 * HOUR)
    extra = f"x{desk.experience.extras.earliest('pk').pk}"
    page = desk.get("slot_guests", pk=slot.pk)
    assert not soup(page).select_one(f"details[open] [name={extra}]")
    first = filled(page)
    for by, number in (("1", "1"), ("-1", "0")):
        button = soup(page).select_one(f"button[name=step][value='{extra}:{by}']")
        page = desk.post("slot_guests", first | {"step": button["value"], extra: filled(page)[extra]}, pk=slot.pk)
        assert soup(page).select_one(f"details[open] input{button['formaction']}")["value"] == number


def test_every_page_leads_to_adding_guests_for_who_may_and_for_no_guide(desk):
    for name in ("today", "calendar", "bookings", "scan", "setup"):
        assert soup(desk.get(name)).select_one(f".desk-top a[href='{desk.url('guests')}']"), name
    desk.host.members.update(role=MemberRole.GUIDE)
    assert not soup(desk.get("today")).select(f"a[href='{desk.url('guests')}']")


def test_the_tab_lists_the_times_of_the_next_days_and_of_any_day(desk):
    far = desk.slot(20 * 24 * HOUR)
    url = desk.url("slot_guests", pk=far.pk)
    assert desk.url("slot_guests", pk=desk.soon.pk) in desk.get("guests").content.decode()
    assert url not in desk.get("guests").content.decode()
    day = timezone.localtime(far.starts_at)
    assert url in desk.get("guests", f"?day={day:%d/%m/%Y}").content.decode()
    lunar = to_lunar(day)
    in_words = f"{lunar.day}/{lunar.month}{' nhuận' if lunar.leap else ''} âm"
    assert url in desk.get("guests", f"?day={in_words}").content.decode()
    refused = desk.get("guests", "?day=hôm nọ")
    assert soup(refused).select_one(".field__error").get_text(strip=True)


def test_a_time_of_another_host_is_not_found(desk):
    theirs = make_slot(make_experience(make_host()))
    assert desk.get("slot_guests", pk=theirs.pk).status_code == 404
    assert desk.client.get(desk.url("slot_guests", pk=10**30)).status_code == 404


def test_more_times_cost_the_tab_no_more_queries(desk, django_assert_max_num_queries):
    def queries() -> int:
        with django_assert_max_num_queries(40) as found:
            desk.get("guests")
        return len(found)

    queries()
    one = queries()
    for hours in (30, 40, 50):
        desk.slot(hours * HOUR)
    assert queries() == one
