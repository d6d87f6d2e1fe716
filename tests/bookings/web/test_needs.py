"""Where to send a pot, what somebody does not eat, in which language: asked where it matters, read by the host."""

import pytest
from django.utils import translation

from bookings.domain.booking.confirm import confirm as confirm_booking
from bookings.domain.seats.contact import AddressMissing
from bookings.enums import Audience, BookingStatus
from bookings.mail.render import compose
from bookings.models import Booking, Slot
from tests.bookings.desk.desk_helpers import make_desk
from tests.factories import make_booking, make_contact, make_experience, make_slot
from tests.pages.guest import confirm, url
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db
LANGUAGES = ["vi", "en"]
SENT_TO = "12 Hàng Gai, phường Hoàn Kiếm, Hà Nội"


def slot_with(languages: list[str] | None = None, *, shipped: bool = False) -> Slot:
    experience = make_experience(languages=languages or ["vi"])
    experience.extras.update(is_shipped=shipped)
    return make_slot(experience)


def held(slot: Slot, *, with_extra: bool = False, language: str = "vi") -> Booking:
    extras = {slot.experience.extras.first().pk: 1} if with_extra else None
    return make_booking(slot, BookingStatus.ON_HOLD, extras=extras, language=language)


def asked(client, booking: Booking, language: str = "vi") -> set[str]:
    page = soup(client.get(url("booking", booking, language)))
    return {item["name"] for item in page.select("#details [name]")}


def test_only_what_matters_for_this_booking_is_asked(client):
    assert not {"ship_to", "spoken_language"} & asked(client, held(slot_with()))
    assert "ship_to" not in asked(client, held(slot_with(shipped=True)))
    assert "ship_to" in asked(client, held(slot_with(shipped=True), with_extra=True))
    assert "spoken_language" in asked(client, held(slot_with(["vi", "en"])))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_thing_that_is_sent_wants_an_address_and_nothing_typed_is_lost(client, language):
    booking = held(slot_with(["vi", "ja"], shipped=True), with_extra=True, language=language)
    answer = confirm(client, booking, language, dietary=["nuts"], spoken_language="ja")
    assert answer.status_code == 422
    page = soup(answer)
    assert [link["href"] for link in page.select("#form-errors a")] == ["#id_ship_to"]
    assert [box["value"] for box in page.select("input[name=dietary][checked]")] == ["nuts"]
    assert page.select_one("select[name=spoken_language] option[selected]")["value"] == "ja"
    assert confirm(client, booking, language, ship_to=SENT_TO).status_code == 302
    assert Booking.objects.get().ship_to == SENT_TO


def test_the_rule_holds_whatever_page_asks(now):
    slot = slot_with(shipped=True)
    booking = held(slot, with_extra=True)
    with pytest.raises(AddressMissing):
        confirm_booking(booking=booking, contact=make_contact(), consent=True, now=booking.created_at)


def test_more_time_keeps_what_was_typed_so_far(client):
    booking = held(slot_with(["vi", "en"], shipped=True), with_extra=True)
    typed = {"ship_to": SENT_TO, "dietary": ["no_pork", "seafood"], "spoken_language": "en"}
    page = soup(client.post(url("more_time", booking), typed))
    assert page.select_one("textarea[name=ship_to]").text.strip() == SENT_TO
    assert len(page.select("input[name=dietary][checked]")) == 2


@pytest.mark.parametrize("rubbish", [{"dietary": ["đá"]}, {"spoken_language": "tlh"}, {"ship_to": "x" * 301}])
def test_what_is_no_answer_is_said(client, rubbish):
    booking = held(slot_with(["vi", "en"], shipped=True), with_extra=True)
    assert confirm(client, booking, **{"ship_to": SENT_TO} | rubbish).status_code == 422


def test_the_host_reads_it_in_vietnamese_at_the_desk_and_in_the_mail():
    desk = make_desk()
    desk.experience.extras.update(is_shipped=True)
    extra = desk.experience.extras.first().pk
    contact = make_contact(dietary=("vegetarian", "nuts"), spoken_language="ja", ship_to=SENT_TO)
    booking = make_booking(desk.soon, extras={extra: 1}, contact=contact, language="en")
    with translation.override("vi"):
        page = plain(soup(desk.get("booking", reference=booking.reference)).main)
    mail = compose(booking.messages.get(audience=Audience.HOST))
    for text in (page, mail.body):
        for said in ("ăn chay, dị ứng các loại hạt", "Tiếng Nhật", "Hàng Gai"):
            assert said in text, said
