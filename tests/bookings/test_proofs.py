"""What bookings offer as proof in a dossier: counted for one house, in one year, in a constant number of queries."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings import proofs
from bookings.domain import figures
from bookings.domain.booking.attendance import check_in
from bookings.models import Booking, BookingUnit
from ocop.domain.evidence.registry import Period, codes_with_offers, offers
from tests.factories import (
    NOW,
    make_booking,
    make_experience,
    make_experience_page,
    make_host,
    make_page_tree,
    make_slot,
)
from tests.factories.reviews import make_review, make_visited, past_slot
from tests.factories.villages import make_dossier

pytestmark = [pytest.mark.django_db, pytest.mark.database_free]
DAY = dt.timedelta(days=1)
YEAR = Period(NOW.date() - dt.timedelta(days=364), NOW.date())


@pytest.fixture
def experience():
    return make_experience(make_host(), capacity=40)


def came(experience, *, days: int = 10, adults: int = 2, status: str = "REDEEMED", **facts) -> Booking:
    """A party of `days` ago."""
    # Each at a time of its own.
    starts_at = NOW - days * DAY + dt.timedelta(minutes=experience.slots.count())
    booking = make_booking(make_slot(experience, starts_at, capacity=40), now=starts_at - DAY, adults=adults)
    told = {"redeemed_at": starts_at} if status == "REDEEMED" else {}
    Booking.objects.filter(pk=booking.pk).update(status=status, **told, **facts)
    return booking


def test_an_agency_counts_once_however_it_is_written(experience):
    for name in ("Lữ hành Sông Cầu, Hà Nội", "lữ  hành sông cầu, hà nội", "Du lịch Lá Tre, Bắc Ninh"):
        came(experience, source="agent", agent=name)
    came(experience, source="phone", agent="")
    came(experience, source="agent", agent="Đã hủy", status="CANCELLED", cancelled_at=NOW)
    assert len(figures.agents(experience.host, YEAR.first, YEAR.last)) == 2
    (one,) = proofs.agents(experience.host, YEAR)
    assert (one.figure, one.points) == (2, 1)
    assert "Lữ hành Sông Cầu" in one.text.vi
    assert one.remark is not None


@pytest.mark.parametrize(("n", "points"), [(1, 1), (2, 1), (3, 3), (4, 3), (5, 5), (6, 5)])
def test_so_many_agencies_speak_for_so_many_points(experience, n, points, monkeypatch):
    monkeypatch.setattr(figures, "agents", lambda *_: [f"Đại lý {number}" for number in range(n)])
    assert proofs.agents(experience.host, YEAR)[0].points == points


def test_online_are_those_who_booked_by_themselves(experience):
    came(experience)
    came(experience, source="phone")
    assert proofs.online(experience.host, YEAR)[0].figure == 1
    (one,) = proofs.managed(experience.host, YEAR)
    assert (one.figure, one.points) == (2, 2)
    assert one.text.en.startswith("2 parties")


def test_guests_from_abroad_are_those_whose_country_was_written_down(experience):
    came(experience, adults=3, origin="Nhật")
    came(experience, adults=2, origin="Pháp")
    came(experience, adults=4, origin="Hải Phòng")
    came(experience, adults=1, language="en")
    came(experience, adults=5, origin="Việt Nam")
    came(experience, adults=9, status="CONFIRMED", origin="Đức")
    found = figures.guests(experience.host, YEAR.first, YEAR.last)
    assert (found.total, found.abroad, found.english) == (15, 5, 1)


def test_who_did_not_come_of_a_party_is_not_counted(experience):
    booking = came(experience, adults=4)
    BookingUnit.objects.filter(booking=booking).update(came=3)
    assert figures.guests(experience.host, YEAR.first, YEAR.last).total == 3


def test_a_visit_counts_as_held_once_guests_were_received(experience):
    other = make_experience(experience.host, slug="tham-lo")
    slot = make_slot(experience, NOW - 3 * DAY, capacity=40)
    for _ in range(2):
        booking = make_booking(slot, now=NOW - 4 * DAY)
        check_in(booking=booking, now=slot.starts_at)
    came(experience)
    came(other, status="CONFIRMED")
    (one,) = proofs.held(experience.host, YEAR)
    assert (one.figure, one.part, one.points) == (2, str(experience.pk), 2)
    assert experience.name in one.text.vi


def test_only_this_year_and_this_house_are_counted(experience):
    came(experience, days=400)
    came(make_experience(make_host()))
    for count in (proofs.agents, proofs.managed, proofs.online, proofs.guests):
        (one,) = count(experience.host, YEAR)
        assert one.figure == 0
        assert not one.can_be_taken
        assert one.points is None
    assert proofs.held(experience.host, YEAR) == []


def test_the_last_evening_of_the_year_counts_by_the_clock_of_viet_nam(experience):
    # 23:30 in Việt Nam on the last day.
    late = dt.datetime.combine(YEAR.last, dt.time(16, 30), tzinfo=dt.UTC)
    booking = make_booking(make_slot(experience, late), now=late - DAY)
    Booking.objects.filter(pk=booking.pk).update(status="REDEEMED", redeemed_at=late)
    assert proofs.online(experience.host, YEAR)[0].figure == 1
    assert proofs.online(experience.host, Period(YEAR.first, YEAR.last - DAY))[0].figure == 0


def test_the_page_of_a_visit_on_sale_is_where_it_can_be_seen(experience):
    page = make_experience_page(make_page_tree(), experience)
    came(experience)
    assert proofs.online(experience.host, YEAR)[0].source_url == page.get_url()
    assert proofs.held(experience.host, YEAR)[0].source_url == page.get_url()


def test_the_criteria_of_the_tourism_set_have_their_offers():
    assert codes_with_offers(26) == {
        *("1.2", "2.2", "3.3", "4.1", "4.3", "4.4", "4.5", "5.1"),
        *("10", "13", "14", "16", "17"),
    }


def test_many_bookings_cost_what_few_do(experience):
    dossier = make_dossier(experience.host)
    codes = sorted(codes_with_offers(26))

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            for code in codes:
                offers(dossier, code, day=NOW.date())
        return len(counted)

    came(experience, source="agent", agent="Lữ hành Sông Cầu", origin="Pháp")
    make_experience_page(make_page_tree(), experience)
    queries()
    few = queries()
    for number in range(6):
        came(make_experience(experience.host, slug=f"buoi-{number}"), source="agent", agent=f"Đại lý {number}")
    assert queries() == few


def test_who_did_not_come_is_no_guest_of_the_year(experience):
    came(experience, source="agent", agent="Lữ hành Sông Cầu")
    came(experience, source="agent", agent="Du lịch Lá Tre", status="CONFIRMED", no_show_at=NOW)
    came(experience, source="phone", status="CONFIRMED")
    assert figures.agents(experience.host, YEAR.first, YEAR.last) == ["Lữ hành Sông Cầu"]
    assert figures.by_source(experience.host, YEAR.first, YEAR.last) == {"agent": 1, "phone": 1}


def test_what_guests_say_speaks_for_criteria_13_and_14(experience):
    (nothing,) = proofs.ratings(experience.host, YEAR)
    assert (nothing.figure, nothing.can_be_taken) == (0, False)
    for mark in (5, 4, 4):
        make_review(make_visited(past_slot(experience)), mark=mark)
    make_review(mark=1)
    make_review(
        make_visited(past_slot(experience, now=NOW - 400 * DAY), now=NOW - 400 * DAY), mark=1, now=NOW - 400 * DAY
    )
    (one,) = proofs.ratings(experience.host, YEAR)
    assert (one.figure, one.points) == (3, None)
    assert "4,3/5" in one.text.vi
    assert "4.3 of 5, in 3 reviews" in one.text.en
    for code in ("13", "14"):
        assert code in codes_with_offers(26)
        assert one.text in [offer.text for offer in offers(make_dossier(experience.host), code, day=NOW.date())]
