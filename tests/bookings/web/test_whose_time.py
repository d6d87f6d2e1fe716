"""Every page that names the time of a visit says whose time it is: guests book from other zones too."""

import datetime as dt

import pytest
from django.utils import timezone

from bookings.domain.booking.cancel import cancel
from bookings.enums import BookingStatus, CancelledBy
from bookings.links import proof_url
from tests.bookings.web.test_receipt import pay
from tests.factories import NOW, local_time, make_booking, make_experience, make_experience_page, make_slot, make_user
from tests.factories.pages import PageTree
from tests.pages.guest import url
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db
ZONES = pytest.mark.parametrize(("language", "zone"), [("vi", "giờ Việt Nam"), ("en", "Vietnam time")])
DAY = dt.timedelta(days=1)


def read(client, address: str) -> str:
    return plain(soup(client.get(address)).main)


@ZONES
def test_a_guest_s_own_pages_do(client, language, zone):
    experience = make_experience(free_cancel_hours=24)
    booking = make_booking(make_slot(experience, timezone.now() + 4 * DAY))
    make_slot(experience, timezone.now() + 6 * DAY)
    pay(booking, make_user(), booking.total_vnd)
    for page in ("booking", "move", "party", "receipt"):
        assert zone in read(client, url(page, booking, language)), page
    cancel(booking=booking, by=CancelledBy.GUEST, now=timezone.now())
    assert zone in read(client, url("booking", booking, language))
    unproved = make_booking(make_slot(experience), BookingStatus.PENDING, language=language, now=timezone.now())
    assert zone in read(client, url("booking", unproved, language))
    assert zone in read(client, proof_url(unproved))


@ZONES
@pytest.mark.parametrize("days", [5, 12], ids=["this weekend", "what is free next"])
def test_times_on_the_home_page_do(client, page_tree: PageTree, monkeypatch, language, zone, days):
    monkeypatch.setattr(timezone, "now", lambda: NOW.astimezone(dt.UTC))
    experience = make_experience(featured=True)
    page = make_experience_page(page_tree, experience, slug="nan-binh")
    make_experience_page(page_tree, experience, language="en", translation_of=page, slug="throw")
    make_slot(experience, local_time(NOW.date() + days * DAY, 9))
    weekend = soup(client.get({"vi": "/", "en": "/en/"}[language])).select_one("#cuoi-tuan")
    assert weekend.select(".slot-row")
    assert zone in plain(weekend)
