"""What is known of a guest, on their own page."""

import json

import pytest
from django.utils import timezone

from bookings.domain.booking.cancel import cancel
from bookings.enums import CancelledBy
from bookings.models import Booking
from tests.factories import make_booking, make_contact, make_slot
from tests.pages.guest import url
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
LANGUAGES = ["vi", "en"]


@shared
def booking():
    contact = make_contact(name="Đặng Thị Thu Hà", email="thu.ha@example.com", note="Cháu nhỏ dị ứng lạc")
    return make_booking(make_slot(), contact=contact)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ticket_leads_to_it_and_it_says_what_was_written(client, booking, language):
    ticket = soup(client.get(url("booking", booking, language)))
    assert url("personal", booking, language) in [link["href"] for link in ticket.select("main a[href]")]
    page = soup(client.get(url("personal", booking, language)))
    for known in ("Đặng Thị Thu Hà", "thu.ha@example.com", "Cháu nhỏ dị ứng lạc"):
        assert known in plain(page.main)
    assert not page.select("main form[data-once]")


def test_all_of_it_is_taken_away(client, booking):
    answer = client.get(url("personal_file", booking))
    told = json.loads(answer.content)
    assert (told["reference"], told["contact"]["name"]) == (booking.reference, "Đặng Thị Thu Hà")
    assert told["total_vnd"] == sum(line["number"] * line["price_vnd"] for line in told["party"])
    assert [mail["to"] for mail in told["mails"]] == ["thu.ha@example.com"]
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_erased_and_the_link_dies(client, booking, language):
    cancel(booking=booking, by=CancelledBy.GUEST, now=timezone.now())
    page = soup(client.get(url("personal", booking, language)))
    assert page.select("main form[data-once]")
    assert client.post(url("personal", booking, language)).status_code == 200
    assert "Đặng Thị Thu Hà" not in str(Booking.objects.values().get())
    assert client.get(url("personal", booking, language)).status_code == 404


def test_what_cannot_be_erased_yet_says_why_and_stays(client, booking):
    answer = client.post(url("personal", booking), follow=True)
    assert "hủy" in plain(soup(answer).main).lower()
    assert Booking.objects.get().contact_name == "Đặng Thị Thu Hà"
