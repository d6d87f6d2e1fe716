"""A tap that came twice says the second time that it was so already, and changes nothing: every tap of the desk."""

import pytest
from django.utils import timezone

from accounts.models import PushDevice
from bookings.desk.urls import urlpatterns
from bookings.domain.calendar.closures import close
from bookings.models import (
    Assignment,
    BankNotice,
    BankNoticeEntry,
    BankNoticeMove,
    Batch,
    BatchPlace,
    Booking,
    BookingAct,
    CancelledParty,
    Closure,
    DayClosing,
    DayOff,
    GroupAct,
    GroupRequest,
    InvoiceRequest,
    LedgerEntry,
    NoticeChoice,
    Parcel,
    PhoneCall,
    Piece,
    PieceChoice,
    PieceMove,
    Quote,
    QuoteLine,
    Resource,
    Schedule,
    Slot,
    SlotCancelling,
    SlotMessage,
)
from experiences.models import Experience, Extra, Unit
from ocop.models import Dossier, Enquiry, Evidence
from outbox.models import OutboxMessage
from tests.bookings.desk.bank_taps import BANK_TAPS
from tests.bookings.desk.desk_helpers import make_desk, said
from tests.bookings.desk.every_tap import DAYS
from tests.bookings.desk.every_tap import TAPS as OTHER_TAPS
from villages.models import Artisan, CalendarFeed, Invitation, Member

pytestmark = pytest.mark.django_db
TAPS = OTHER_TAPS | BANK_TAPS
SO_ALREADY = "không có gì thay đổi."
# They say no more than what is so, or that it is not there any more; forms have tests of their own.
OTHERS = {"keep", "ticket_again", "closure_remove", "schedule_remove", "resource_remove", "day_off_remove"}
OTHERS |= {"resource_undo", "again", "unit_remove", "extra_remove", "member_remove"}
# Its sign says "used at 08:05" the second time (test_scan.py); a frame is only read.
OTHERS |= {"scan_answer", "scan_frame"}
# Off unless a site has a connector: test_issuing.py.
OTHERS |= {"invoice_order"}
# Each tap in it has a key of its own: tests/bookings/taps.
OTHERS |= {"taps"}
OTHERS |= {"dossier_stops", "dossier_put_away", "dossier_take_back"}
# The page shows what was taken out, and offers it back: test_evidence.py.
OTHERS |= {"evidence_remove"}
# Again is the same version, the same step: tests/ocop/path/test_handing_in.py.
OTHERS |= {"dossier_hand_in", "dossier_back", "dossier_cycle"}
# A file, not a form's fields: sent twice it is one (tests/ocop/papers/test_signed.py).
OTHERS |= {"dossier_to_sign"}
# A file, not a form's fields: sent twice it is one (test_pieces.py).
OTHERS |= {"piece_photo"}
FORMS = {
    "piece",
    "batch_change",
    "notices",
    "party",
    "waiting_contact",
    "contact",
    "move",
    "slot",
    "schedule",
    "schedule_new",
    "closure_new",
    "discount_new",
    "resource",
    "resource_new",
    "day_off_new",
    "house",
    "experience",
    "experience_unit",
    "experience_extra",
    "experience_story",
    "unit",
    "extra",
    "artisan",
    "artisan_new",
    "invitation_new",
    "dossiers",
    "criterion",
    "criterion_evidence",
    "dossier_papers",
    "dossier_details",
    "product_lot",
    "lot",
    "survey",
    "review",
    "group_quote",
}
FORMS |= {"bankfiles", "bankfile", "bankways", "onlineways"}
PAGES = {
    "home",
    "today",
    "day",
    "calendar",
    "bookings",
    "booking",
    "conflicts",
    "setup",
    "schedules",
    "closures",
    "discounts",
}
PAGES |= {
    "resources",
    "experiences",
    "calendar_month",
    "week",
    "rota",
    "scan",
    "scan_token",
    "guests",
    "money",
    "money_month",
    "money_day",
    "money_file",
}
PAGES |= {"manifest", "manifest_file", "team", "invitation", "day_fresh", "phone_calendar", "lists"}
PAGES |= {"offline", "worker", "dossier", "dossier_form01", "dossier_form02", "dossier_signed"}
PAGES |= {"offline", "worker", "slot_fresh", "calendar_fresh", "calendar_month_fresh", "week_fresh"}
PAGES |= {"offline", "worker", "products", "product", "product_labels", "lot_labels"}
PAGES |= {"pieces", "pieces_labels", "batches", "batch"}
PAGES |= {"incoming", "incoming_one", "refunds_due"}
PAGES |= {"evidence", "enquiries", "transfer", "reviews", "reviews_card"}
PAGES |= {"groups", "group", "group_pdf", "group_contract", "group_invoice"}


def everything() -> list:
    """All that a tap may change."""
    models = (Booking, Slot, Closure, Schedule, DayOff, Assignment, Resource, LedgerEntry, BookingAct, Unit, Extra)
    models += (Artisan, Experience, DayClosing, SlotCancelling, CancelledParty, PhoneCall, SlotMessage)
    models += (Member, Invitation, CalendarFeed, InvoiceRequest, NoticeChoice, PushDevice)
    models += (Dossier, Evidence, Enquiry, GroupRequest, GroupAct, Quote, QuoteLine)
    models += (Piece, PieceMove, Batch, BatchPlace, Parcel, PieceChoice)
    models += (BankNotice, BankNoticeEntry, BankNoticeMove)
    rows = [list(model.objects.order_by("pk").values()) for model in models]
    return [*rows, list(OutboxMessage.objects.order_by("pk").values_list("pk"))]


@pytest.mark.parametrize("name", TAPS)
def test_the_second_says_that_nothing_changed(name):
    desk = make_desk()
    tap = TAPS[name](desk)
    first = said(desk.post(name, **tap))
    assert first
    assert SO_ALREADY not in first
    stood = everything()
    assert SO_ALREADY in said(desk.post(name, **tap))
    assert everything() == stood


def test_every_address_of_the_desk_is_known_here():
    assert {pattern.name for pattern in urlpatterns} == TAPS.keys() | OTHERS | FORMS | PAGES


def test_a_day_of_longer_days_off_is_closed_already_and_stays_in_one_piece():
    desk = make_desk()
    today = timezone.localdate()
    close(host=desk.host, days=(today + 2 * DAYS, today + 9 * DAYS), by=None, now=timezone.now())
    response = desk.post("close_day", day=today + 4 * DAYS)
    assert "vốn đã nghỉ rồi, không có gì thay đổi" in said(response)
    assert Closure.objects.count() == 1
