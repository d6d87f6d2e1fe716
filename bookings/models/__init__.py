"""Slots, the rules that make them, what they share, the bookings that take their seats, and the money
that was taken for them."""

from bookings.models.bank_notice import BankConnection, BankFile, BankNotice, BankNoticeEntry, BankNoticeMove
from bookings.models.booking import Booking, BookingExtra, BookingUnit
from bookings.models.closing import DayClosing
from bookings.models.desk_tap import DeskTap
from bookings.models.discount import DiscountCode
from bookings.models.former_slug import FormerSlug
from bookings.models.group_request import GroupAct, GroupPerson, GroupRequest
from bookings.models.history import BookingAct
from bookings.models.invoice import InvoiceRequest
from bookings.models.issuing import InvoiceErrand
from bookings.models.ledger import LedgerEntry, LedgerMove
from bookings.models.muted import MutedLetters
from bookings.models.notice import NoticeChoice
from bookings.models.online_payment import OnlineMerchant, OnlineMove, OnlineNotice, OnlinePayment, OnlineRefund
from bookings.models.piece import Batch, BatchPlace, Parcel, Piece, PieceChoice, PieceMove, PiecePhoto
from bookings.models.quote import Quote, QuotedBooking, QuoteLine
from bookings.models.refund_account import RefundAccount
from bookings.models.resource import ExtraUse, Resource, ResourceUse
from bookings.models.review import Review, ReviewPicture
from bookings.models.rota import Assignment, DayOff
from bookings.models.schedule import Closure, Schedule
from bookings.models.slot import Slot
from bookings.models.slot_cancelling import CancelledParty, PhoneCall, SlotCancelling
from bookings.models.slot_message import SlotMessage, SlotMessageParty
from bookings.models.waiting import WaitingEntry

__all__ = [
    "Assignment",
    "BankConnection",
    "BankFile",
    "BankNotice",
    "BankNoticeEntry",
    "BankNoticeMove",
    "Batch",
    "BatchPlace",
    "Booking",
    "BookingAct",
    "BookingExtra",
    "BookingUnit",
    "CancelledParty",
    "Closure",
    "DayClosing",
    "DayOff",
    "DeskTap",
    "DiscountCode",
    "ExtraUse",
    "FormerSlug",
    "GroupAct",
    "GroupPerson",
    "GroupRequest",
    "InvoiceErrand",
    "InvoiceRequest",
    "LedgerEntry",
    "LedgerMove",
    "MutedLetters",
    "NoticeChoice",
    "OnlineMerchant",
    "OnlineMove",
    "OnlineNotice",
    "OnlinePayment",
    "OnlineRefund",
    "Parcel",
    "PhoneCall",
    "Piece",
    "PieceChoice",
    "PieceMove",
    "PiecePhoto",
    "Quote",
    "QuoteLine",
    "QuotedBooking",
    "RefundAccount",
    "Resource",
    "ResourceUse",
    "Review",
    "ReviewPicture",
    "Schedule",
    "Slot",
    "SlotCancelling",
    "SlotMessage",
    "SlotMessageParty",
    "WaitingEntry",
]
