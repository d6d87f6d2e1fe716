"""A time with prices and a note of its own: the guest reads them before holding, and pays what was read."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from bookings.enums import BookingStatus
from bookings.models import Booking, Slot
from common.words.money import format_vnd
from experiences.models import Unit
from tests.factories import make_booking, make_experience, make_experience_page, make_slot
from tests.pages.guest import FULL, confirm, hold, url
from tests.pages.reading import Reader, plain, soup
from tests.plugins.shared_stage import shared
from villages.models import Place

pytestmark = pytest.mark.django_db
LANGUAGES = ["vi", "en"]
NOTE = "Hôm đó mở lò <đốt rơm> & có trăng."


@shared
def experience(page_tree):
    return make_experience()


@shared
def usual(experience) -> Slot:
    return make_slot(experience, hour=8)


@shared
def dear(experience, usual) -> Slot:
    """The evening: adults pay more, and the host says why."""
    adult = experience.units.get(type="ADULT")
    return make_slot(experience, hour=18, prices={str(adult.pk): 500_000}, note=NOTE)


def panel(client, slot: Slot, language: str = "vi"):
    day = timezone.localtime(slot.starts_at).date()
    return soup(client.get(url("choose", slot, language), {"day": day.isoformat(), "slot": slot.pk}))


def price_of(page, unit: Unit) -> str:
    return page.select_one(f"[name=u{unit.pk}]")["data-price-vnd"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_panel_shows_the_prices_of_the_chosen_time(client, usual, dear, language):
    adult, child = (dear.experience.units.get(type=kind) for kind in ("ADULT", "CHILD"))
    page = panel(client, dear, language)
    assert (price_of(page, adult), price_of(page, child)) == ("500000", "200000")
    with translation.override(language):
        total = " ".join(format_vnd(1_000_000).split())
    assert plain(page.select_one("[data-total]")) == total
    page = panel(client, usual, language)
    assert price_of(page, adult) == "350000"


def test_a_day_without_a_time_shows_the_usual_prices(client, usual, dear):
    far = timezone.localdate() + dt.timedelta(days=60)
    response = client.get(url("choose", usual), {"day": far.isoformat()})
    assert response.status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_note_is_told_as_it_was_written_from_the_panel_to_the_ticket(client, usual, dear, language):
    assert NOTE not in plain(panel(client, usual, language))
    told = panel(client, dear, language).select_one(".slot-note [lang=vi]")
    assert told.text == NOTE
    hold(client, dear, language)
    booking = Booking.objects.get()
    assert booking.total_vnd == 1_000_000
    page = soup(client.get(url("booking", booking, language)))
    assert page.select_one(".slot-note [lang=vi]").text == NOTE
    confirm(client, booking, language)
    page = soup(client.get(url("booking", booking, language)))
    assert page.select_one(".slot-note [lang=vi]").text == NOTE
    assert NOTE in Reader(client).open(url("booking", booking, language)).text


def test_a_price_changed_after_the_hold_leaves_what_was_promised(client, dear):
    hold(client, dear)
    booking = Booking.objects.get()
    Slot.objects.filter(pk=dear.pk).update(prices={})
    confirm(client, booking)
    booking.refresh_from_db()
    assert (booking.status, booking.total_vnd) == (BookingStatus.CONFIRMED, 1_000_000)
    assert "1.000.000" in plain(soup(client.get(url("booking", booking))).select_one(".ticket__money"))


def test_who_waits_reads_the_prices_of_that_time_too(client, dear):
    make_booking(dear, adults=8)
    adult = dear.experience.units.get(type="ADULT")
    reader = Reader(client)
    reader.open(f"{url('wait', dear)}?slot={dear.pk}&u{adult.pk}=2")
    assert "1.000.000" in plain(reader.page.select_one(".money-lines"))
    assert NOTE in reader.text
    reader.send("/cho/", **FULL)
    assert "1.000.000" in plain(reader.page.select_one(".money-lines"))


def test_the_ticket_lists_what_is_paid_for_line_by_line(client, usual):
    lunch, firing = usual.experience.extras.all()[:2]
    booking = make_booking(usual, adults=2, children=1, extras={lunch.pk: 3, firing.pk: 2})
    money = plain(soup(client.get(url("booking", booking))).select_one(".ticket__money"))
    lines = ["2 × Người lớn", "700.000", "1 × Trẻ em", "200.000", "3 × Cơm trưa", "360.000", "2 × Nung", "180.000"]
    assert [text for text in [*lines, "1.440.000"] if text not in money] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_place_is_named_once(client, language):
    slot = make_slot()
    place = Place.objects.create(
        village=slot.experience.village,
        name="Bến Lò",
        name_en="Kiln wharf",
        kind="workshop",
        latitude=21.1,
        longitude=106.2,
    )
    type(slot.experience).objects.filter(pk=slot.experience_id).update(place=place)
    host = slot.experience.host
    host.address = "Bến Lò, xã Phù Lãng, tỉnh Bắc Ninh"
    host.save()
    booking = make_booking(slot, language=language)
    where = plain(soup(client.get(url("booking", booking, language))).select_one(".ticket__facts"))
    assert where.count("Bến Lò") == 1
    assert "Kiln wharf" not in where


def test_a_story_s_panel_asks_as_often_with_one_time_as_with_many(
    client, page_tree, experience, django_assert_num_queries, django_assert_max_num_queries
):
    make_experience_page(page_tree, experience, slug="lam-gom")
    slot = make_slot(experience, prices={str(experience.units.first().pk): 1}, note=NOTE)
    day = timezone.localtime(slot.starts_at).date()
    address = f"/trai-nghiem/lam-gom/?day={day}&slot={slot.pk}"
    client.get(address)
    with django_assert_max_num_queries(60) as first:
        client.get(address)
    count = len(first)
    for hour in (10, 12, 14):
        make_booking(make_slot(experience, hour=hour, note=NOTE), adults=8 if hour == 10 else 2)
    with django_assert_num_queries(count):
        client.get(address)
