"""What somebody does not eat, in which language, where to send a pot: asked at the desk where the guest is asked."""

import datetime as dt

import pytest

from bookings.models import Booking
from tests.bookings.desk.test_guests import enter, filled, soup
from tests.bookings.desk.test_party import history, send

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
SENT_TO = "12 Hàng Gai, phường Hoàn Kiếm, Hà Nội"


def asked(response) -> set[str]:
    fields = soup(response).select("main form[data-party-form] [name]")
    return {"dietary", "spoken_language", "ship_to"} & {field["name"] for field in fields}


def ships(desk) -> str:
    """Its extra goes by post from now on; returns its field."""
    desk.experience.extras.update(is_shipped=True)
    return f"x{desk.experience.extras.first().pk}"


def speaks(desk, *languages: str) -> None:
    desk.experience.languages = list(languages)
    desk.experience.save()


def promised_japanese(desk) -> Booking:
    speaks(desk, "vi", "ja")
    booking = desk.book(desk.slot(3 * DAY))
    Booking.objects.filter(pk=booking.pk).update(spoken_language="ja")
    return booking


@pytest.mark.parametrize("page", ["slot_guests", "party"])
def test_only_what_matters_for_this_experience_is_asked(desk, page):
    speaks(desk, "vi")
    slot = desk.slot(3 * DAY)
    which = {"pk": slot.pk} if page == "slot_guests" else {"reference": desk.book(slot).reference}
    assert asked(desk.get(page, **which)) == {"dietary"}
    speaks(desk, "vi", "ja")
    assert asked(desk.get(page, **which)) == {"dietary", "spoken_language"}
    ships(desk)
    assert asked(desk.get(page, **which)) == {"dietary", "spoken_language", "ship_to"}


def test_a_party_that_is_entered_keeps_what_it_needs(desk):
    speaks(desk, "vi", "ja")
    pot, slot = ships(desk), desk.slot(3 * DAY)
    said = {"dietary": ["no_pork", "nuts"], "spoken_language": "ja"}
    refused = enter(desk, slot, **{pot: "1"} | said)
    assert not Booking.objects.exists()
    page = soup(refused)
    assert "gửi" in page.select_one(".form-errors").get_text()
    assert {box["value"] for box in page.select("input[name=dietary][checked]")} == {"no_pork", "nuts"}
    enter(desk, slot, **{pot: "1", "ship_to": SENT_TO} | said)
    booking = Booking.objects.get()
    assert (booking.spoken_language, booking.ship_to) == ("ja", SENT_TO)
    assert set(booking.dietary.split(",")) == {"no_pork", "nuts"}


def test_a_stepper_without_a_script_keeps_what_was_ticked(desk):
    slot = desk.slot(3 * DAY)
    data = filled(desk.get("slot_guests", pk=slot.pk)) | {"dietary": ["no_pork", "nuts"]}
    adult = f"u{desk.experience.units.get(type='ADULT').pk}"
    page = soup(desk.post("slot_guests", data | {"step": f"{adult}:1"}, pk=slot.pk))
    assert {box["value"] for box in page.select("input[name=dietary][checked]")} == {"no_pork", "nuts"}


def test_what_a_party_needs_is_changed_and_written_down_in_words(desk):
    booking = promised_japanese(desk)
    send(desk, booking, dietary=["vegetarian"], spoken_language="")
    booking.refresh_from_db()
    assert (booking.dietary, booking.spoken_language) == ("vegetarian", "")
    assert "Tiếng Nhật → không" in history(desk, booking)[-1]
    assert "ăn chay" in history(desk, booking)[-1]


def test_a_language_that_is_no_longer_spoken_here_stays_with_who_was_promised_it(desk):
    booking = promised_japanese(desk)
    speaks(desk, "vi")
    send(desk, booking, note="Có cháu nhỏ")
    booking.refresh_from_db()
    assert (booking.note, booking.spoken_language) == ("Có cháu nhỏ", "ja")


def test_what_goes_by_post_wants_an_address_there_too(desk):
    pot = ships(desk)
    booking = desk.book(desk.slot(3 * DAY))
    assert "gửi" in soup(send(desk, booking, **{pot: "1"})).select_one(".form-errors").get_text()
    assert not booking.extras.exists()
    send(desk, booking, **{pot: "1", "ship_to": SENT_TO})
    booking.refresh_from_db()
    assert (booking.ship_to, booking.extras.count()) == (SENT_TO, 1)
    # And it is not taken away from a pot that waits for it.
    send(desk, booking, ship_to="")
    booking.refresh_from_db()
    assert booking.ship_to == SENT_TO
