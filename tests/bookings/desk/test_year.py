"""The year's takings beside the law's threshold, on the page of a month."""

import uuid

import pytest
from django.utils import timezone

from bookings.domain.money import tax
from bookings.models import Booking
from tests.pages.reading import plain, soup
from villages.enums import HostKind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def household(desk):
    desk.host.kind = HostKind.HOUSEHOLD
    desk.host.save(update_fields=["kind"])


def meter(desk):
    return soup(desk.get("money")).select_one("section:has(> progress)")


def pay(desk, booking: Booking) -> None:
    data = {"key": str(uuid.uuid4()), "due": booking.total_vnd, "method": "cash"}
    desk.post("pay", data, reference=booking.reference)


def test_the_meter_says_what_was_taken_and_how_much_of_the_threshold_that_is(desk, monkeypatch):
    known = tax.Threshold(timezone.localdate().replace(month=1, day=1), 2_000_000, "Nghị định thử")
    monkeypatch.setattr(tax, "THRESHOLDS", (known,))
    pay(desk, desk.book(adults=2))

    found = meter(desk)

    assert found.progress["value"] == "35"
    told = plain(found).replace("\xa0", " ")
    assert "700.000 ₫" in told
    assert "35 % của 2.000.000 ₫" in told
    assert "Nghị định thử" in told


def test_where_no_threshold_is_known_there_is_no_meter(desk, monkeypatch):
    monkeypatch.setattr(tax, "THRESHOLDS", ())
    assert meter(desk) is None
