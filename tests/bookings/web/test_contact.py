"""What people really type into the details, and what is kept of it."""

import unicodedata

import pytest
from django.utils import translation
from django.utils.translation import gettext

from bookings.enums import BookingStatus
from bookings.models import Booking
from outbox.models import OutboxMessage
from tests.factories import make_booking, make_slot
from tests.pages.guest import FULL, TYPED, confirm, url
from tests.pages.reading import fields_of, plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
LANGUAGES = ["vi", "en"]
NO_NAME = "Please write your name, so that your host knows whom to expect."
NO_LETTERS = "Please write your name in letters."
NO_ADDRESS = "Please write only your name here, without a web or mail address."
LONG_NAME = "This name is too long for a ticket: %(limit_value)s characters at most."
NO_PHONE = "Please write a phone number, so that your host can reach you."
BAD_PHONE = "We could not read this phone number. Write it as 0912 345 678, or with +country code from abroad."
LONG_PHONE = "This is longer than any phone number. Write it as 0912 345 678."
BAD_EMAIL = "This e-mail address looks incomplete. It should be like ten@example.com."
LONG_NOTE = "This note is too long: %(limit_value)s characters at most."
NO_CONSENT = "Please tick that you agree, so that the host may receive your name and phone number."


@shared
def booking():
    return make_booking(make_slot(), BookingStatus.ON_HOLD)


def now(booking: Booking) -> Booking:
    return Booking.objects.get(pk=booking.pk)


def errors(page) -> dict[str, str]:
    """Each field's errors by the name of the field."""
    found = page.select(".field__error")
    return {item["id"].removeprefix("id_").removesuffix("_error"): plain(item) for item in found}


def refused(client, booking, *, language: str = "vi", **typed):
    """The form came back as it was filled in, with these errors, and nothing was booked."""
    response = confirm(client, booking, language, **typed)
    page = soup(response)
    assert response.status_code == 422
    assert page.html["lang"] == language
    assert page.select_one("#form-errors[role=alert]")
    sent = {name: value for name, value in (FULL | typed).items() if value is not None}
    kept = fields_of(page, page.select_one("#details"))
    assert {name: kept.get(name, "").replace("\r\n", "\n") for name in sent} == sent
    assert ("consent" in kept) == ("consent" in sent)
    assert now(booking).status == BookingStatus.ON_HOLD
    assert not OutboxMessage.objects.exists()
    return errors(page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("field", "value", "text", "limit"),
    [
        ("name", "", NO_NAME, None),
        ("name", "   ", NO_NAME, None),
        ("name", "🏺🌾🎶", NO_LETTERS, None),
        ("name", "12345", NO_LETTERS, None),
        ("name", "…!?", NO_LETTERS, None),
        ("name", "Quà tặng tại qua-tang.shop", NO_ADDRESS, None),
        ("name", "Hà" * 5_000, LONG_NAME, 120),
        ("phone", "", NO_PHONE, None),
        ("phone", "không có", BAD_PHONE, None),
        ("phone", "12", BAD_PHONE, None),
        ("phone", "0912 345", BAD_PHONE, None),
        ("phone", "0123 456 789", BAD_PHONE, None),
        ("phone", "+84 912 345 678 9", BAD_PHONE, None),
        ("phone", "+999 123 456 789", BAD_PHONE, None),
        ("phone", "++++", BAD_PHONE, None),
        ("phone", "9" * 10_000, LONG_PHONE, None),
        ("email", "ha@", BAD_EMAIL, None),
        ("email", "ha@example", BAD_EMAIL, None),
        ("email", "ha @example.com", BAD_EMAIL, None),
        ("email", "ha@example.com\nBcc: all@example.com", BAD_EMAIL, None),
        ("note", "Dặn dò " * 1_500, LONG_NOTE, 1000),
        ("consent", None, NO_CONSENT, None),
    ],
)
def test_each_mistake_has_a_sentence_and_loses_nothing(client, booking, field, value, text, limit, language):
    if field == "note":
        value = value.strip()
    found = refused(client, booking, language=language, **{field: value})
    with translation.override(language):
        said = gettext(text) % {"limit_value": limit} if limit else gettext(text)
    assert found == {field: said}


@pytest.mark.parametrize("language", LANGUAGES)
def test_ten_thousand_characters_in_every_field_are_answered_field_by_field(client, booking, language):
    long = dict.fromkeys(TYPED, "ố" * 10_000)
    found = refused(client, booking, language=language, **long)
    assert set(found) == set(TYPED)
    assert all(len(text) > 20 for text in found.values())


def test_an_empty_form_names_every_mistake_at_once(client, booking):
    found = refused(client, booking, name="", phone="", email="", note="", consent=None)
    assert set(found) == {"name", "phone", "consent"}


@pytest.mark.parametrize(
    "written",
    [
        "0912345678",
        "0912 345 678",
        "0912.345.678",
        "0912-345-678",
        "(0912) 345 678",
        "+84 912 345 678",
        "+84912345678",
        "84912345678",
        "0084 912 345 678",
        "+84 (0) 912 345 678",
        "０９１２３４５６７８",
        "  0912\u00a0345\u00a0678 ",
    ],
)
def test_a_phone_number_is_read_however_it_is_written(client, booking, written):
    assert confirm(client, booking, phone=written).status_code == 302
    assert now(booking).contact_phone.as_e164 == "+84912345678"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("+33 6 12 34 56 78", "+33612345678"),
        ("0033 6 12 34 56 78", "+33612345678"),
        ("+1 (202) 555-0143", "+12025550143"),
        ("+44 7400 123456", "+447400123456"),
        ("024 3825 5678", "+842438255678"),
    ],
)
def test_numbers_from_abroad_and_fixed_lines_are_read(client, booking, written, kept):
    assert confirm(client, booking, phone=written).status_code == 302
    assert now(booking).contact_phone.as_e164 == kept


def test_text_in_nfd_is_kept_in_nfc(client, booking):
    name, note = "Nguyễn Thị Thanh Hà", "Đến lúc chín giờ ạ"
    typed = {"name": unicodedata.normalize("NFD", name), "note": unicodedata.normalize("NFD", note)}
    assert typed["name"] != name
    assert confirm(client, booking, **typed).status_code == 302
    assert (now(booking).contact_name, now(booking).note) == (name, note)


def test_the_length_of_a_text_is_counted_as_it_is_kept(client, booking):
    name, note = "Nguyễn " * 17, "Nhớ " * 249
    typed = {"name": unicodedata.normalize("NFD", name), "note": unicodedata.normalize("NFD", note)}
    assert len(typed["name"]) > 120 > len(name)
    assert len(typed["note"]) > 1_000 > len(note)
    assert confirm(client, booking, **typed).status_code == 302
    assert (now(booking).contact_name, now(booking).note) == (name.strip(), note.strip())


def test_a_name_that_grows_when_it_is_kept_is_refused_and_not_an_error(client, booking):
    """NFC writes U+0958 as two characters; PostgreSQL's column takes 120."""
    assert refused(client, booking, name="\u0958" * 120)["name"]


def test_line_breaks_count_as_one_character_as_the_browser_counts_them(client, booking):
    note = "\n".join(["Gạch đầu dòng"] * 71)
    assert len(note) < 1_000 < len(note.replace("\n", "\r\n")) + 10
    note = note + "." * (1_000 - len(note))
    assert confirm(client, booking, note=note.replace("\n", "\r\n")).status_code == 302
    assert now(booking).note == note


def test_an_emoji_beside_letters_stays(client, booking):
    assert confirm(client, booking, name="Hà 🏺 Lê", note="Hẹn gặp 🎶").status_code == 302
    assert (now(booking).contact_name, now(booking).note) == ("Hà 🏺 Lê", "Hẹn gặp 🎶")
    assert "🏺" not in plain(soup(client.get(url("booking", booking))).select_one("title"))


@pytest.mark.parametrize(
    "name", ["Hà", "Y Moan Ênuôl", "Björk Guðmundsdóttir", "李小龍", "O’Connor-Smith", "H'Hen Niê"]
)
def test_names_of_the_whole_world_are_names(client, booking, name):
    assert confirm(client, booking, name=name).status_code == 302
    assert now(booking).contact_name == name


def test_a_name_is_one_line_without_control_characters(client, booking):
    assert confirm(client, booking, name="  Lê\tMinh \r\n  Khôi\u200b ").status_code == 302
    assert now(booking).contact_name == "Lê Minh Khôi"


@pytest.mark.parametrize("field", TYPED)
def test_nul_bytes_are_never_an_error_of_ours(client, booking, field):
    response = confirm(client, booking, **{field: TYPED[field] + "\x00"})
    assert response.status_code in (302, 422)
    kept = now(booking)
    assert "\x00" not in f"{kept.contact_name}{kept.contact_email}{kept.note}"


def test_a_guest_without_an_e_mail_address_books_all_the_same(client, booking):
    assert confirm(client, booking, email="").status_code == 302
    page = soup(client.get(url("booking", booking)))
    assert gettext("Keep this page or take a picture of it: it is your ticket.") in plain(page)
    assert list(OutboxMessage.objects.values_list("audience", flat=True)) == ["host"]
