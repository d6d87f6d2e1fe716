"""Taps on bank notices, beside those of `every_tap`."""

from django.utils import timezone

from bookings.domain.money.bank.matching import match
from bookings.models import BankNotice, LedgerEntry
from tests.bookings.desk.desk_helpers import Desk
from tests.bookings.desk.every_tap import pay
from tests.factories.bank import make_notice

DUE = 700_000


def to_look_at(desk: Desk, note: str = "chuyen tien") -> BankNotice:
    notice = make_notice(desk.host, DUE, note, now=timezone.now())
    match(notice_id=notice.pk, now=timezone.now())
    return notice


def accept(desk: Desk) -> dict:
    booking = desk.book(adults=2)
    return {"pk": to_look_at(desk).pk, "data": {"booking": booking.reference}}


def row(desk: Desk) -> dict:
    tap = pay(desk)
    desk.post("pay", reference=tap["reference"], data=tap["data"] | {"method": "transfer"})
    return {"pk": to_look_at(desk).pk, "data": {"entry": LedgerEntry.objects.latest("pk").pk}}


def aside(desk: Desk) -> dict:
    return {"pk": to_look_at(desk).pk, "data": {"reason": "Tiền điện"}}


def undo(desk: Desk) -> dict:
    booking = desk.book(adults=2)
    return {"pk": to_look_at(desk, f"VELANG {booking.reference}").pk}


BANK_TAPS = {"incoming_accept": accept, "incoming_row": row, "incoming_aside": aside, "incoming_undo": undo}
