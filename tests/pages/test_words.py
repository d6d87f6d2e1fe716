"""The site's words are its editors': on pages at once, in the mails' sender and head, in calendar files."""

from email.header import decode_header, make_header
from email.utils import parseaddr
from importlib import import_module

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar
from wagtail.models import Page, Site

from bookings.domain.messages import owe
from bookings.enums import MessageKind
from bookings.mail.ics import booking_calendar
from common.words.site import sender
from outbox.kinds import deliver
from outbox.models import OutboxMessage
from pages.models import SiteSetting
from tests.factories import make_booking, make_village, make_village_page
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db
WORDS = {
    "name": "Về Xứ Thanh",
    "name_en": "Back to Thanh",
    "region": "xứ Thanh",
    "claim": "Bà con xứ Thanh mời bạn.",
    "claim_en": "The people of Thanh invite you.",
    "description": "Một ngày ở xứ Thanh.",
}


@pytest.fixture
def site(page_tree) -> Site:
    return Site.objects.get(is_default_site=True)


def write(site: Site, **words) -> None:
    row, _ = SiteSetting.objects.get_or_create(site=site)
    for name, value in words.items():
        setattr(row, name, value)
    row.save()


def description(page) -> str:
    return page.select_one("meta[name=description]")["content"]


def test_a_site_without_words_names_no_region(client, site):
    for path in ("/", "/en/", "/ban-do/", "/en/ban-do/"):
        page = soup(client.get(path))
        assert plain(page.select_one(".site-header__brand")) == "Về Làng"
        assert len(plain(page.select_one(".site-footer__about"))) > 60
        assert "Bắc Ninh" not in str(page)


def test_what_was_changed_shows_at_once_on_pages_that_were_kept(client, site):
    for path in ("/", "/en/", "/ban-do/"):
        client.get(path)
    write(site, **WORDS)
    page = soup(client.get("/"))
    assert plain(page.select_one(".site-header__brand")) == "Về Xứ Thanh"
    assert plain(page.title).endswith("· Về Xứ Thanh")
    assert "Bà con xứ Thanh mời bạn." in plain(page.footer)
    assert page.select_one("meta[property='og:site_name']")["content"] == "Về Xứ Thanh"
    english = soup(client.get("/en/"))
    assert plain(english.select_one(".site-header__brand")) == "Back to Thanh"
    assert "The people of Thanh invite you." in plain(english.footer)
    assert "xứ Thanh" in description(soup(client.get("/ban-do/")))
    # What has no English is said in Vietnamese.
    assert description(soup(client.get("/en/tim/"))) == "Một ngày ở xứ Thanh."


def test_words_cost_no_query_once_they_are_known(client, site):
    write(site, **WORDS)
    client.get("/tim/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/tim/")
    assert not [query for query in captured if "pages_sitesetting" in query["sql"]]


def test_mails_are_from_the_site_as_it_is_called_now(site):
    booking = make_booking()
    owe(booking=booking, kind=MessageKind.CONFIRMED, now=timezone.now())
    write(site, **WORDS)
    for message in OutboxMessage.objects.all():
        deliver(message)
    assert mail.outbox
    for sent in mail.outbox:
        head = str(make_header(decode_header(sent.message()["From"])))
        assert parseaddr(head) == ("Về Xứ Thanh", "ve-lang@example.org")
        html = sent.alternatives[0][0]
        assert "Về Xứ Thanh" in html
        assert "Về Làng" not in html


def test_the_sender_of_the_settings_stands_until_the_site_is_called_otherwise(site, settings):
    settings.DEFAULT_FROM_EMAIL = "Văn phòng <vp@example.org>"
    assert sender("vi") == "Văn phòng <vp@example.org>"
    write(site, **WORDS)
    assert parseaddr(sender("en")) == ("Back to Thanh", "vp@example.org")


def test_a_calendar_file_is_the_site_s(site):
    booking = make_booking()
    write(site, **WORDS)
    told = {"now": timezone.now(), "link": "https://example.org/", "cancelled": False, "sequence": 1}
    file = booking_calendar(booking, language="en", **told)
    assert Calendar.from_ical(file)["PRODID"] == "-//Back to Thanh//VI"


def test_the_words_of_another_site_are_its_own(client, site, page_tree, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    write(site, **WORDS)
    other = Site.objects.create(hostname="other.example", port=80, root_page=page_tree.home)
    write(other, name="Làng Khác")
    page = soup(client.get("/tim/", headers={"host": "other.example"}))
    assert plain(page.select_one(".site-header__brand")) == "Làng Khác"
    assert plain(soup(client.get("/tim/")).select_one(".site-header__brand")) == "Về Xứ Thanh"


def test_who_finds_nothing_is_given_names_of_villages_that_are_there(client, page_tree):
    make_village_page(page_tree, make_village("Làng Nan"), slug="lang-nan")
    assert "Làng Nan" in plain(soup(client.get("/tim/", {"q": "zzz"})).select_one(".empty"))


def test_a_site_that_stood_before_keeps_what_its_pages_said_and_one_without_pages_gets_nothing(client, site):
    bare = Site.objects.create(hostname="bare.example", port=80, root_page=Page.get_first_root_node())
    import_module("pages.migrations.0003_words_of_the_site").keep_what_pages_say(apps, None)
    words = SiteSetting.objects.get(site=site)
    assert (words.region, words.told("name", "vi")) == ("Bắc Ninh", "")
    assert words.told("claim", "en").startswith("Craft villages of Bắc Ninh open their doors.")
    assert not SiteSetting.objects.filter(site=bare).exists()
