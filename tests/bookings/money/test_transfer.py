"""A bank transfer to the host's account: whom it pays, how much, and the text of its code to the byte."""

import binascii
import uuid as uuids

import pytest

from bookings.domain.booking.cancel import cancel
from bookings.domain.money.ledger import take_payment
from bookings.domain.money.transfer import NOTE, Transfer, transfer_for, vietqr
from bookings.enums import BookingStatus, CancelledBy, PaidBy
from tests.factories import NOW, make_booking, make_experience, make_host, make_slot, make_user
from tests.plugins.shared_stage import shared

ACCOUNT = {"bank_bin": "970436", "bank_account": "0000000001", "bank_account_name": "HTX GOM"}


@shared
def booking():
    """Two adults, 700.000 ₫."""
    return make_booking(make_slot(make_experience(host=make_host(**ACCOUNT)), now=NOW), adults=2, now=NOW)


# vietnam-qr-pay's and other libraries' own examples, their CRC reckoned again.
@pytest.mark.parametrize(
    ("transfer", "text"),
    [
        (
            Transfer("970416", "257678859", "", 1000, "Chuyen tien"),
            "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA"
            "5303704540410005802VN62150811Chuyen tien6304BBB8",
        ),
        (
            Transfer("970436", "0123456789", "", 350000, "DH20260001"),
            "00020101021238540010A00000072701240006970436011001234567890208QRIBFTTA"
            "530370454063500005802VN62140810DH2026000163042456",
        ),
    ],
)
def test_the_code_is_what_banks_read_to_the_byte(transfer, text):
    assert vietqr(transfer) == text


def fields(text: str) -> dict[str, str]:
    found = {}
    while text:
        tag, length = text[:2], int(text[2:4])
        found[tag], text = text[4 : 4 + length], text[4 + length :]
    return found


@pytest.mark.django_db
def test_it_pays_the_host_the_exact_sum_under_the_booking_s_name(booking):
    text = vietqr(transfer_for(booking, now=NOW))
    assert text[-4:] == f"{binascii.crc_hqx(text[:-4].encode('ascii'), 0xFFFF):04X}"
    read = fields(text)
    to = fields(fields(read["38"])["01"])
    assert (to["00"], to["01"]) == ("970436", "0000000001")
    assert (read["01"], read["53"], read["54"], read["58"]) == ("12", "704", "700000", "VN")
    note = fields(read["62"])["08"]
    assert booking.reference in note.split()
    assert len(note) <= 19
    assert note.isascii()


def test_every_reference_makes_a_note_that_banks_take_whole():
    assert len(NOTE.format("W" * 6)) <= 19


@pytest.mark.django_db
def test_what_was_paid_is_not_asked_for_again(booking):
    pay = {"booking": booking, "method": PaidBy.CASH, "by": make_user(), "now": NOW}
    take_payment(key=uuids.uuid4(), amount_vnd=200_000, due_vnd=700_000, **pay)
    assert transfer_for(booking, now=NOW).amount_vnd == 500_000
    take_payment(key=uuids.uuid4(), amount_vnd=500_000, due_vnd=500_000, **pay)
    assert transfer_for(booking, now=NOW) is None


@pytest.mark.django_db
def test_a_visit_that_does_not_take_place_is_not_paid_for(booking):
    assert transfer_for(cancel(booking=booking, by=CancelledBy.GUEST, now=NOW), now=NOW) is None


@pytest.mark.django_db
@pytest.mark.parametrize("status", [BookingStatus.ON_HOLD, BookingStatus.PENDING])
def test_nor_is_one_that_nobody_has_confirmed(booking, status):
    assert transfer_for(make_booking(booking.slot, status, adults=1, now=NOW), now=NOW) is None


@pytest.mark.django_db
@pytest.mark.parametrize("lacks", [{"bank_bin": ""}, {"bank_account": ""}, {"verified_at": None}])
def test_nobody_pays_an_account_that_is_not_whole_and_verified(booking, lacks):
    host = booking.slot.experience.host
    for name, value in lacks.items():
        setattr(host, name, value)
    assert transfer_for(booking, now=NOW) is None
