"""The host's own prices: changed at the desk, read by the next guest, and kept for whoever has booked."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bookings.domain.calendar.slots import make_slots
from bookings.models import Slot
from experiences.models import Experience, Extra, Unit
from tests.bookings.desk.desk_helpers import said
from tests.factories import make_experience, make_experience_page, make_host, make_schedule, make_user
from tests.pages.reading import fields_of, plain, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def adult(desk):
    return desk.experience.units.get(type="ADULT")


def form(desk, **typed) -> dict:
    """What the page of the desk's experience would send, with some fields changed."""
    page = soup(desk.get("experience", pk=desk.experience.pk))
    sent = fields_of(page, page.select_one("#selling"))
    sent["languages"] = [box["value"] for box in page.select("#selling [name=languages][checked]")]
    return sent | typed


def save(desk, **typed):
    return desk.post("experience", form(desk, **typed), pk=desk.experience.pk)


def price(unit) -> int:
    return type(unit).objects.get(pk=unit.pk).price_vnd


def test_a_new_price_is_read_by_the_next_guest(desk, adult, page_tree):
    page = make_experience_page(page_tree, desk.experience)
    guest = Client()
    assert "350.000" in plain(soup(guest.get(page.url)))
    assert "Đã lưu" in said(save(desk, **{f"price_{adult.pk}": "420.000"}))
    read = plain(soup(guest.get(page.url)))
    assert "420.000" in read
    assert "350.000" not in read


def test_whoever_has_booked_keeps_the_price(desk, adult):
    booking = desk.book(adults=2)
    save(desk, **{f"price_{adult.pk}": "420k"})
    assert price(adult) == 420_000
    booking.refresh_from_db()
    assert (booking.total_vnd, booking.units.get().price_vnd) == (700_000, 350_000)


def test_a_price_without_its_thousands_is_asked_back_once_and_keeps_what_was_typed(desk, adult):
    lunch = desk.experience.extras.earliest("pk")
    answer = save(desk, **{f"price_{adult.pk}": "420", f"extra_price_{lunch.pk}": "130.000"})
    assert "420\xa0₫ hay 420.000\xa0₫" in answer.content.decode()
    page = soup(answer)
    assert page.select_one(f"[name=price_{adult.pk}]")["value"] == "420"
    assert page.select_one(f"[name=extra_price_{lunch.pk}]")["value"] == "130.000"
    assert (price(adult), price(lunch)) == (350_000, 120_000)
    again = fields_of(page, page.select_one("#selling")) | {f"price_{adult.pk}-meant": "420000", "languages": ["vi"]}
    desk.post("experience", again, pk=desk.experience.pk)
    assert (price(adult), price(lunch)) == (420_000, 130_000)


def test_what_was_saved_before_says_so_and_writes_nothing(desk, adult):
    save(desk, **{f"price_{adult.pk}": "420.000"})
    assert "không có gì thay đổi." in said(save(desk, **{f"price_{adult.pk}": "420.000"}))


def test_seats_and_closing_reach_the_times_to_come(desk):
    slots = list(coming(desk))
    save(desk, capacity="12", cutoff_minutes="90", duration_minutes="45")
    for slot in Slot.objects.filter(pk__in=[slot.pk for slot in slots]):
        assert slot.capacity == 12
        assert (slot.ends_at - slot.starts_at).total_seconds() == 45 * 60
        assert (slot.starts_at - slot.closes_at).total_seconds() == 90 * 60


def coming(desk):
    """Its times by a schedule, every day."""
    make_schedule(desk.experience, valid_from=timezone.localdate(), times=["10:00"])
    make_slots(now=timezone.now(), experiences=[desk.experience])
    return Slot.objects.filter(experience=desk.experience, planned_at__gt=timezone.now()).order_by("starts_at")


def test_fewer_seats_than_are_booked_are_saved_once_the_host_has_seen_whom_they_leave_over(desk):
    slot = coming(desk)[2]
    desk.book(slot, adults=6)
    desk.book(slot, name="Trần Văn Long", adults=6)
    asked = save(desk, capacity="8")
    assert "Trần Văn Long" in plain(soup(asked))
    assert Experience.objects.get(pk=desk.experience.pk).capacity == 20
    page = soup(asked)
    again = fields_of(page, page.select_one("#selling")) | {"languages": ["vi", "en"]}
    answer = desk.post("experience", again, pk=desk.experience.pk)
    assert answer.request["PATH_INFO"] == desk.url("conflicts")
    slot.refresh_from_db()
    assert (slot.capacity, slot.taken) == (12, 12)
    assert Experience.objects.get(pk=desk.experience.pk).capacity == 8


def test_fewest_guests_beyond_the_seats_are_refused_and_nothing_is_lost(desk, adult):
    answer = save(desk, min_to_run="21", **{f"price_{adult.pk}": "420.000"})
    page = soup(answer)
    assert page.select_one("[name=min_to_run]")["value"] == "21"
    assert page.select_one(f"[name=price_{adult.pk}]")["value"] == "420.000"
    assert page.select_one(".selling-visit").has_attr("open")
    assert price(adult) == 350_000


def test_a_kind_of_guest_is_added_removed_and_taken_back_with_its_own_number(desk):
    address = {"pk": desk.experience.pk}
    typed = {"type": "STUDENT", "price_vnd": "150.000", "seats": "1"}
    assert "Đã thêm" in said(desk.post("experience_unit", typed, **address))
    assert "không có gì thay đổi." in said(desk.post("experience_unit", typed, **address))
    student = desk.experience.units.get(type="STUDENT")
    removed = desk.post("unit_remove", pk=student.pk)
    assert not Unit.objects.filter(pk=student.pk).exists()
    desk.post("unit_undo", {"undo": removed.context["undo"]})
    assert Unit.objects.get(pk=student.pk).price_vnd == 150_000


def test_the_last_price_stays(desk):
    desk.experience.units.exclude(type="ADULT").delete()
    adult = desk.experience.units.get()
    assert "giá duy nhất" in said(desk.post("unit_remove", pk=adult.pk))
    assert desk.experience.units.count() == 1


def test_whoever_booked_what_is_sold_no_more_keeps_it(desk, adult):
    booking = desk.book(adults=2)
    desk.post("unit_remove", pk=adult.pk)
    booking.refresh_from_db()
    line = booking.units.get()
    assert (line.type, line.quantity, line.price_vnd, booking.total_vnd) == ("ADULT", 2, 350_000, 700_000)
    assert desk.get("booking", reference=booking.reference).status_code == 200
    assert desk.act("check_in", booking).status == "REDEEMED"


def test_an_extra_is_added_in_two_languages(desk):
    typed = {"name": "Chè xanh", "name_en": "Green tea", "price_vnd": "10.000", "per": "person", "max_quantity": "10"}
    desk.post("experience_extra", typed, pk=desk.experience.pk)
    tea = Extra.objects.get(name="Chè xanh")
    assert (tea.experience, tea.name_en, tea.price_vnd) == (desk.experience, "Green tea", 10_000)


def test_what_was_typed_into_a_price_removed_meanwhile_can_be_added_anew(desk):
    child = desk.experience.units.get(type="CHILD")
    page = soup(desk.get("unit", pk=child.pk))
    sent = fields_of(page, page.select_one(".desk-form")) | {"price_vnd": "210.000"}
    desk.post("unit_remove", pk=child.pk)
    answer = soup(desk.post("unit", sent, pk=child.pk))
    form = answer.select_one(".desk-form[action]")
    again = fields_of(answer, form) | {"type": "CHILD"}
    desk.client.post(form["action"], again)
    assert desk.experience.units.get(type="CHILD").price_vnd == 210_000


def test_the_office_reads_in_its_history_who_changed_a_price(desk, adult, client):
    save(desk, **{f"price_{adult.pk}": "420.000"})
    client.force_login(make_user(is_superuser=True))
    history = client.get(reverse("experience:history", args=[desk.experience.pk]))
    assert str(desk.owner.get_full_name() or desk.owner.email) in plain(soup(history))


def test_the_list_says_what_keeps_guests_from_booking(desk):
    page = plain(soup(desk.get("experiences")))
    assert "350.000" in page
    assert "Chưa đặt được" in page


def test_one_more_experience_costs_the_list_no_more_queries(desk):
    def queries() -> int:
        # What a change makes the cache forget is read by the first.
        desk.get("experiences")
        with CaptureQueriesContext(connection) as captured:
            desk.get("experiences")
        return len(captured)

    one = queries()
    for _ in range(3):
        make_experience(desk.host)
    assert queries() == one


def test_a_price_of_another_host_is_not_changed_through_mine(desk):
    theirs = make_experience(make_host()).units.get(type="ADULT")
    save(desk, **{f"price_{theirs.pk}": "1.000"})
    assert price(theirs) == 350_000


def test_a_price_that_somebody_removed_meanwhile_is_said_and_the_others_stay_typed(desk, adult):
    child = desk.experience.units.get(type="CHILD")
    sent = form(desk, **{f"price_{child.pk}": "210.000", f"price_{adult.pk}": "420.000"})
    desk.post("unit_remove", pk=child.pk)
    page = soup(desk.post("experience", sent, pk=desk.experience.pk))
    assert "có người bỏ một trong các giá" in plain(page)
    assert page.select_one(f"[name=price_{adult.pk}]")["value"] == "420.000"
    assert price(adult) == 350_000
    again = fields_of(page, page.select_one("#selling")) | {"languages": ["vi", "en"]}
    desk.post("experience", again, pk=desk.experience.pk)
    assert price(adult) == 420_000


def test_a_closing_before_all_times_is_refused_and_no_crash(desk):
    coming(desk)
    answer = save(desk, cutoff_minutes="2147483647")
    assert answer.status_code == 200
    assert soup(answer).select_one("[name=cutoff_minutes]")["value"] == "2147483647"
    assert Experience.objects.get(pk=desk.experience.pk).cutoff_minutes == 0
