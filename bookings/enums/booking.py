"""States and closed lists of a booking. Groups of states sit beside the enum that names them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BookingStatus(models.TextChoices):
    """OCTO's booking statuses."""

    ON_HOLD = "ON_HOLD", _("On hold")
    PENDING = "PENDING", _("Not confirmed yet")
    CONFIRMED = "CONFIRMED", _("Confirmed")
    REDEEMED = "REDEEMED", _("Checked in")
    CANCELLED = "CANCELLED", _("Cancelled")
    EXPIRED = "EXPIRED", _("Hold ran out")
    REJECTED = "REJECTED", _("Declined by the host")


# Seats are kept for these until a deadline, and not a moment longer: see BookingQuerySet.taking_seats.
HELD = (BookingStatus.ON_HOLD, BookingStatus.PENDING)
# With the guest's name and consent. ON_HOLD takes seats too.
TAKES_SEATS = (BookingStatus.PENDING, BookingStatus.CONFIRMED, BookingStatus.REDEEMED)
CANCELLABLE = (BookingStatus.ON_HOLD, BookingStatus.PENDING, BookingStatus.CONFIRMED)
# Booked and still to be received: what a host can move, keep or call off.
AWAITED = (BookingStatus.CONFIRMED, BookingStatus.PENDING)
EXPECTED = (BookingStatus.CONFIRMED, BookingStatus.REDEEMED)


class Awaits(models.TextChoices):
    """What a booking that is PENDING still needs."""

    PROOF = "proof", _("a word from the guest or the host")
    PAYMENT = "payment", _("money that is paid ahead")


class WaitingStatus(models.TextChoices):
    """A place in the waiting list. What became of an offer is the status of its booking."""

    WAITING = "waiting", pgettext_lazy("a place in the waiting list", "waiting")
    OFFERED = "offered", _("offered places")
    LEFT = "left", _("left the list")
    CLOSED = "closed", _("list closed")


class CancelledBy(models.TextChoices):
    GUEST = "guest", _("guest")
    HOST = "host", _("host")


class Act(models.TextChoices):
    """What is written into a booking's history; its money is in the ledger."""

    ENTERED = "entered", _("entered by the host")
    CONFIRMED = "confirmed", _("confirmed")
    DECLINED = "declined", _("declined by the host")
    CONTACT = "contact", _("contact mended")
    PARTY = "party", _("party changed")
    MOVED = "moved", _("moved")
    KEPT = "kept", _("kept in spite of a change")
    UNKEPT = "unkept", _("open again")
    CHECKED_IN = "checked_in", _("checked in")
    CAME = "came", _("who came of the party")
    CHECK_IN_UNDONE = "check_in_undone", _("check-in taken back")
    NO_SHOW = "no_show", _("did not come")
    NO_SHOW_UNDONE = "no_show_undone", _("expected after all")
    CANCELLED = "cancelled", _("cancelled")
    RESTORED = "restored", _("cancelling taken back")
    ASKED = "asked", _("question to the host")
    ERASED = "erased", _("name and contact erased")
    INVOICE = "invoice", _("VAT invoice")
    REVIEW = "review", _("review")
    SAYS_PAID = "says_paid", _("said to be paid")


class ActBy(models.TextChoices):
    """On whose side somebody acted."""

    GUEST = "guest", _("guest")
    HOST = "host", _("host")
    # By the clock, or by a command.
    SITE = "site", _("this site")


class DeskTapKind(models.TextChoices):
    """What a phone at the desk keeps while it has no signal, and sends later."""

    CHECK_IN = "check_in", _("checked in")
    UNDO_CHECK_IN = "undo_check_in", _("check-in taken back")
    CAME = "came", _("who came of the party")
    NO_SHOW = "no_show", _("did not come")
    UNDO_NO_SHOW = "undo_no_show", _("expected after all")
    PAY = "pay", _("paid")
    PAY_UNDO = "pay_undo", _("payment taken back")


class GuestSource(models.TextChoices):
    """How a party came to be booked. What is not from the web was entered by the host, who asked for consent."""

    WEB = "web", _("on the web")
    WALK_IN = "walk_in", _("came by")
    PHONE = "phone", _("by phone")
    ZALO = "zalo", _("by Zalo")
    AGENT = "agent", _("by an agency")
    # Nobody enters it by hand: it comes of a quote.
    GROUP = "group", _("as a group that asked")


class Dietary(models.TextChoices):
    """What a guest does not eat, as a kitchen needs to know it."""

    VEGETARIAN = "vegetarian", _("vegetarian")
    NO_PORK = "no_pork", _("no pork")
    NO_BEEF = "no_beef", _("no beef")
    NUTS = "nuts", _("allergic to nuts")
    SEAFOOD = "seafood", _("allergic to seafood")
    GLUTEN = "gluten", _("no gluten")
