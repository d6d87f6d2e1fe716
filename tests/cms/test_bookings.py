"""The office reads what was done to a booking, and by whom: not whose it is, and without a way to change it."""

import uuid as uuids

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bookings.domain.booking.contact import mend_contact
from bookings.domain.booking.enter import Came, enter
from bookings.domain.history import acting
from bookings.domain.money.ledger import take_payment
from bookings.domain.seats.contact import Contact
from bookings.enums import ActBy, GuestSource, PaidBy
from bookings.models import Booking
from tests.factories import make_booking, make_slot, make_user, quantities
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
NAME, PHONE, EMAIL, NOTE = "Đặng Thị Thu Hà", "+84912345678", "thu.ha@example.com", "Cháu nhỏ dị ứng lạc"


@shared
def booking():
    """Entered by the host, who mended the number and took the money."""
    now, owner, slot = timezone.now(), make_user(full_name="Bùi Thị Linh"), make_slot()
    with acting(ActBy.HOST, owner):
        booking = enter(
            key=uuids.uuid4(),
            slot_id=slot.pk,
            unit_quantities=quantities(slot.experience, adults=2),
            extra_quantities={},
            contact=Contact(NAME, PHONE, EMAIL, NOTE),
            came=Came(GuestSource.AGENT, agent="Du lịch Hà Bắc", origin="Hải Phòng"),
            language="vi",
            now=now,
        )
        booking = mend_contact(booking=booking, phone="+84912000111", email=EMAIL, now=now)
    paid = {"method": PaidBy.CASH, "by": owner, "now": now}
    take_payment(key=uuids.uuid4(), booking=booking, amount_vnd=700_000, due_vnd=700_000, **paid)
    return booking


def read(client, booking) -> str:
    return plain(soup(client.get(reverse("booking:inspect", args=[booking.pk]))).select_one("main"))


def test_a_manager_reads_who_entered_mended_and_took_the_money(signed_in, booking):
    text = read(signed_in("manager"), booking)
    assert "Chủ nhà ghi vào: qua đại lý Du lịch Hà Bắc (Bùi Thị Linh)" in text
    assert "Đã đổi tên, liên hệ hoặc ghi chú (Bùi Thị Linh)" in text
    assert "Đã thu 700.000" in text
    assert "Đã giữ chỗ" not in text


def test_whose_booking_it_is_stands_at_the_desk_alone(signed_in, booking):
    client = signed_in("manager")
    shown = client.get(reverse("booking:index")).content.decode() + read(client, booking)
    assert booking.reference in shown
    for personal in (NAME, PHONE[3:], "912 345 678", "912000111", EMAIL, NOTE, "Hải Phòng"):
        assert personal not in shown


def test_a_booking_is_found_by_its_reference_as_it_is_typed(signed_in, booking):
    other = make_booking(make_slot())
    client = signed_in("manager")
    typed = f"{booking.reference[:3].lower()} {booking.reference[3:]}"
    found = client.get(reverse("booking:index_results"), {"q": typed}).content.decode()
    assert booking.reference in found
    assert other.reference not in found
    assert booking.reference not in client.get(reverse("booking:index_results"), {"q": NAME}).content.decode()


def test_what_was_only_held_is_not_there(signed_in):
    hold = make_booking(make_slot(), "ON_HOLD")
    client = signed_in("manager")
    assert hold.reference not in client.get(reverse("booking:index")).content.decode()
    assert client.get(reverse("booking:inspect", args=[hold.pk])).status_code == 404


def test_nothing_there_leads_to_a_change_even_for_who_may_do_everything(signed_in, booking):
    client = signed_in("superuser")
    before = list(Booking.objects.values())
    for name in ("index", "inspect"):
        url = reverse(f"booking:{name}", args=[booking.pk] if name == "inspect" else [])
        page = soup(client.get(url))
        assert page.select("main form[method=post]") == []
        assert page.select("main a[href*=edit], main a[href*=delete], main a[href*=add]") == []
        assert client.post(url, {"reference": "AAAAAA"}).status_code == 405
    assert list(Booking.objects.values()) == before


def test_many_cost_what_one_costs(signed_in):
    client, counts = signed_in("manager"), []
    for _ in range(2):
        make_booking(make_slot())
        client.get(reverse("booking:index"))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("booking:index"))
        counts.append(len(captured))
    assert counts[0] == counts[1]
