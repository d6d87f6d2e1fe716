"""A tourist books without a script and without an account, in either language, from the story to the ticket."""

import datetime as dt
import io
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext
from icalendar import Calendar
from PIL import Image

from bookings.enums import BookingStatus, CancelledBy
from bookings.links import public_id
from bookings.models import Booking
from common.words.money import format_vnd
from common.words.site import mail_domain
from tests.factories import make_experience, make_experience_page, make_slot, make_standard_page
from tests.pages.guest import FULL, TYPED, taken
from tests.pages.reading import Reader, plain
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
LANGUAGES = ["vi", "en"]


@shared
def slot(page_tree):
    """A morning and an afternoon next week, on pages in both languages. The afternoon is what is booked."""
    experience = make_experience()
    page = make_experience_page(page_tree, experience, slug="lam-gom")
    make_experience_page(page_tree, experience, language="en", translation_of=page, slug="clay-day")
    for language in LANGUAGES:
        make_standard_page(page_tree, "terms", language=language)
        make_standard_page(page_tree, "privacy", language=language)
    make_slot(experience, hour=8)
    return make_slot(experience, hour=14, minute=0)


def story(language: str) -> str:
    return "/trai-nghiem/lam-gom/" if language == "vi" else "/en/experiences/clay-day/"


def choose(reader: Reader, slot, language: str) -> None:
    """From the story to the chosen afternoon, by links alone."""
    reader.open(story(language))
    day = timezone.localtime(slot.starts_at).date()
    links = [link for link in reader.page.select("a.calendar-day") if f"day={day}" in link["href"]]
    reader.open(links[0]["href"])
    reader.open(reader.page.select(".time-choice a")[1]["href"])
    assert reader.values["slot"] == str(slot.pk)


def held(reader: Reader, slot, language: str) -> Booking:
    """Two adults and, by the stepper, a child and two lunches; held."""
    choose(reader, slot, language)
    child = slot.experience.units.get(type="CHILD")
    lunch = slot.experience.extras.first()
    reader.send("/giu/", step=f"u{child.pk}:1")
    reader.send("/giu/", step=f"x{lunch.pk}:1")
    reader.send("/giu/", step=f"x{lunch.pk}:1")
    reader.send("/giu/")
    return Booking.objects.get()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_way_from_the_story_to_the_ticket(client, slot, language):
    reader = Reader(client)
    booking = held(reader, slot, language)
    assert reader.trail == [302, 200]
    assert (booking.status, booking.seats, booking.language) == (BookingStatus.ON_HOLD, 3, language)
    assert booking.total_vnd == 2 * 350_000 + 200_000 + 2 * 120_000
    assert taken(slot) == 3
    reader.send("/xac-nhan/", **FULL)
    assert reader.trail == [302, 200]
    booking.refresh_from_db()
    assert booking.status == BookingStatus.CONFIRMED
    assert reader.page.html["lang"] == language
    ticket = plain(reader.page.select_one(".ticket"))
    with translation.override(language):
        # CLDR puts a no-break space before ₫.
        total = " ".join(format_vnd(booking.total_vnd).split())
        paid = gettext("to your host, on the day")
    assert all(word in ticket for word in (booking.reference, total, paid))
    assert slot.experience.host.name in ticket
    assert slot.experience.name_in(language) in ticket
    assert "14:00–17:00" in ticket
    assert reader.page.select_one(".ticket__qr svg")
    assert taken(slot) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stepper_leads_back_to_the_same_panel_with_everything_kept(client, slot, language):
    reader = Reader(client)
    choose(reader, slot, language)
    adult, infant = (slot.experience.units.get(type=kind) for kind in ("ADULT", "INFANT"))
    shuttle = slot.experience.extras.last()
    reader.send("/giu/", step=f"u{infant.pk}:1", **{f"u{adult.pk}": "4", f"x{shuttle.pk}": "1"})
    assert reader.trail == [302, 200]
    assert reader.path == story(language)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(reader.url).query).items()}
    day = timezone.localtime(slot.starts_at).date()
    assert asked["day"] == day.isoformat()
    assert asked["slot"] == str(slot.pk)
    for name, value in ((f"u{adult.pk}", "4"), (f"u{infant.pk}", "1"), (f"x{shuttle.pk}", "1")):
        assert reader.values[name] == value
    assert reader.page.select_one(".time-choice [aria-current=true]").text.strip().startswith("14:00")
    with translation.override(language):
        total = format_vnd(4 * 350_000 + 150_000)
    assert plain(reader.page.select_one("[data-total]")) == " ".join(total.split())
    assert not Booking.objects.exists()


def test_a_stepper_never_goes_below_none(client, slot):
    reader = Reader(client)
    choose(reader, slot, "vi")
    child = slot.experience.units.get(type="CHILD")
    reader.send("/giu/", step=f"u{child.pk}:-1")
    assert reader.values[f"u{child.pk}"] == "0"


def test_another_month_and_another_time_keep_the_party(client, slot):
    reader = Reader(client)
    adult = slot.experience.units.get(type="ADULT")
    reader.open(f"{story('vi')}?day={timezone.localtime(slot.starts_at).date()}&u{adult.pk}=5")
    assert all(f"u{adult.pk}=5" in link["href"] for link in reader.page.select(".time-choice a, .calendar a"))
    reader.follow("#calendar-next")
    assert all(f"u{adult.pk}=5" in link["href"] for link in reader.page.select(".calendar a"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_details_page_says_who_sells_and_on_what_terms_before_the_button(client, slot, language):
    reader = Reader(client)
    booking = held(reader, slot, language)
    host = slot.experience.host
    form = plain(reader.form("/xac-nhan/"))
    summary = plain(reader.page.select_one("details[open]"))
    with translation.override(language):
        total = " ".join(format_vnd(booking.total_vnd).split())
        said = [gettext(text) for text in ("Seller", "Address", "Phone", "Payment", "Changing and cancelling")]
        terms = gettext("There is no other fee.") if language == "en" else ""
    for word in [host.legal_name, host.address, host.phone.as_national, host.registration_number, total, *said, terms]:
        assert word in summary
    day = timezone.localtime(slot.starts_at)
    assert f"{day:%H:%M}" in summary
    assert f"{day:%d/%m/%Y}" in summary if language == "vi" else str(day.year) in summary
    free_until = timezone.localtime(booking.free_cancel_until())
    assert f"{free_until:%H:%M}" in summary
    assert "terms" in str(reader.page.select_one("details[open]"))
    assert "privacy" in str(reader.form("/xac-nhan/"))
    with translation.override(language):
        assert form.index(summary[:30]) < form.rindex(gettext("Book"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_consent_is_never_ticked_beforehand(client, slot, language):
    reader = Reader(client)
    held(reader, slot, language)
    assert "consent" not in reader.values
    reader.send("/xac-nhan/", name="A")
    assert "consent" not in reader.values
    reader.send("/xac-nhan/", to=reader.path.replace("xac-nhan", "them-gio"))
    assert "consent" not in reader.values


def test_a_tick_of_the_guests_own_stays_when_the_form_comes_back(client, slot):
    reader = Reader(client)
    held(reader, slot, "vi")
    reader.send("/xac-nhan/", **FULL | {"phone": "12"})
    assert reader.values["consent"] == "on"


def test_more_time_keeps_what_was_typed(client, slot):
    reader = Reader(client)
    booking = held(reader, slot, "vi")
    button = reader.page.select_one("[data-countdown-more]")
    reader.send("/xac-nhan/", to=button["formaction"], **TYPED)
    assert reader.response.status_code == 200
    assert {name: reader.values[name].replace("\r\n", "\n") for name in TYPED} == TYPED
    until = booking.hold_expires_at
    booking.refresh_from_db()
    assert booking.hold_expires_at == until + dt.timedelta(minutes=10)
    assert not reader.page.select("[data-countdown-more]")
    reader.send("/xac-nhan/", consent="on")
    booking.refresh_from_db()
    assert (booking.status, booking.note) == (BookingStatus.CONFIRMED, TYPED["note"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_changing_the_party_frees_the_seats_and_leads_back_with_the_party_filled_in(client, slot, language):
    reader = Reader(client)
    booking = held(reader, slot, language)
    before = reader.sent
    reader.send("/huy/")
    assert reader.path == story(language)
    assert taken(slot) == 0
    booking.refresh_from_db()
    assert booking.status == BookingStatus.CANCELLED
    kept = {name: value for name, value in before.items() if re.match(r"[ux]\d|slot|day", name) and value != "0"}
    assert {name: reader.values[name] for name in kept} == kept
    assert reader.values["key"] != before["key"]
    reader.send("/giu/")
    assert taken(slot) == 3


def test_the_calendar_file_tells_the_visit_in_utc(client, slot):
    reader = Reader(client)
    booking = held(reader, slot, "en")
    reader.send("/xac-nhan/", **FULL)
    reader.follow("a[href*='.ics']")
    assert reader.response["Content-Type"] == "text/calendar; charset=utf-8"
    assert f'filename="ve-lang-{booking.reference}.ics"' in reader.response["Content-Disposition"]
    calendar = Calendar.from_ical(reader.response.content)
    (event,) = calendar.walk("VEVENT")
    assert calendar["METHOD"] == "PUBLISH"
    assert event["UID"] == f"{public_id(booking)}@{mail_domain()}"
    assert event["SEQUENCE"] == 1
    assert event["STATUS"] == "CONFIRMED"
    assert event["DTSTART"].to_ical() == f"{slot.starts_at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}".encode()
    assert event["DTEND"].to_ical() == f"{slot.ends_at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}".encode()
    assert "A day as a potter" in event["SUMMARY"]
    assert booking.reference in event["DESCRIPTION"]


def test_the_qr_code_is_a_picture_to_keep_as_wide_as_a_phone(client, slot):
    reader = Reader(client)
    held(reader, slot, "vi")
    reader.send("/xac-nhan/", **FULL)
    reader.follow("a[href*='qr.png']")
    assert reader.response["Content-Type"] == "image/png"
    picture = Image.open(io.BytesIO(reader.response.content))
    assert picture.width == picture.height
    assert 800 < picture.width <= 1_000
    # A quiet zone of four modules, then the first of the three marks.
    assert {picture.getpixel((0, 0)), picture.getpixel((picture.width // 2, 3))} == {picture.getpixel((3, 3))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_cancelling_frees_the_seats_and_can_be_undone(client, slot, language):
    reader = Reader(client)
    booking = held(reader, slot, language)
    reader.send("/xac-nhan/", **FULL)
    reader.send("/huy/")
    booking.refresh_from_db()
    assert (booking.status, booking.cancelled_by, booking.sequence) == (BookingStatus.CANCELLED, CancelledBy.GUEST, 2)
    assert taken(slot) == 0
    with translation.override(language):
        assert gettext("Your visit is cancelled") in reader.text
    assert booking.reference in reader.text
    ics = Calendar.from_ical(client.get(f"{reader.path}lich.ics").content)
    (event,) = ics.walk("VEVENT")
    assert (ics["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 2)
    reader.send("/lay-lai/")
    booking.refresh_from_db()
    assert (booking.status, booking.sequence) == (BookingStatus.CONFIRMED, 3)
    assert taken(slot) == 3
    with translation.override(language):
        assert gettext("Your places are yours again. See you in the village!") in reader.text
    assert reader.page.select_one(".ticket")


def test_without_a_story_in_the_language_the_plain_choosing_page_does_it_all(client, page_tree):
    slot = make_slot()
    reader = Reader(client)
    reader.open(f"/en/dat-cho/chon/{slot.experience.slug}/")
    child = slot.experience.units.get(type="CHILD")
    reader.send("/giu/", step=f"u{child.pk}:1")
    assert reader.path == f"/en/dat-cho/chon/{slot.experience.slug}/"
    reader.send("/giu/")
    reader.send("/xac-nhan/", **FULL)
    assert Booking.objects.get().status == BookingStatus.CONFIRMED
