"""What a guest agrees to has a version: numbered by what it says, kept as it stood, and kept with the booking."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from bookings.domain.booking.confirm import confirm
from bookings.domain.seats.opening import TermsChanged, Versions
from bookings.enums import BookingStatus
from bookings.links import booking_token
from pages.agreed_texts import versions
from pages.models import AgreedText, SiteSetting, StandardPage
from tests.factories import make_agreed_pages, make_booking, make_contact
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("agreed_pages_asked")]
TYPED = {"name": "Nguyễn Thị Hà", "phone": "0912345678", "email": "", "note": "", "consent": "on"}


@shared
def agreed(page_tree) -> dict[str, StandardPage]:
    return make_agreed_pages(page_tree)


def rewrite(page: StandardPage, words: str) -> None:
    page.body = [("paragraph", f"<p>{words}</p>")]
    page.save_revision().publish()


def test_a_text_gets_the_next_number_when_it_says_something_else(agreed):
    assert versions() == (1, 1)
    agreed["terms"].save_revision().publish()
    assert versions() == (1, 1)
    rewrite(agreed["terms"], "Hủy trước hai ngày thì không mất gì.")
    assert versions() == (2, 1)
    assert AgreedText.objects.filter(key="terms").count() == 2


def test_the_page_about_data_has_the_list_of_what_is_kept_in_its_version(agreed, settings):
    assert versions().privacy == 1
    settings.PERSONAL_DATA_DAYS = 365
    agreed["privacy"].save()
    assert versions().privacy == 2
    assert "12 tháng" in AgreedText.objects.get(key="privacy", number=2).text


def test_no_page_is_no_version(page_tree):
    assert versions() == (0, 0)


def test_a_booking_keeps_the_versions_that_stood(agreed):
    rewrite(agreed["terms"], "Bản hai của điều khoản này.")
    versions()
    rewrite(agreed["terms"], "Bản ba của điều khoản này.")
    booking = make_booking(status=BookingStatus.ON_HOLD)
    booking = confirm(booking=booking, contact=make_contact(), consent=True, now=timezone.now())
    booking.refresh_from_db()
    assert (booking.terms_version, booking.privacy_version) == (versions().terms, 1)
    assert booking.terms_version == 2


def test_terms_that_changed_under_the_guests_eyes_are_read_before_booking(client, agreed):
    booking = make_booking(status=BookingStatus.ON_HOLD)
    url = reverse("bookings:booking", args=[booking_token(booking)])
    seen = soup(client.get(url)).select_one("input[name=agreed]")["value"]
    rewrite(agreed["terms"], "Hủy trước hai ngày thì không mất gì.")
    press = reverse("bookings:confirm", args=[booking_token(booking)])
    answer = client.post(press, TYPED | {"agreed": seen})
    assert answer.status_code == 422
    page = soup(answer)
    assert str(TermsChanged.message) in plain(page)
    again = page.select_one("input[name=agreed]")["value"]
    assert again == Versions(2, 1).mark
    assert client.post(press, TYPED | {"agreed": again}).status_code == 302
    booking.refresh_from_db()
    assert booking.terms_version == 2


def test_a_guest_reads_again_what_they_agreed_to(client, agreed):
    booking = make_booking(status=BookingStatus.ON_HOLD)
    booking = confirm(booking=booking, contact=make_contact(), consent=True, now=timezone.now())
    rewrite(agreed["terms"], "Hủy trước hai ngày thì không mất gì.")
    page = soup(client.get(reverse("bookings:personal", args=[booking_token(booking)])))
    old = reverse("agreed_text", args=["terms", 1])
    assert page.select_one(f"a[href='{old}']")
    read = plain(soup(client.get(old)))
    assert "Hủy trước một ngày thì không mất gì." in read
    assert client.get(reverse("agreed_text", args=["terms", 9])).status_code == 404


def test_the_page_says_its_version_and_leads_to_earlier_ones(client, agreed):
    versions()
    rewrite(agreed["terms"], "Hủy trước hai ngày thì không mất gì.")
    page = soup(client.get(agreed["terms"].url))
    assert page.select_one(f"main a[href='{reverse('agreed_text', args=['terms', 1])}']")
    assert "2" in plain(page.select_one("main h1 + p"))


def test_the_foot_of_the_page_has_the_numbers_that_were_entered(client, agreed, page_tree):
    foot = ".site-footer__about"
    url = agreed["terms"].url
    assert "2300" not in plain(soup(client.get(url)).select_one(foot))
    site = Site.objects.get(is_default_site=True)
    SiteSetting.objects.create(site=site, operator="HTX Ví Dụ", operator_number="2300000001", ecommerce_number="12/TB")
    text = plain(soup(client.get(url)).select_one(foot))
    assert all(words in text for words in ("HTX Ví Dụ", "2300000001", "12/TB"))
