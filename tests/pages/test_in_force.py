"""No booking is taken while what guests agree to is missing, a draft, empty, noted for editors or has blanks."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import PageViewRestriction

from bookings.domain.booking.confirm import confirm
from bookings.domain.booking.proof import prove
from bookings.domain.calendar.bookable import missing, with_readiness
from bookings.domain.seats import opening
from bookings.domain.seats.on_sale import SlotClosed
from bookings.enums import BookingStatus
from bookings.links import booking_token
from bookings.models import Booking
from experiences.models import Experience
from pages.drafts import DRAFTS, NOTE
from pages.in_force import AGREED, BLANK, Lack, lack_of, unfinished
from pages.models import StandardPage
from tests.factories import (
    ask,
    make_agreed_pages,
    make_booking,
    make_contact,
    make_experience_page,
    make_slot,
    make_standard_page,
)
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("agreed_pages_asked")]


@shared
def agreed(page_tree) -> dict[str, StandardPage]:
    return make_agreed_pages(page_tree)


def rewrite(page: StandardPage, *paragraphs: str) -> None:
    page.body = [("paragraph", html) for html in paragraphs]
    page.save_revision().publish()


def lacks() -> list[tuple[str, Lack]]:
    return [(page.key, page.lack) for page in unfinished()]


@pytest.mark.parametrize(
    "text",
    [
        "Địa chỉ: [đơn vị vận hành điền vào đây]",
        "Kept for [the operator states the period]",
        "Mức phí […]",
        "Mức phí [...]",
        "Mức phí [ ]",
        "Điện thoại: ____",
        "Địa chỉ: ……",
        "Địa chỉ: .........",
        "Điện thoại: ...",
        "Điện thoại: …",
        "Đơn vị XXXX",
        "TODO: số điện thoại",
        "Gửi tới {tên}",
    ],
)
def test_what_forms_leave_open_is_a_blank(text):
    assert BLANK.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "Bên vận hành: (tên đơn vị)",
        "Gọi (số điện thoại của công ty)",
        "(Địa chỉ đơn vị vận hành)",
        "(điền ngày vào đây)",
        "Run by (name of the operator)",
        "(insert the tax code)",
    ],
)
def test_so_is_a_label_in_round_brackets_with_nothing_but_whose_it_is(agreed, text):
    page = agreed["terms"]
    page.body = [("paragraph", f"<p>{text}</p>")]
    assert lack_of(page).lack == Lack.BLANKS


@pytest.mark.parametrize(
    "text", ["Giữ cách liên hệ (họ tên, điện thoại)", "Người bán (hợp tác xã, hộ kinh doanh)", "Họ tên (ghi trên vé)"]
)
def test_what_explains_in_round_brackets_is_none(agreed, text):
    page = agreed["terms"]
    page.body = [("paragraph", f"<p>{text}</p>")]
    assert lack_of(page) is None


@pytest.mark.parametrize("text", ["Theo luật [1], [12]", "Chờ một chút…", "Rồi... về.", "a_b", "(đơn vị vận hành)"])
def test_what_people_write_is_none(text):
    assert not BLANK.search(text)


def test_with_both_pages_finished_nothing_is_missing(agreed, now):
    assert lacks() == []
    assert opening.is_open()
    assert ask(make_slot(now=now), adults=1, now=now).status == BookingStatus.ON_HOLD


def test_a_site_without_the_pages_takes_no_booking(page_tree, now):
    slot = make_slot(now=now)
    assert lacks() == [("terms", Lack.MISSING), ("privacy", Lack.MISSING)]
    with pytest.raises(SlotClosed) as refusal:
        ask(slot, adults=1, now=now)
    host = slot.experience.host
    assert host.name in str(refusal.value)
    assert host.phone.as_national in str(refusal.value)
    assert not Booking.objects.exists()


@pytest.mark.parametrize("key", AGREED)
def test_each_page_stops_bookings_by_itself(agreed, key):
    page = agreed[key]
    page.unpublish()
    assert lacks() == [(key, Lack.DRAFT)]
    page.refresh_from_db()
    page.save_revision().publish()
    assert lacks() == []
    rewrite(page)
    assert lacks() == [(key, Lack.EMPTY)]
    rewrite(page, "<p>Xong rồi.</p>", "<p>Gửi tới [tên,  điện thoại]; <b>phí</b> ____</p>")
    assert lacks() == [(key, Lack.BLANKS)]
    assert unfinished()[0].blanks == ("[tên, điện thoại]", "____")
    rewrite(page, "<p>Xong rồi.</p>")
    assert lacks() == []


@pytest.mark.parametrize("language", NOTE)
def test_the_note_stops_them_even_where_its_first_words_were_taken_out(agreed, language):
    note = DRAFTS["terms"][language][2]
    for left in (NOTE[language].format(note), NOTE[language].format("Đã viết lại."), f"<p>{note}</p>"):
        rewrite(agreed["terms"], "<p>Xong rồi.</p>", left)
        assert lacks() == [("terms", Lack.NOTE)]


@pytest.mark.parametrize("language", NOTE)
def test_what_is_left_of_the_note_stops_them_too(agreed, language):
    sentences = re.split(r"(?<=[.:;]) ", DRAFTS["privacy"][language][2])
    rewrite(agreed["privacy"], *(f"<p>{sentence}</p>" for sentence in sentences))
    assert lacks() == [("privacy", Lack.NOTE)]
    rewrite(agreed["privacy"], f"<p>{sentences[1]}</p>", "<p>Đã viết lại.</p>")
    assert lacks() == [("privacy", Lack.NOTE)]


def test_a_page_that_only_some_may_read_is_not_published(agreed):
    PageViewRestriction.objects.create(page=agreed["privacy"], restriction_type="login")
    assert lacks() == [("privacy", Lack.DRAFT)]


def test_of_two_pages_with_one_role_the_one_that_guests_are_led_to_counts(agreed, page_tree):
    make_standard_page(page_tree, "terms")
    assert lacks() == [("terms", Lack.EMPTY)]


def test_the_english_page_stops_nothing(agreed, page_tree):
    make_standard_page(page_tree, "terms", language="en")
    assert opening.is_open()
    assert [page.lack for page in unfinished("en")] == [Lack.EMPTY, Lack.MISSING]


def test_all_drafts_of_make_site_stop_them_until_they_are_written_and_published(db):
    call_command("make_site")
    assert lacks() == [("terms", Lack.DRAFT), ("privacy", Lack.DRAFT)]
    for page in StandardPage.objects.filter(key__in=AGREED, locale__language_code="vi"):
        page.save_revision().publish()
    assert lacks() == [("terms", Lack.NOTE), ("privacy", Lack.NOTE)]
    for page in StandardPage.objects.filter(key__in=AGREED, locale__language_code="vi"):
        rewrite(page, "<p>Chủ nhà là bên bán.</p>")
    assert opening.is_open()


def test_a_second_question_asks_the_database_nothing(agreed):
    opening.is_open()
    with CaptureQueriesContext(connection) as captured:
        assert opening.is_open()
    assert len(captured) == 0


def test_a_hold_from_before_is_not_confirmed_and_a_confirmed_booking_stands(agreed, now):
    slot = make_slot(now=now)
    booked, held = make_booking(slot, now=now), make_booking(slot, BookingStatus.ON_HOLD, now=now)
    agreed["terms"].unpublish()
    with pytest.raises(SlotClosed):
        confirm(booking=held, contact=make_contact(), consent=True, now=now)
    held.refresh_from_db()
    assert held.status == BookingStatus.ON_HOLD
    booked.refresh_from_db()
    assert booked.status == BookingStatus.CONFIRMED


def test_whoever_agreed_before_may_still_prove_who_they_are(agreed, now):
    booking = make_booking(make_slot(now=now), BookingStatus.PENDING, now=now)
    agreed["terms"].unpublish()
    assert prove(booking=booking, now=now).status == BookingStatus.CONFIRMED


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_keeps_an_experience_from_being_booked_names_the_page(agreed, page_tree, now, language):
    agreed["privacy"].unpublish()
    slot = make_slot(now=now)
    make_experience_page(page_tree, slot.experience)
    with translation.override(language):
        said = missing(with_readiness(experiences=Experience.objects.all(), now=now).get())
        assert [text for text in said if DRAFTS["privacy"][language][0] in text]


def test_the_form_is_there_as_it_was_filled_in_with_the_hosts_number(client, agreed):
    slot = make_slot()
    held = make_booking(slot, BookingStatus.ON_HOLD)
    rewrite(agreed["terms"], "<p>[…]</p>")
    form = {"name": "Trần Thị Mận", "phone": "0912 345 678", "email": "man@example.com", "note": "Ăn chay"}
    response = client.post(
        reverse("bookings:confirm", args=[booking_token(held)]), form | {"consent": "on", "payment": "at_village"}
    )
    assert response.status_code == 422
    page = soup(response)
    assert slot.experience.host.phone.as_national in plain(page.select_one(".notice--error"))
    # Another time would be refused too.
    assert not page.select(".notice--error a")
    assert page.select_one("[name=name]")["value"] == "Trần Thị Mận"
    assert plain(page.select_one("[name=note]")) == "Ăn chay"


def test_english_readers_are_led_to_the_vietnamese_terms_while_theirs_are_not_finished(client, agreed, page_tree):
    held = make_booking(make_slot(), BookingStatus.ON_HOLD)
    with translation.override("en"):
        address = reverse("bookings:booking", args=[booking_token(held)])

    def link() -> tuple[str, str]:
        found = soup(client.get(address)).select_one("details a[hreflang]")
        return found["href"], plain(found)

    assert link() == (agreed["terms"].url, "Terms (in Vietnamese)")
    english = make_standard_page(page_tree, "terms", language="en", translation_of=agreed["terms"])
    rewrite(english, "<p>To be filled in: [the operator]</p>")
    assert link()[0] == agreed["terms"].url
    rewrite(english, "<p>The host sells.</p>")
    assert link() == (english.url, "Terms")
